import type { Inline } from '../../analysis/index.js';
import { isAddress } from '../../ip/index.js';
import type { TraceAnswer, TraceOutcome } from '../../service-networking/index.js';
import { analysed, kubectl, lastSteps } from '../analysed.js';
import { chatAnswer, type Mark } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, picturePath, read, type Conversation, type Setting } from '../conversation.js';
import { placeWords, valueOf, type Given, type Reading } from '../grammar.js';
import { findNode } from '../lookups/node.js';
import { placeOf, type Place } from '../lookups/place.js';
import { findPod } from '../lookups/pod.js';
import { findService, onlyPort } from '../lookups/service.js';
import { Unclear } from '../unclear.js';

const marks: Readonly<Record<TraceOutcome, Mark>> = { delivered: 'yes', rejected: 'no', dropped: 'no', 'not-a-service': 'told', 'insufficient-information': 'unknown' };
const protocols = ['tcp', 'udp', 'sctp'] as const;

export const traceCommand: Command = {
  name: 'trace',
  aliases: ['connect', 'reach'],
  usage: 'trace POD to SERVICE[:PORT] [udp] [on NODE]',
  tells: 'where a connection goes',
  examples: ['trace dev/toolbox to shop/redis', 'trace dev/toolbox to cart.shop:8080', 'trace node demo-worker-1 to 10.96.0.10:53 udp', 'trace dev/toolbox to kube-system/kube-dns port dns'],
  grammar: { most: 1, valued: ['from', 'to', 'port', 'on', 'mode', ...placeWords], flags: [...protocols, 'ipv4', 'ipv6'] },
  *answer(reading, setting) {
    const from = reading.about[0] ?? valueOf(reading, 'from');
    const to = valueOf(reading, 'to');
    if (from === undefined || to === undefined) throw new Unclear(from === undefined ? 'Who calls?' : 'Whom does it call?', { example: this.examples[0] });
    const place = yield* placeOf(reading, setting);
    const source = yield* sourceOf(place, from, setting, valueOf(reading, 'namespace')?.text ?? null);
    const target = yield* destinationOf(place, to, reading, setting, source.namespace);
    const on = valueOf(reading, 'on');
    const link = pathOf(`${place.path}/service-networking/trace`, [
      ...source.query,
      ...target,
      ['to.protocol', protocols.find((protocol) => reading.flags.has(protocol))?.toUpperCase()],
      ['node', on === undefined ? undefined : yield* findNode(place, on.text)],
      ['ipFamily', reading.flags.has('ipv6') ? 'IPv6' : reading.flags.has('ipv4') ? 'IPv4' : undefined],
      ['mode', valueOf(reading, 'mode')?.text.toLowerCase()],
    ]);
    const traced = yield* read<TraceAnswer>(link);
    const common = analysed(traced, place, link);
    return chatAnswer({ ...common, picture: picturePath(link), mark: marks[traced.outcome], verdict: traced.summary, why: reasonsOf(traced), fix: fixOf(traced), notes: [...(source.note === null ? [] : [source.note]), ...common.notes] });
  },
};

type Query = readonly (readonly [string, string])[];

interface Source {
  readonly query: Query;
  readonly namespace: string | null;
  readonly note: string | null;
}

function* sourceOf(place: Place, { kind, text }: Given, setting: Setting, namespace: string | null): Conversation<Source> {
  if (kind === 'ip' || (kind === null && isAddress(text))) return { query: [['from.ip', text]], namespace, note: null };
  if (kind === 'node') return { query: [['from.node', yield* findNode(place, text)]], namespace, note: null };
  const pod = yield* findPod(place, text, setting, namespace);
  return { query: [['from.pod', `${pod.namespace}/${pod.name}`]], namespace: pod.namespace, note: pod.note };
}

function* destinationOf(place: Place, { kind, text }: Given, reading: Reading, setting: Setting, namespace: string | null): Conversation<Query> {
  const { host, port: behind } = hostAndPort(text);
  const port = valueOf(reading, 'port')?.text ?? behind;
  if (kind === 'ip' || isAddress(host)) {
    if (port === null) throw new Unclear('Which port? An address is called at one.', { replace: { wrong: text, right: `${host.includes(':') ? `[${host}]` : host}:80` } });
    return [['to.ip', host], ['to.port', port]];
  }
  const service = yield* findService(place, host, setting, namespace);
  return [['to.service', `${service.namespace}/${service.name}`], ['to.port', port ?? String(onlyPort(service, text))]];
}

/** `db:3306`, `10.96.0.10:53`, `[fd00::1]:80`, and each without its port. */
export function hostAndPort(text: string): { readonly host: string; readonly port: string | null } {
  const [, bracketed, behind] = /^\[([^\]]*)\](?::(.+))?$/.exec(text) ?? [];
  if (bracketed !== undefined) return { host: bracketed, port: behind ?? null };
  const colon = text.indexOf(':');
  if (colon < 0 || text.includes(':', colon + 1)) return { host: text, port: null };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) || null };
}

function reasonsOf(traced: TraceAnswer): string[] {
  if (traced.outcome !== 'delivered' || traced.endpoints.length === 0) return lastSteps(traced);
  const shown = traced.endpoints.slice(0, 2).map(({ ip, port, pod, node, probability }) => `${ip.includes(':') ? `[${ip}]` : ip}:${port}${pod === undefined ? '' : ` pod ${pod}`}${node === undefined ? '' : ` on ${node}`}: ${percent(probability)}`);
  return [...shown, ...(traced.endpoints.length > 2 ? [`and ${traced.endpoints.length - 2} more endpoints`] : [])];
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function fixOf({ outcome, suggestions, missing, servicePort, reason }: TraceAnswer): Inline[] {
  const [suggestion] = suggestions;
  if (suggestion !== undefined) return [`Call ${suggestion.service} at ${suggestion.ip}:${suggestion.port}/${suggestion.protocol}: ${suggestion.detail}.`];
  if (outcome === 'insufficient-information') return missing[0] === undefined ? [] : [`Collect ${missing[0]}.`];
  const [namespace = '', name = ''] = (servicePort ?? '').replace(/:[^:]*$/, '').split('/');
  if (reason === 'no-endpoints' || reason === 'no-local-endpoints') return kubectl('See why no pod of it is ready', '-n', namespace, 'describe', 'service', name);
  if (reason === 'source-range') return ['Add the caller’s address to loadBalancerSourceRanges of the Service, or call from within them.'];
  return [];
}
