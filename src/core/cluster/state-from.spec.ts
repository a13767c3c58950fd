import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedState, readCluster, stateFrom } from './state-from.js';
import type { KubeObject } from './kinds/catalogue.js';

const about = { kubernetesVersion: null, takenAt: '2026-01-01T00:00:00Z', coverage: readCluster([]).coverage };

/** Few names, so that two sets of pods meet; some are the beginning of others, in another namespace or in the same. */
const pods = fc.dictionary(fc.constantFrom('a/a', 'a/a-b', 'a/b', 'a-b/a', 'ab/a', 'b/a', 'b/z', 'b/za'), fc.constantFrom('10.0.0.1', '10.0.0.2'));

function podsOf(byName: Readonly<Record<string, string>>): readonly KubeObject[] {
  return readCluster(
    Object.entries(byName).map(([key, podIP]) => {
      const [namespace, name] = key.split('/');
      return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name }, spec: { containers: [{ name: 'app' }] }, status: { podIPs: [{ ip: podIP }] } };
    }),
  ).objects.Pod;
}

describe('a state that is made of another one', () => {
  it('is the one that its objects give, and leaves the other as it was', () => {
    fc.assert(
      fc.property(pods, pods, (was, is) => {
        const before = stateFrom(about, podsOf(was));
        const held = [...before.objects.Pod];
        const changes = [...new Set([...Object.keys(was), ...Object.keys(is)])]
          .filter((key) => was[key] !== is[key])
          .map((key) => {
            const [namespace = '', name = ''] = key.split('/');
            const [after] = key in is ? podsOf({ [key]: is[key] as string }) : [];
            return { kind: 'Pod' as const, namespace, name, ...(after !== undefined && { after }) };
          });
        expect(changedState(before, about, changes)).toEqual(stateFrom(about, podsOf(is)));
        expect(before.objects.Pod).toEqual(held);
      }),
    );
  });
});
