import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindNames, type KubeObject } from '../cluster/index.js';
import { pairOf, pairsOf, service } from './pairs.table.js';
import { patchObjects, type PatchOperation } from './patch.js';

describe('patchObjects', () => {
  it.each<{ name: string; before: object[]; after: object[]; patch: PatchOperation[] }>([
    { name: 'an object that is gone', before: [service('web')], after: [], patch: [{ op: 'remove', path: '/Service/shop~1web' }] },
    {
      name: 'a field within a list',
      before: [service('web', { ports: [{ port: 80 }, { port: 443 }] })],
      after: [service('web', { ports: [{ port: 80 }, { port: 443, targetPort: 'https' }] })],
      patch: [{ op: 'replace', path: '/Service/shop~1web/spec/ports/1/targetPort', value: 'https' }],
    },
    {
      name: 'a label with a slash and a tilde in its key',
      before: [service('web', {}, { labels: { 'a/b~c': '1' } })],
      after: [service('web', {}, { labels: { 'a/b~c': '2' } })],
      patch: [{ op: 'replace', path: '/Service/shop~1web/metadata/labels/a~1b~0c', value: '2' }],
    },
    {
      name: 'a cluster-scoped object',
      before: [],
      after: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
      patch: [{ op: 'add', path: '/Namespace/shop', value: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } } }],
    },
  ])('patches $name', ({ before, after, patch }) => {
    expect(patchObjects(pairsOf(before, after))).toMatchObject(patch);
    expect(patchObjects(pairsOf(before, after))).toHaveLength(patch.length);
  });

  const json = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>(1, 2, 'a', '', false), fc.array(tie('value'), { maxLength: 4 }), tie('record')),
    record: fc.dictionary(fc.constantFrom('a', 'b/c', '~d', '', '0'), tie('value'), { maxKeys: 3 }),
  })).record;

  it('applied to the one state, gives the other', () => {
    const state = fc.dictionary(fc.constantFrom('web', 'cart', 'db'), json, { maxKeys: 3 });
    fc.assert(
      fc.property(state, state, (before, after) => {
        const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
        const pairs = names.map((name) => pairOf({ kind: 'Service', namespace: 'shop', name }, before[name] as KubeObject | undefined, after[name] as KubeObject | undefined));
        expect(applyPatch(documentOf(before), patchObjects(pairs))).toEqual(documentOf(after));
      }),
      { numRuns: 2000 },
    );
  });

  it('is empty between equal objects', () => {
    expect(patchObjects([{ kind: 'Service', namespace: 'shop', name: 'web', before: json as unknown as KubeObject, after: json as unknown as KubeObject }])).toEqual([]);
  });
});

function documentOf(services: Readonly<Record<string, unknown>>): unknown {
  const named = Object.fromEntries(Object.entries(services).map(([name, value]) => [`shop/${name}`, value]));
  return { ...Object.fromEntries(kindNames.map((kind) => [kind, {}])), Service: named };
}

/** RFC 6902 for `add`, `remove` and `replace`, written from its text and nothing else. */
function applyPatch(document: unknown, operations: readonly PatchOperation[]): unknown {
  const result: unknown = structuredClone(document);
  for (const operation of operations) {
    const steps = operation.path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop()!;
    let target = result as Record<string, unknown> | unknown[];
    for (const step of steps) {
      const next = Array.isArray(target) ? target[Number(step)] : target[step];
      if (typeof next !== 'object' || next === null) throw new Error(`no such place: ${operation.path}`);
      target = next as Record<string, unknown> | unknown[];
    }
    if (Array.isArray(target)) {
      const at = Number(last);
      if (at > target.length || (operation.op !== 'add' && at === target.length)) throw new Error(`no such item: ${operation.path}`);
      if (operation.op === 'add') target.splice(at, 0, structuredClone(operation.value));
      else if (operation.op === 'remove') target.splice(at, 1);
      else target[at] = structuredClone(operation.value);
    } else {
      if (operation.op !== 'add' && !Object.hasOwn(target, last)) throw new Error(`no such member: ${operation.path}`);
      if (operation.op === 'remove') delete target[last];
      else target[last] = structuredClone(operation.value);
    }
  }
  return result;
}
