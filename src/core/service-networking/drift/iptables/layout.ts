import { keyOfChain } from './expected.js';
import type { Found } from './found.js';

/**
 * How kube-proxy that wrote the rules lays them out, where that is another way than that of the versions that are known here; undefined where it is the same.
 *
 * Source: pkg/proxy/iptables/proxier.go v1.19 to v1.29.
 */
export function otherLayout(found: Found): string | undefined {
  const { chains, gaps } = found;
  if ([...chains.values()].some(({ chain }) => chain.startsWith('KUBE-XLB-'))) return 'the text has chains KUBE-XLB-…, which kube-proxy before 1.24 wrote';
  for (const chain of ['KUBE-SERVICES', 'KUBE-NODEPORTS']) {
    const marks = chains.get(keyOfChain('nat', chain))?.rules.some(({ rule: { target } }) => target?.kind === 'jump' && target.chain === 'KUBE-MARK-MASQ');
    if (marks === true) return `${chain} marks packets for masquerade itself, as kube-proxy before 1.24 wrote it`;
  }
  const filter = gaps.get('filter');
  if (filter?.size === 0 && chains.has(keyOfChain('filter', 'KUBE-SERVICES')) && !chains.has(keyOfChain('filter', 'KUBE-PROXY-FIREWALL'))) return 'the text has no chain KUBE-PROXY-FIREWALL, which kube-proxy writes since 1.26';
  return undefined;
}

/** Whether a row of a listing stands for a rule: such rows do not show all of it. */
export function isListing({ gaps }: Found): boolean {
  return [...gaps.values()].some((each) => each.has('listing'));
}

/** Whether it can be told where connections go: from the chains that catch them, or from rows of a listing without their chains. */
export function canBeFollowed({ chains }: Found): boolean {
  return ['KUBE-SERVICES', 'KUBE-NODEPORTS', ''].some((chain) => (chains.get(keyOfChain('nat', chain))?.rules.length ?? 0) > 0);
}

/** Whether there is anything of kube-proxy. */
export function hasKubeProxy({ chains }: Found): boolean {
  return [...chains.values()].some(({ chain }) => /^KUBE-(?:SERVICES|NODEPORTS|POSTROUTING|SVC-|SVL-|SEP-|EXT-|XLB-|FW-)/.test(chain));
}
