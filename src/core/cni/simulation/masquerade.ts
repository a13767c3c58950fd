import { formatAddress } from '../../ip/index.js';
import { goQuote } from '../config/go-json.js';
import { formatIpNet, networkOf, type IpNet } from '../config/go-net.js';
import { attachmentComment, chainName, hashed } from './chain-names.js';
import type { RuleSet } from './rule-set.js';
import { fail, type Invocation } from './plugin.js';

const nftTable = 'nft inet cni_plugins_masquerade';

/**
 * Rules that hide what the container sends out of its subnet behind the node's address.
 *
 * @param backend absent: iptables, which is taken for granted to be there
 * @throws PluginFailure for an unknown backend
 * Source: containernetworking/plugins v1.10.0 pkg/ip/ipmasq_linux.go, ipmasq_iptables_linux.go, ipmasq_nftables_linux.go
 */
export function masquerade({ machine, containerId, ifName, stdin }: Invocation, ips: readonly IpNet[], backend = 'iptables'): void {
  const network = String(stdin['name']);
  if (backend === 'iptables') for (const ip of ips) throughIptables(machine.rules, ip, network, containerId);
  else if (backend === 'nftables') throughNftables(machine.rules, ips, network, ifName, containerId);
  else fail(`unknown ipmasq backend ${goQuote(backend)}`);
}

function throughIptables(rules: RuleSet, net: IpNet, network: string, containerId: string): void {
  const { family } = net.address;
  const table = tableOf(family);
  const chain = chainName(network, containerId);
  const comment = attachmentComment(network, containerId);
  rules.ensureChain(table, chain);
  rules.ensure(table, chain, `-d ${blockText(net)} ${comment} -j ACCEPT`);
  rules.ensure(table, chain, `! -d ${family === 4 ? '224.0.0.0/4' : 'ff00::/8'} ${comment} -j MASQUERADE`);
  rules.ensure(table, 'POSTROUTING', jumpOf(net, chain, comment));
}

function throughNftables(rules: RuleSet, ips: readonly IpNet[], network: string, ifName: string, containerId: string): void {
  rules.ensureChain(nftTable, 'masq_checks');
  rules.ensureChain(nftTable, 'postrouting', ' { type nat hook postrouting priority srcnat; policy accept; }');
  for (const rule of ['ip daddr 224.0.0.0/4 return', 'ip6 daddr ff00::/8 return', 'goto masq_checks']) rules.ensure(nftTable, 'postrouting', rule);
  for (const net of ips) {
    const ip = net.address.family === 4 ? 'ip' : 'ip6';
    rules.ensure(nftTable, 'masq_checks', `${ip} saddr ${formatAddress(net.address)} ${ip} daddr != ${blockText(net)} masquerade comment "${instanceComment(network, ifName, containerId)}"`);
  }
}

/** Takes the rules of an attachment away, of both backends. */
export function unmasquerade({ machine, containerId, ifName, stdin }: Invocation, ips: readonly IpNet[]): void {
  const network = String(stdin['name']);
  const chain = chainName(network, containerId);
  for (const net of ips) {
    const table = tableOf(net.address.family);
    machine.rules.remove(table, 'POSTROUTING', jumpOf(net, chain, attachmentComment(network, containerId)));
    machine.rules.removeChain(table, chain);
  }
  const mark = `comment "${instanceHash(network, ifName, containerId)}`;
  for (const rule of [...machine.rules.rules(nftTable, 'masq_checks')]) if (rule.includes(mark)) machine.rules.remove(nftTable, 'masq_checks', rule);
}

function jumpOf({ address }: IpNet, chain: string, comment: string): string {
  return `-s ${formatAddress(address)}/${address.family === 4 ? 32 : 128} ${comment} -j ${chain}`;
}

function tableOf(family: 4 | 6): string {
  return `${family === 4 ? 'iptables' : 'ip6tables'} -t nat`;
}

function blockText(net: IpNet): string {
  return formatIpNet({ ...net, address: networkOf(net) });
}

function instanceHash(network: string, ifName: string, containerId: string): string {
  return `${hashed(16, '', network)}-${hashed(16, '', `${ifName}:${containerId}`)}`;
}

/** At most 128 characters, as nft allows. */
function instanceComment(network: string, ifName: string, containerId: string): string {
  return `${instanceHash(network, ifName, containerId)}, net: ${network}, if: ${ifName.replaceAll('"', '')}, id: ${containerId}`.slice(0, 128);
}
