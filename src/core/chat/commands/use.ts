import { chatAnswer, type ChatAnswer } from '../answer.js';
import type { Command } from '../command.js';
import { pathOf, tryToRead, type Conversation, type Defaults, type Setting } from '../conversation.js';
import { valueOf } from '../grammar.js';
import { clusterOf, placeOf, type Place } from '../lookups/place.js';
import { namesOf } from '../lookups/objects.js';
import { Unclear } from '../unclear.js';
import { nearest } from '../../analysis/index.js';

export const useCommand: Command = {
  name: 'use',
  aliases: ['default'],
  usage: 'use CLUSTER [namespace NAME] | use nothing',
  tells: 'sets which cluster and namespace this channel asks about',
  examples: ['use demo', 'use demo namespace shop', 'use nothing'],
  grammar: { most: 1, valued: ['namespace', 'in'], flags: ['nothing'] },
  *answer(reading, setting) {
    if (reading.flags.has('nothing')) return yield* remember({ cluster: null, namespace: null }, 'This channel uses no cluster and no namespace by default.');
    const [about] = reading.about;
    const namespace = valueOf(reading, 'namespace')?.text ?? null;
    if (about === undefined && namespace === null && !reading.values.has('in')) throw new Unclear('Use which cluster?', { example: this.examples[0] });
    const values = new Map(reading.values);
    if (about !== undefined) values.set('in', [about]);
    const asked = { ...reading, values };
    if (namespace === null) {
      const cluster = yield* existing(yield* clusterOf(asked, setting), setting);
      return yield* remember({ cluster, namespace: null }, `This channel uses cluster ${cluster}.`);
    }
    const place = yield* placeOf(asked, setting);
    yield* requireNamespace(place, namespace);
    return yield* remember({ cluster: place.cluster, namespace }, `This channel uses cluster ${place.cluster}, namespace ${namespace}.`);
  },
};

function* existing(cluster: string, setting: Setting): Conversation<string> {
  const found = yield* tryToRead<object>(pathOf(`/v1/clusters/${cluster}`, []));
  if (found !== undefined) return cluster;
  // It tells which there are.
  yield* placeOf({ about: [], values: new Map([['in', [{ text: cluster, kind: null }]]]), flags: new Set(), question: [] }, setting);
  return cluster;
}

function* requireNamespace(place: Place, namespace: string): Conversation<void> {
  const known = (yield* namesOf(place, 'Namespace', null)).map(({ name }) => name);
  if (known.length === 0 || known.includes(namespace)) return;
  const [near] = nearest(namespace, known, 1);
  throw new Unclear(`There is no namespace “${namespace}” in ${place.cluster}${near === undefined ? '' : `; near: ${near}`}.`, near === undefined ? {} : { replace: { wrong: namespace, right: near } });
}

function* remember(defaults: Defaults, verdict: string): Conversation<ChatAnswer> {
  yield { kind: 'remember', defaults };
  return chatAnswer({ mark: 'told', verdict });
}
