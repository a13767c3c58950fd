import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finish } from '../analysis/index.js';
import { DigestTable, keyOf } from './draft-difference.js';
import type { EncodedObject } from './draft.js';
import { sortBy } from './shape.js';
import { kindNames } from './kinds/catalogue.js';
import { DraftBuilder } from './draft-builder.js';

const object = (name: string, digest: string, kind: EncodedObject['kind'] = 'Pod', namespace = 'shop'): EncodedObject => ({ kind, namespace, name, uid: null, template: '', body: '', digest });

function tableOf(stored: readonly EncodedObject[]): DigestTable {
  const table = new DigestTable();
  for (const { kind, namespace, name, digest } of stored) table.add([kind, namespace, name, digest]);
  return table;
}

function difference(stored: readonly EncodedObject[], read: readonly EncodedObject[]) {
  const found = finish(tableOf(stored).differenceSteps(read));
  expect(inAnyOrder(stored, read)).toEqual(found);
  return found;
}

/** The same, of objects that come the other way round. */
function inAnyOrder(stored: readonly EncodedObject[], read: readonly EncodedObject[]) {
  const table = tableOf(stored);
  for (const each of [...read].reverse()) table.meet(keyOf(each), each);
  return table.difference(new Map(kindNames.map((kind) => [kind, read.filter((each) => each.kind === kind).length])));
}

describe('the difference of a draft from a stored snapshot', () => {
  it('tells what came, what is otherwise and what went, and counts what is there', () => {
    const stored = [object('node', '1', 'Node', ''), object('a', '1'), object('b', '1'), object('c', '1')];
    const [b, c, d] = [object('b', '2'), object('c', '1'), object('d', '1')];
    expect(difference(stored, [object('node', '1', 'Node', ''), b, c, d])).toEqual({
      counts: { Node: 1, Pod: 3 },
      added: [d],
      changed: [b],
      removed: [{ kind: 'Pod', namespace: 'shop', name: 'a' }],
    });
  });

  it('tells objects of one name in two namespaces, or of two kinds, apart', () => {
    const stored = [object('a', '1', 'Service', 'x'), object('a', '1', 'Service', 'y'), object('a', '1', 'Pod', 'x')];
    expect(difference(stored, [object('a', '1', 'Service', 'x')]).removed).toEqual([
      { kind: 'Service', namespace: 'y', name: 'a' },
      { kind: 'Pod', namespace: 'x', name: 'a' },
    ]);
  });

  it('leads from the one to the other', () => {
    const objects = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), digest: fc.constantFrom('1', '2') }), { selector: ({ name }) => name });
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        const draft = sortBy(after, ({ name }) => name).map(({ name, digest }) => object(name, digest));
        const { added, changed, removed } = difference(before.map(({ name, digest }) => object(name, digest)), draft);
        const state = new Map<string, string>(before.map(({ name, digest }) => [name, digest]));
        for (const { name } of removed) expect(state.delete(name)).toBe(true);
        for (const { name, digest } of added) {
          expect(state.has(name)).toBe(false);
          state.set(name, digest);
        }
        for (const { name, digest } of changed) {
          expect(state.has(name) && state.get(name) !== digest).toBe(true);
          state.set(name, digest);
        }
        expect(state).toEqual(new Map<string, string>(after.map(({ name, digest }) => [name, digest])));
      }),
    );
  });
});

describe('a draft that is compared while it is read', () => {
  const pods = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), ip: fc.constantFrom('10.0.0.1', '10.0.0.2'), resourceVersion: fc.constantFrom('1', '2') }), { maxLength: 8 });
  const pod = ({ name, ip, resourceVersion }: { readonly name: string; readonly ip: string; readonly resourceVersion: string }) => ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', uid: name, resourceVersion } },
    ...{ spec: { containers: [{ name: 'app' }] }, status: { podIP: ip } },
  });

  it('differs as it does when it is compared in the end, from whenever on, and where a list began anew', () => {
    fc.assert(
      fc.property(pods, pods, pods, fc.nat(20), (before, inVain, read, from) => {
        const stored = new DraftBuilder();
        for (const each of before) stored.object(pod(each), {});
        const { objects } = stored.finish();
        const [builder, whole, table] = [new DraftBuilder(), new DraftBuilder(), tableOf(objects)];
        const steps = [
          ...inVain.map((each) => (into: DraftBuilder) => into.object(pod(each), {})),
          (into: DraftBuilder) => into.forget('Pod'),
          ...read.map((each) => (into: DraftBuilder) => into.object(pod(each), {})),
        ];
        const begin = Math.min(from, steps.length);
        steps.forEach((step, i) => {
          if (i === begin) builder.compareWith(table);
          step(builder);
          step(whole);
        });
        if (begin === steps.length) builder.compareWith(table);
        expect(builder.finishCompared(table).difference).toEqual(finish(tableOf(objects).differenceSteps(whole.finish().objects)));
      }),
    );
  });
});
