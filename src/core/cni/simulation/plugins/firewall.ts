import { formatAddress } from '../../../ip/index.js';
import { goQuote } from '../../config/go-json.js';
import { firewall, type FirewallConfig } from '../../config/plugins/firewall.js';
import { iptablesComment } from '../chain-names.js';
import { fail, NotModelled, type Invocation, type SimulatedPlugin } from '../plugin.js';
import type { AttachmentResult } from '../result.js';
import type { RuleSet } from '../rule-set.js';

const ownChain = 'CNI-FORWARD';

export const simulatedFirewall: SimulatedPlugin<FirewallConfig> = {
  plugin: firewall,
  add(config, invocation) {
    const result = invocation.prevResult as AttachmentResult;
    requireIptables(config, invocation);
    const { rules } = invocation.machine;
    for (const family of [4, 6] as const) {
      const accepted = rulesFor(result, family);
      if (accepted.length === 0) continue;
      const [table, admin] = [tableOf(family), config.iptablesAdminChainName || 'CNI-ADMIN'];
      rules.ensureChain(table, ownChain);
      rules.ensureChain(table, admin);
      rules.ensure(table, 'FORWARD', `${iptablesComment('CNI firewall plugin rules')} -j ${ownChain}`, 'first');
      rules.ensure(table, ownChain, `${iptablesComment('CNI firewall plugin admin overrides')} -j ${admin}`, 'first');
      for (const rule of accepted) rules.ensure(table, ownChain, rule);
    }
    if (config.ingressPolicy === 'same-bridge' || config.ingressPolicy === 'isolated') isolate(config.ingressPolicy, rules, result);
    return result;
  },
  check(config, invocation) {
    requireIptables(config, invocation);
    for (const family of [4, 6] as const) {
      const missing = rulesFor(invocation.prevResult as AttachmentResult, family).find((rule) => !invocation.machine.rules.has(tableOf(family), ownChain, rule));
      if (missing !== undefined) fail(`expected rule [${missing}] not found`);
    }
  },
  del(config, invocation) {
    requireIptables(config, invocation);
    const { machine, prevResult } = invocation;
    if (prevResult === undefined) return;
    for (const family of [4, 6] as const) for (const rule of rulesFor(prevResult, family)) machine.rules.remove(tableOf(family), ownChain, rule);
  },
};

function requireIptables({ backend }: FirewallConfig, { assume }: Invocation): void {
  if (backend === 'firewalld') throw new NotModelled('firewall with the backend firewalld');
  if (backend !== 'iptables') assume('firewalld does not run on the node: firewall would use it instead of iptables');
}

function rulesFor({ ips }: AttachmentResult, family: 4 | 6): string[] {
  return ips
    .filter(({ address }) => address.address.family === family)
    .flatMap(({ address }) => {
      const alone = `${formatAddress(address.address)}/${family === 4 ? 32 : 128}`;
      return [`-d ${alone} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`, `-s ${alone} -j ACCEPT`];
    });
}

/** Between bridges, and for `isolated` within one too, nothing is forwarded. Source: containernetworking/plugins v1.10.0 plugins/meta/firewall/ingresspolicy.go */
function isolate(policy: 'same-bridge' | 'isolated', rules: RuleSet, { interfaces, ips }: AttachmentResult): void {
  const [first] = interfaces;
  if (first === undefined) fail(`interface needs to be set for ingress policy ${goQuote(policy)}, make sure to chain "firewall" plugin with "bridge"`);
  const bridge = first?.name ?? '';
  const [one, two] = ['CNI-ISOLATION-STAGE-1', 'CNI-ISOLATION-STAGE-2'];
  const any = iptablesComment('CNI firewall plugin rules (ingressPolicy: same-bridge|isolated)');
  const own = iptablesComment(`CNI firewall plugin rules (ingressPolicy: ${policy})`);
  for (const family of new Set(ips.map(({ address }) => address.address.family))) {
    const table = tableOf(family);
    rules.ensureChain(table, one);
    rules.ensureChain(table, two);
    rules.ensure(table, 'FORWARD', `${any} -j ${one}`, 'first');
    rules.ensure(table, one, `-i ${bridge} ! -o ${bridge} ${own} -j ${two}`, 'first');
    if (policy === 'isolated') rules.ensure(table, one, `-i ${bridge} -o ${bridge} ${own} -j DROP`, 'first');
    rules.ensure(table, one, `${any} -j RETURN`);
    rules.ensure(table, two, `-o ${bridge} ${any} -j DROP`, 'first');
    rules.ensure(table, two, `${any} -j RETURN`);
  }
}

function tableOf(family: 4 | 6): string {
  return `${family === 4 ? 'iptables' : 'ip6tables'} -t filter`;
}
