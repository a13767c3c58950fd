import type { Inline } from '../../analysis/index.js';
import type { ServiceExplanation, ServiceOutcome } from '../../service-networking/index.js';
import { analysed, kubectl } from '../analysed.js';
import { chatAnswer, type Mark } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, read, segment } from '../conversation.js';
import { placeWords, valueOf } from '../grammar.js';
import { findNode } from '../lookups/node.js';
import { placeOf } from '../lookups/place.js';
import { findService } from '../lookups/service.js';
import { Unclear } from '../unclear.js';

const marks: Readonly<Record<ServiceOutcome, Mark>> = { answers: 'yes', 'answers-partly': 'no', 'no-endpoints': 'no', 'external-name': 'told', 'not-proxied': 'told', 'insufficient-information': 'unknown' };

export const serviceCommand: Command = {
  name: 'service',
  aliases: ['svc', 'explain'],
  usage: 'service NAMESPACE/NAME [on NODE]',
  tells: 'why a Service does or does not answer',
  examples: ['service shop/redis', 'service kube-dns', 'service shop/cart on demo-worker-1'],
  grammar: { most: 1, valued: ['on', ...placeWords], flags: [] },
  *answer(reading, setting) {
    const [about] = reading.about;
    if (about === undefined) throw new Unclear('Which Service?', { example: this.examples[0] });
    const place = yield* placeOf(reading, setting);
    const { namespace, name } = yield* findService(place, about.text, setting, valueOf(reading, 'namespace')?.text ?? null);
    const on = valueOf(reading, 'on');
    const node = on === undefined ? undefined : yield* findNode(place, on.text);
    const link = pathOf(`${place.path}/service-networking/services/${segment(namespace)}/${segment(name)}`, [['node', node]]);
    const explained = yield* read<ServiceExplanation>(link);
    return chatAnswer({ ...analysed(explained, place, link), mark: marks[explained.outcome], verdict: explained.summary, why: reasonsOf(explained), fix: fixOf(explained) });
  },
};

/** The pods that are not as they should be first; then the ways that do not work; then those that do. */
function reasonsOf({ pods, nearPods, reach }: ServiceExplanation): string[] {
  const unready = pods.items.filter(({ readiness }) => readiness !== 'ready').map(({ pod, detail }) => `Pod ${pod.name}: ${detail}`);
  const near = nearPods.length === 0 || pods.total > 0 ? [] : [`its selector matches no pod; pod ${nearPods[0]?.pod.name ?? ''} comes near`];
  const ways = [...reach].sort((a, b) => Number(a.works === 'yes') - Number(b.works === 'yes')).map(({ way, works, detail }) => `${way} (${works}): ${detail}`);
  return [...near, ...unready.slice(0, 2), ...ways];
}

function fixOf({ outcome, service, pods, nearPods, selector }: ServiceExplanation): Inline[] {
  if (outcome !== 'no-endpoints' && outcome !== 'answers-partly') return [];
  const namespace = service.namespace ?? '';
  if (selector === null) return ['Nobody selects its pods: whoever writes its EndpointSlices has to add endpoints.'];
  if (pods.total === 0) return [nearPods.length > 0 ? 'Make the selector and the labels of the pods the same, letter by letter.' : 'Start pods with the labels of its selector, or correct the selector.'];
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${value}`).join(',');
  return kubectl('See why its pods are not ready', '-n', namespace, 'describe', 'pods', '-l', labels);
}
