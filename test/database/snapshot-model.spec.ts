import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftToState, encodeObject, kindNames, type ClusterState, type KubeObject, type ObjectPair } from '../../src/core/cluster/index.js';
import { ClusterStore } from '../../src/platform/database/cluster.store.js';
import { SnapshotStore, type ObjectVersion } from '../../src/platform/database/index.js';
import { StateCache } from '../../src/platform/database/state-cache.js';
import { changesOf } from '../support/changes.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';
import { draftOf, namespace, pod, service } from '../support/drafts.js';

let test: OpenTestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
});
afterAll(() => test.close());

/** Each object is there in one of a few looks, or not at all. */
const looks: readonly (readonly unknown[])[] = [
  [namespace('a')],
  [pod('a', 'p'), pod('a', 'p', { ip: '10.0.0.2' }), pod('a', 'p', { uid: 'other' }), pod('a', 'p', { labels: { app: 'db' } })],
  [pod('a', 'q'), pod('a', 'q', { ip: '10.0.0.2' })],
  [service('a', 's'), service('a', 's', 81)],
  [service('b', 's'), service('b', 's', 81)],
];

const objects = fc.tuple(...looks.map((each) => fc.option(fc.constantFrom(...each), { nil: undefined }))).map((some) => some.filter((object) => object !== undefined));
const step = fc.oneof(
  { weight: 3, arbitrary: objects.map((stored) => ({ act: 'store' as const, stored })) },
  { weight: 2, arbitrary: fc.nat(20).map((which) => ({ act: 'delete' as const, which })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }).map((keepLast) => ({ act: 'retain' as const, keepLast })) },
);

/** What the store does, done plainly: every snapshot whole. */
type Model = Map<number, ClusterState>;

describe('the store agrees with whole copies', () => {
  it('after any sequence of storing, deleting and retaining', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const cluster = `model-${++run}`;
        const clusters = new ClusterStore(test.database);
        const snapshots = new SnapshotStore(test.database, new StateCache(0));
        await clusters.create({ name: cluster, source: { type: 'import' } });
        const model: Model = new Map();
        let last = 0;
        for (const each of steps) {
          const numbers = [...model.keys()];
          if (each.act === 'store') {
            const takenAt = new Date(Date.UTC(2026, 0, ++last));
            const draft = draftOf(each.stored);
            const { number } = await snapshots.store(cluster, draft, { takenAt, now: takenAt, label: null, source: { type: 'demo' } });
            expect(number).toBe(last);
            model.set(number, draftToState(draft, takenAt.toISOString()));
          } else if (each.act === 'delete' && numbers.length > 0) {
            const number = numbers[each.which % numbers.length] ?? 0;
            await snapshots.delete(cluster, number);
            model.delete(number);
          } else if (each.act === 'retain') {
            await snapshots.applyRetention(cluster, { keepLast: each.keepLast }, new Date(0));
            for (const number of numbers.slice(0, -each.keepLast)) model.delete(number);
          }
        }
        await compare(snapshots, cluster, model);
        await clusters.delete(cluster);
      }),
      { numRuns: 60 },
    );
  });
});

async function compare(snapshots: SnapshotStore, cluster: string, model: Model): Promise<void> {
  const numbers = [...model.keys()];
  const history = await snapshots.history(cluster, { limit: 100 });
  expect(history.items.map(({ number }) => number)).toEqual([...numbers].reverse());
  for (const [i, number] of numbers.entries()) {
    expect(await snapshots.state(cluster, number)).toEqual(model.get(number));
    const before = numbers[i - 1];
    expect(history.items.find((each) => each.number === number)).toMatchObject(countPairs(pairsOf(before === undefined ? undefined : model.get(before), model.get(number))));
    for (const other of numbers) expect(await changesOf(snapshots, cluster, number, other)).toEqual(pairsOf(model.get(number), model.get(other)));
  }
  for (const [kind, ns, name] of [['Namespace', '', 'a'], ['Pod', 'a', 'p'], ['Pod', 'a', 'q'], ['Service', 'b', 's'], ['Service', 'a', 'never']] as const) {
    expect(await snapshots.timeline(cluster, kind, ns, name)).toEqual(versionsOf(model, `${kind}\0${ns}\0${name}`));
  }
  expect(await orphans(cluster)).toEqual([]);
}

function byKey(state: ClusterState | undefined): Map<string, KubeObject> {
  const all = state === undefined ? [] : kindNames.flatMap<KubeObject>((kind) => state.objects[kind]);
  return new Map(all.map((object) => [keyOf(object), object]));
}

function keyOf(object: KubeObject): string {
  const { kind, namespace: ns, name } = encodeObject(object);
  return `${kind}\0${ns}\0${name}`;
}

function pairsOf(from: ClusterState | undefined, to: ClusterState | undefined): ObjectPair[] {
  const [before, after] = [byKey(from), byKey(to)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): ObjectPair[] => {
    const [was, became] = [before.get(key), after.get(key)];
    if (JSON.stringify(was) === JSON.stringify(became)) return [];
    const { kind, namespace: ns, name } = encodeObject((was ?? became) as KubeObject);
    const place = { kind, namespace: ns, name };
    if (was !== undefined && became !== undefined) return [{ ...place, before: was, after: became }];
    return [{ ...place, only: was === undefined ? 'after' : 'before', object: (was ?? became) as KubeObject }];
  });
}

function countPairs(pairs: readonly ObjectPair[]) {
  return {
    added: pairs.filter(({ only }) => only === 'after').length,
    removed: pairs.filter(({ only }) => only === 'before').length,
    changed: pairs.filter(({ only }) => only === undefined).length,
  };
}

function versionsOf(model: Model, key: string): ObjectVersion[] {
  const versions: { -readonly [P in keyof ObjectVersion]: ObjectVersion[P] }[] = [];
  let current: KubeObject | undefined;
  for (const [number, state] of model) {
    const object = byKey(state).get(key);
    if (JSON.stringify(object) === JSON.stringify(current)) continue;
    const open = versions.at(-1);
    if (current !== undefined && open !== undefined) open.to = number;
    if (object !== undefined) versions.push({ from: number, to: null, takenAt: state.takenAt, uid: encodeObject(object).uid, object });
    current = object;
  }
  return versions;
}

/** Rows that no kept snapshot needs. */
async function orphans(cluster: string): Promise<unknown[]> {
  return test.database.manager.query<unknown[]>(
    `WITH owner AS (SELECT id FROM cluster WHERE name = $1)
     SELECT v.kind, v.name FROM object_version v JOIN owner ON v.cluster_id = owner.id
     WHERE NOT EXISTS (SELECT FROM snapshot s WHERE s.cluster_id = owner.id AND s.number >= v.valid_from AND (v.valid_to IS NULL OR s.number < v.valid_to))
     UNION ALL
     SELECT 'template', t.text FROM template t JOIN owner ON t.cluster_id = owner.id
     WHERE NOT EXISTS (SELECT FROM object_version v WHERE v.cluster_id = owner.id AND v.template_id = t.id)`,
    [cluster],
  );
}
