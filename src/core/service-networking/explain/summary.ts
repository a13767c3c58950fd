import { count, enumerate, type Answer } from '../../analysis/index.js';
import { tellLabels } from '../near-pods.js';
import type { ExplainedEndpoint, Reach, ServiceExplanation } from './explanation.js';

type Explained = Omit<ServiceExplanation, keyof Answer>;

/** What a person in an incident wants to know first. */
export function summarise(answer: Explained, endpoints: readonly ExplainedEndpoint[]): string {
  const { namespace = '', name } = answer.service;
  const who = `${namespace}/${name}`;
  switch (answer.outcome) {
    case 'external-name':
      return `${who} is an alias of ${answer.externalName ?? 'nothing'} in DNS; it has no endpoints.`;
    case 'not-proxied':
      return `${who} has no rules of kube-proxy: its label leaves it to another proxy.`;
    case 'insufficient-information':
      return answer.form === 'without-address' ? `The snapshot tells no ClusterIP of ${who}: it is a manifest that no API server has taken yet, or its addresses were left out.` : `The snapshot does not tell the endpoints of ${who}.`;
    case 'no-endpoints':
      return `${who} answers nobody${fromNode(answer)}: ${whyNone(answer, endpoints)}`;
    case 'answers-partly':
      return `${who} ${answer.form === 'headless' ? `resolves to ${shareOf(endpoints)}` : `answers partly${fromNode(answer)}, with ${shareOf(endpoints)}`}. ${worst(answer, endpoints)}`;
    case 'answers':
      return `${who} ${answer.form === 'headless' ? 'resolves' : `answers${placesOf(answer.reach)}${fromNode(answer)}`}, with ${shareOf(endpoints)}.`;
  }
}

function fromNode({ node }: Explained): string {
  return node === null ? '' : ` from node ${node}`;
}

function placesOf(reach: readonly Reach[]): string {
  const [first] = reach.filter(({ way }) => way === 'cluster-ip');
  return first === undefined ? '' : ` on ${enumerate(first.addresses, 2)} ${enumerate(first.ports.map(({ port, protocol }) => `${port}/${protocol}`), 4)}`;
}

function shareOf(endpoints: readonly ExplainedEndpoint[]): string {
  const used = endpoints.filter(({ isUsed }) => isUsed).length;
  return used === endpoints.length ? count(used, 'endpoint') : `${used} of ${count(endpoints.length, 'endpoint')}`;
}

function whyNone(answer: Explained, endpoints: readonly ExplainedEndpoint[]): string {
  const { selector, pods, nearPods, form, reach } = answer;
  const consequence = form === 'headless' ? 'Its name does not resolve.' : (reach.find(({ works, way }) => works === 'no' && way !== 'dns')?.detail ?? '');
  if (endpoints.length > 0) return `none of ${count(endpoints.length, 'endpoint')} is used; ${reasonsOf(endpoints)}. ${consequence}`;
  if (selector === null) return `it has no selector, and nobody has written endpoints for it. ${consequence}`;
  if (pods.total > 0) return `${tellLabels(selector)} matches ${count(pods.total, 'pod')}, of which none is an endpoint: ${pods.items[0]?.detail ?? ''} ${consequence}`;
  const [near] = nearPods;
  return `no pod has ${tellLabels(selector)}${near === undefined ? '' : `; pod ${near.pod.name} comes near: ${lower(near.detail)}`}${near === undefined ? '.' : ''} ${consequence}`;
}

/** Endpoints by the reason that they share, the most first. */
function reasonsOf(endpoints: readonly ExplainedEndpoint[]): string {
  const byReason = new Map<string, string[]>();
  for (const { isUsed, unreadyReason, uses, pod, address } of endpoints) {
    if (isUsed) continue;
    const reason = unreadyReason ?? lower((uses[0]?.detail ?? '').replace(/\.$/, ''));
    const who = byReason.get(reason);
    if (who === undefined) byReason.set(reason, [pod?.name ?? address]);
    else who.push(pod?.name ?? address);
  }
  return [...byReason].sort((a, b) => b[1].length - a[1].length).slice(0, 3).map(([reason, names]) => `${enumerate(names, 3)}: ${reason}`).join('; ');
}

function worst({ reach }: Explained, endpoints: readonly ExplainedEndpoint[]): string {
  const bad = reach.find(({ works, way }) => works !== 'yes' && way !== 'dns');
  if (bad !== undefined) return bad.detail;
  const reasons = reasonsOf(endpoints);
  return reasons === '' ? '' : `${reasons}.`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
