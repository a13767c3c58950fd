import type { Inline } from '../../analysis/index.js';
import type { Resolution, ResolveOutcome } from '../../dns/index.js';
import { isAddress } from '../../ip/index.js';
import { analysed, kubectl } from '../analysed.js';
import { chatAnswer, type Mark } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, picturePath, read, type Conversation, type Setting } from '../conversation.js';
import { placeWords, valueOf, type Given, type Reading } from '../grammar.js';
import { findNode } from '../lookups/node.js';
import { placeOf, type Place } from '../lookups/place.js';
import { findPod } from '../lookups/pod.js';
import { Unclear } from '../unclear.js';

const marks: Readonly<Record<ResolveOutcome, Mark>> = { answered: 'yes', 'no-data': 'no', 'no-such-name': 'no', failed: 'no', forwarded: 'told', 'insufficient-information': 'unknown' };

export const resolveCommand: Command = {
  name: 'resolve',
  aliases: ['dns', 'dig', 'nslookup', 'lookup'],
  usage: 'resolve NAME from POD [type AAAA] [glibc | musl]',
  tells: 'what a name resolves to in a pod',
  examples: ['resolve cart.shop from dev/toolbox', 'resolve api.example.com from dev/toolbox type AAAA musl', 'resolve cart from namespace shop', 'resolve web.shop.svc.cluster.local. from node demo-worker-1 in demo at 2026-03-02'],
  grammar: { most: 1, valued: ['from', 'type', ...placeWords], flags: ['glibc', 'musl'] },
  *answer(reading, setting) {
    const [about] = reading.about;
    if (about === undefined) throw new Unclear('Which name?', { example: this.examples[0] });
    const place = yield* placeOf(reading, setting);
    const { query, note } = yield* askerOf(place, reading, setting);
    const [resolver] = [...reading.flags];
    const type = valueOf(reading, 'type')?.text.toUpperCase();
    const link = pathOf(`${place.path}/dns/resolve`, [['name', about.text], ['type', type], ...query, ['resolver', resolver]]);
    const resolution = yield* read<Resolution>(link);
    const about404 = analysed(resolution, place, link);
    return chatAnswer({ ...about404, picture: picturePath(link), mark: marks[resolution.outcome], verdict: resolution.summary, why: reasonsOf(resolution), fix: fixOf(resolution), notes: [...(note === null ? [] : [note]), ...about404.notes] });
  },
};

interface AskerQuery {
  readonly query: readonly (readonly [string, string])[];
  readonly note: string | null;
}

function* askerOf(place: Place, reading: Reading, setting: Setting): Conversation<AskerQuery> {
  const from = valueOf(reading, 'from');
  const namespace = valueOf(reading, 'namespace')?.text ?? null;
  if (from !== undefined) return yield* namedAsker(place, from, setting, namespace);
  const assumed = namespace ?? setting.defaults.namespace ?? 'default';
  return { query: [['from.namespace', assumed]], note: `It is asked as a new pod of namespace ${assumed} would; say from POD for another.` };
}

function* namedAsker(place: Place, { kind, text }: Given, setting: Setting, namespace: string | null): Conversation<AskerQuery> {
  if (kind === 'ip' || (kind === null && isAddress(text))) return { query: [['from.ip', text]], note: null };
  if (kind === 'node') return { query: [['from.node', yield* findNode(place, text)]], note: null };
  if (kind === 'namespace') return { query: [['from.namespace', text]], note: null };
  const pod = yield* findPod(place, text, setting, namespace);
  return { query: [['from.namespace', pod.namespace], ['from.pod', pod.name]], note: pod.note };
}

/** The records, or the hint, or what the queries met. */
function reasonsOf({ answers, hint, queries }: Resolution): string[] {
  if (answers.length > 0) return answers.slice(0, 3).map(({ name, ttl, type, data }) => `${name} ${ttl} ${type} ${data}`);
  const met = queries.slice(-2).map(({ name, type, server, rcode, fate }) => `${name} ${type}: ${rcode ?? fate} of ${server}`);
  return [...(hint === null ? [] : [hint]), ...met];
}

function fixOf({ outcome, hint, missing, queries }: Resolution): Inline[] {
  if (outcome === 'insufficient-information') return missing.length === 0 ? [] : [`Collect ${missing[0] ?? ''}.`];
  if (hint !== null) return ['Correct the name, or make what it stands for.'];
  if (outcome === 'no-data') return ['Ask for another type, or give the Service an address of that family.'];
  if (outcome === 'no-such-name') return ['Check the name and its namespace: NAME.NAMESPACE.svc names a Service from everywhere.'];
  if (outcome === 'failed') return kubectl(`Look at who should answer${queries[0] === undefined ? '' : ` (${queries[0].server})`}`, '-n', 'kube-system', 'get', 'pods', '-l', 'k8s-app=kube-dns');
  return [];
}
