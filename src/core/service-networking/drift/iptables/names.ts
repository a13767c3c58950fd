import { commentOf, type IptablesRule } from '../../../readouts/index.js';

/** Chains of one Service or endpoint, of every version of kube-proxy. */
export function isServiceChain(chain: string): boolean {
  return /^KUBE-(?:SVC|SVL|SEP|EXT|FW|XLB)-[A-Z2-7]{16}$/.test(chain);
}

/** Other chains that kube-proxy writes rules into. KUBE-FIREWALL, which the kubelet writes too, is looked at only where kube-proxy has it. */
export const ownChains: ReadonlySet<string> = new Set(['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL', 'KUBE-FORWARD', 'KUBE-POSTROUTING', 'KUBE-MARK-MASQ']);

/** The port of a Service that the comment of a rule names: `shop/web:http` of `shop/web:http -> 10.244.1.5:8080`. Older versions write a colon behind a name without a port. */
export function namedPort(rule: IptablesRule): string | undefined {
  const words = (commentOf(rule) ?? '').slice(0, 600).split(' ');
  return words.find((word) => word.includes('/') && /^[a-z0-9][-a-z0-9]*\/[a-z0-9][-a-z0-9.]*(?::[-a-z0-9]*)?$/.test(word))?.replace(/:$/, '');
}
