import { string, struct, type DecodedAs } from '../go-decode.js';
import { goQuote } from '../go-json.js';
import { netConfEmbedded, netConfFields } from '../go-types.js';
import type { CniPlugin } from '../plugin.js';
import { versionsFrom } from '../version.js';

const shape = struct('main.FirewallNetConf', { ...netConfFields, backend: string, iptablesAdminChainName: string, firewalldZone: string, ingressPolicy: string }, netConfEmbedded);

export type FirewallConfig = DecodedAs<typeof shape>;

/** Lets the container's traffic through the host's firewall. Any other backend than firewalld is taken for iptables. Source: containernetworking/plugins v1.10.0 plugins/meta/firewall/firewall.go */
export const firewall: CniPlugin<FirewallConfig> = {
  type: 'firewall',
  role: 'meta',
  versions: versionsFrom('0.4.0'),
  shape,
  decodingPrefix: 'failed to load netconf: ',
  *faults({ ingressPolicy }, { chained }) {
    if (!chained) yield { pointer: '', message: 'missing prevResult from earlier plugin', notOn: ['DEL'] };
    if (!['', 'open', 'same-bridge', 'isolated'].includes(ingressPolicy)) yield { pointer: '/ingressPolicy', message: `unknown ingress policy: ${goQuote(ingressPolicy)}`, hint: 'open, same-bridge or isolated', notOn: ['CHECK'], atTheEnd: true };
  },
};
