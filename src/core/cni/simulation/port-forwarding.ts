import { formatAddress } from '../../ip/index.js';
import { formatIpNet, networkOf, parseIp, type IpNet } from '../config/go-net.js';
import type { PortMapping, PortmapConfig } from '../config/plugins/portmap.js';
import { chainName, iptablesComment } from './chain-names.js';
import type { Machine } from './machine.js';

const topChain = 'CNI-HOSTPORT-DNAT';
const maskChain = 'CNI-HOSTPORT-MASQ';
const markChain = 'CNI-HOSTPORT-SETMARK';

/** Ports that one rule of multiport takes. */
const mostPorts = 15;

/**
 * Forwards ports of the host to one address of the container, by iptables: a chain for the container, and shared ones before and after it.
 *
 * Source: containernetworking/plugins v1.10.0 plugins/meta/portmap/portmap_iptables.go
 */
export function forwardByIptables({ rules }: Machine, config: PortmapConfig, container: IpNet, containerId: string): void {
  const { family } = container.address;
  const table = tableOf(family);
  const masquerades = config.snat !== false;
  if (masquerades && config.externalSetMarkChain === undefined) {
    const mark = `0x${(2 ** (config.markMasqBit ?? 13)).toString(16)}`;
    rules.ensureChain(table, markChain);
    rules.ensure(table, markChain, `${iptablesComment('CNI portfwd masquerade mark')} -j MARK --set-xmark ${mark}/${mark}`);
    rules.ensureChain(table, maskChain);
    rules.ensure(table, maskChain, `-m mark --mark ${mark}/${mark} -j MASQUERADE`);
    rules.ensure(table, 'POSTROUTING', `${iptablesComment('CNI portfwd requiring masquerade')} -j ${maskChain}`, 'first');
  }
  rules.ensureChain(table, topChain);
  for (const chain of ['PREROUTING', 'OUTPUT']) rules.ensure(table, chain, `-m addrtype --dst-type LOCAL -j ${topChain}`);
  const own = chainName(config.name, containerId, 'DN-');
  rules.ensureChain(table, own);
  for (const mapping of mappingsFor(config, family)) for (const rule of dnatRules(config, mapping, container, masquerades)) rules.ensure(table, own, rule);
  for (const rule of entryRules(config, family, containerId)) rules.ensure(table, topChain, `${rule} -j ${own}`);
}

/** @returns whether every rule of the container is there */
export function isForwardedByIptables({ rules }: Machine, config: PortmapConfig, container: IpNet, containerId: string): boolean {
  const table = tableOf(container.address.family);
  const own = chainName(config.name, containerId, 'DN-');
  const wanted = mappingsFor(config, container.address.family).flatMap((mapping) => dnatRules(config, mapping, container, config.snat !== false));
  return rules.hasChain(table, own) && wanted.every((rule) => rules.has(table, own, rule));
}

export function unforwardByIptables({ rules }: Machine, config: PortmapConfig, containerId: string): void {
  const own = chainName(config.name, containerId, 'DN-');
  for (const family of [4, 6] as const) {
    const table = tableOf(family);
    if (!rules.hasChain(table, own)) continue;
    for (const rule of [...rules.rules(table, topChain)]) if (rule.endsWith(`-j ${own}`)) rules.remove(table, topChain, rule);
    rules.removeChain(table, own);
  }
}

/**
 * The same by nftables: rules are marked by the id of the container.
 *
 * Source: containernetworking/plugins v1.10.0 plugins/meta/portmap/portmap_nftables.go
 */
export function forwardByNftables({ rules }: Machine, config: PortmapConfig, container: IpNet, containerId: string): void {
  const { family } = container.address;
  const [table, ip] = [nftTableOf(family), family === 4 ? 'ip' : 'ip6'];
  const comment = `comment "${containerId}"`;
  const conditions = (family === 4 ? config.conditionsV4 : config.conditionsV6) ?? [];
  for (const chain of ['hostports', 'hostip_hostports', 'hostports_all']) rules.ensureChain(table, chain);
  for (const chain of ['hostip_hostports', 'hostports']) rules.ensure(table, 'hostports_all', `jump ${chain}`);
  for (const hook of ['prerouting', 'output']) {
    rules.ensureChain(table, hook, ` { type nat hook ${hook} priority dstnat; policy accept; }`);
    rules.ensure(table, hook, [...conditions, 'fib daddr type local jump hostports_all'].join(' '));
  }
  if (config.snat !== false) rules.ensureChain(table, 'masquerading', ' { type nat hook postrouting priority srcnat; policy accept; }');
  const inside = family === 4 ? formatAddress(container.address) : `[${formatAddress(container.address)}]`;
  for (const { hostIP, protocol, hostPort, containerPort } of mappingsFor(config, family)) {
    rules.ensure(table, 'hostports', `${isSpecific(hostIP) ? `${ip} daddr ${hostIP} ` : ''}${protocol} dport ${hostPort} dnat to ${inside}:${containerPort} ${comment}`);
  }
  if (config.snat === false) return;
  const to = `${ip} daddr ${formatAddress(container.address)} masquerade ${comment}`;
  rules.ensure(table, 'masquerading', `${config.masqAll ? '' : `${ip} saddr ${formatAddress(container.address)} `}${to}`);
  if (family === 4 && !config.masqAll) rules.ensure(table, 'masquerading', `ip saddr 127.0.0.1 ${to}`);
}

export function unforwardByNftables({ rules }: Machine, containerId: string): void {
  for (const family of [4, 6] as const) {
    const table = nftTableOf(family);
    for (const chain of ['hostports', 'masquerading']) {
      for (const rule of [...rules.rules(table, chain)]) if (rule.endsWith(`comment "${containerId}"`)) rules.remove(table, chain, rule);
    }
  }
}

/** How many rules of the container are there, in the chain of the ports. */
export function countForwardedByNftables({ rules }: Machine, family: 4 | 6, containerId: string): number {
  return rules.rules(nftTableOf(family), 'hostports').filter((rule) => rule.endsWith(`comment "${containerId}"`)).length;
}

/** Those of no host address, or of one of this family. */
export function mappingsFor({ runtimeConfig }: PortmapConfig, family: 4 | 6): readonly PortMapping[] {
  return (runtimeConfig.portMappings ?? []).filter(({ hostIP }) => hostIP === '' || (parseIp(hostIP)?.family ?? 6) === family);
}

function dnatRules(config: PortmapConfig, { protocol, hostPort, containerPort, hostIP }: PortMapping, container: IpNet, masquerades: boolean): string[] {
  const { family } = container.address;
  const name = protocol.toLowerCase();
  const [to, match] = [isSpecific(hostIP) ? `-d ${hostIP}/${family === 4 ? 32 : 128} ` : '', `-p ${name} -m ${name} --dport ${hostPort}`];
  const mark = config.externalSetMarkChain ?? markChain;
  const from = config.masqAll ? '' : `-s ${formatIpNet({ ...container, address: networkOf(container) })} `;
  const address = family === 4 ? formatAddress(container.address) : `[${formatAddress(container.address)}]`;
  return [
    ...(masquerades ? [`${from}${to}${match} -j ${mark}`] : []),
    ...(masquerades && family === 4 && !config.masqAll ? [`-s 127.0.0.1/32 ${to}${match} -j ${mark}`] : []),
    `${to}${match} -j DNAT --to-destination ${address}:${containerPort}`,
  ];
}

function entryRules(config: PortmapConfig, family: 4 | 6, containerId: string): string[] {
  const text = `dnat name: "${config.name}" id: "${containerId}"`;
  const comment = iptablesComment(text.length <= 255 ? text : `${text.slice(0, 253)}...`);
  const ports = new Map<string, number[]>();
  for (const { protocol, hostPort } of config.runtimeConfig.portMappings ?? []) ports.set(protocol, [...(ports.get(protocol) ?? []), hostPort]);
  const conditions = (family === 4 ? config.conditionsV4 : config.conditionsV6) ?? [];
  return [...ports]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([protocol, list]) =>
      Array.from({ length: Math.ceil(list.length / mostPorts) }, (_, i) => {
        const part = list.slice(i * mostPorts, (i + 1) * mostPorts).join(',');
        const [before, after] = partConditions(conditions);
        return [...before, `-p ${protocol.toLowerCase()}`, comment, `-m multiport --dports ${part}`, ...after].join(' ');
      }),
    );
}

/** iptables-save prints addresses and interfaces first, matches in the order in which they came. */
function partConditions(conditions: readonly string[]): [string[], string[]] {
  const at = conditions.findIndex((each, i) => !/^(!|-[sdio])$/.test(each) && !/^(!|-[sdio])$/.test(conditions[i - 1] ?? ''));
  return at < 0 ? [[...conditions], []] : [conditions.slice(0, at), conditions.slice(at)];
}

/** 0.0.0.0 and :: stand for every address of the host. */
function isSpecific(hostIP: string): boolean {
  const address = parseIp(hostIP);
  return address !== undefined && address.value !== 0n;
}

function tableOf(family: 4 | 6): string {
  return `${family === 4 ? 'iptables' : 'ip6tables'} -t nat`;
}

function nftTableOf(family: 4 | 6): string {
  return `nft ${family === 4 ? 'ip' : 'ip6'} cni_hostport`;
}
