import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedState, readCluster, stateFrom } from './state-from.js';
import { ClusterView, refOf, viewOf } from './view.js';

const pod = (name: string, labels: object, more: { owner?: object; ip?: string; namespace?: string } = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: more.namespace ?? 'shop', uid: name, labels, ...(more.owner && { ownerReferences: [{ controller: true, ...more.owner }] }) },
  spec: { containers: [] },
  status: { ...(more.ip !== undefined && { podIP: more.ip }) },
});
const slice = (name: string, of: string) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name, namespace: 'shop', labels: { 'kubernetes.io/service-name': of } }, addressType: 'IPv4' });
const view = (...raws: object[]) => new ClusterView(readCluster(raws));
const namesOf = (objects: readonly { readonly metadata: { readonly name: string } }[]) => objects.map(({ metadata }) => metadata.name);

describe('a view', () => {
  it.each([
    ['the same resource version', { Pod: '7', Service: '7' }, true],
    ['another one', { Pod: '7', Service: '8' }, false],
    ['none of one kind', { Pod: '7' }, true],
    ['none at all', {}, true],
  ])('tells whether two kinds are of one moment: %s', (_, resourceVersions, expected) => {
    const given = new ClusterView({ ...readCluster([]), resourceVersions });
    expect(given.areOfOneMoment('Pod', 'Service')).toBe(expected);
    expect(given.areOfOneMoment('Service', 'Pod')).toBe(expected);
  });

  it('lists objects by namespace and name, and finds one', () => {
    const given = view(pod('b', {}), pod('a', {}), pod('c', {}, { namespace: 'data' }), { kind: 'Node', metadata: { name: 'n' } });
    expect(namesOf(given.objects('Pod'))).toEqual(['c', 'a', 'b']);
    expect(namesOf(given.podsIn('shop'))).toEqual(['a', 'b']);
    expect(given.get('Pod', 'shop', 'a')?.metadata.uid).toBe('a');
    expect(given.get('Pod', 'data', 'a')).toBeUndefined();
    expect(given.get('Node', '', 'n')?.metadata.name).toBe('n');
    expect(given.objects('Ingress')).toEqual([]);
  });

  it('finds the pods that a Service selects, in its own namespace', () => {
    const given = view(pod('a', { app: 'web', tier: 'x' }), pod('b', { app: 'web' }), pod('c', { app: 'web', tier: 'x' }, { namespace: 'data' }));
    expect(namesOf(given.podsSelectedBy('shop', { app: 'web', tier: 'x' }))).toEqual(['a']);
    expect(namesOf(given.podsSelectedBy('shop', { app: 'web' }))).toEqual(['a', 'b']);
    expect(given.podsSelectedBy('shop', { app: 'web', zone: 'x' })).toEqual([]);
    expect(given.podsSelectedBy('shop', {})).toEqual([]);
    expect(given.podsSelectedBy('shop', undefined)).toEqual([]);
  });

  it('finds every pod of an address', () => {
    const given = view(pod('a', {}, { ip: '10.0.0.1' }), pod('b', {}, { ip: '10.0.0.1' }), pod('c', {}, { ip: '10.0.0.2' }));
    expect(namesOf(given.podsByIP('10.0.0.1'))).toEqual(['a', 'b']);
    expect(given.podsByIP('10.0.0.9')).toEqual([]);
  });

  it('finds the slices of a Service by their label', () => {
    expect(namesOf(view(slice('x', 'web'), slice('y', 'db')).slicesOf({ metadata: { namespace: 'shop', name: 'web' } }))).toEqual(['x']);
  });

  it('tells the labels of a namespace that it holds, and nothing of another', () => {
    const given = view({ kind: 'Namespace', metadata: { name: 'shop', uid: 'u', labels: { team: 'a' } } }, { kind: 'Namespace', metadata: { name: 'bare', uid: 'v' } });
    expect(given.namespaceLabels('shop')).toEqual({ team: 'a' });
    expect(given.namespaceLabels('bare')).toEqual({});
    expect(given.namespaceLabels('other')).toBeUndefined();
  });

  it('knows how far it covers a kind', () => {
    const state = readCluster([pod('a', {})]);
    const given = new ClusterView({ ...state, coverage: { ...state.coverage, Pod: { state: 'collected' }, Node: { state: 'collected', namespaces: [] }, Service: { state: 'collected', namespaces: ['shop'] }, Secret: { state: 'unreadable' } } });
    expect([given.covers('Pod'), given.covers('Pod', 'any')]).toEqual([true, true]);
    expect([given.covers('Service'), given.covers('Service', 'shop'), given.covers('Service', 'data')]).toEqual([false, true, false]);
    expect([given.covers('Node'), given.covers('Node', 'shop'), given.covers('Secret'), given.covers('Ingress')]).toEqual([false, false, false, false]);
  });

  it.each<[string, object[], object]>([
    ['itself', [], { kind: 'Pod', namespace: 'shop', name: 'a' }],
    [
      'the Deployment above its ReplicaSet',
      [{ owner: { kind: 'ReplicaSet', name: 'web-1' } }, { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web-1', namespace: 'shop', uid: 'r', ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] }, spec: { template: { spec: {} } } }],
      { kind: 'Deployment', namespace: 'shop', name: 'web' },
    ],
    ['the Deployment that the name of a ReplicaSet tells, where that is not there', [{ owner: { kind: 'ReplicaSet', name: 'web-5d4f' } }], { kind: 'Deployment', namespace: 'shop', name: 'web' }],
    ['an owner of any other kind', [{ owner: { kind: 'Rollout', name: 'web' } }], { kind: 'Rollout', namespace: 'shop', name: 'web' }],
  ])('names as the workload of a pod %s', (_, [more = {}, ...others], expected) => {
    const given = view(pod('a', { 'pod-template-hash': '5d4f' }, more), ...others);
    expect(given.podsIn('shop').map((each) => given.workloadOf(each))).toEqual([expected]);
  });

  it('ends where owners own each other', () => {
    const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'r', namespace: 'shop', uid: 'r', ownerReferences: [{ kind: 'ReplicaSet', name: 'r', controller: true }] }, spec: { template: { spec: {} } } };
    const given = view(pod('a', {}, { owner: { kind: 'ReplicaSet', name: 'r' } }), replicaSet);
    expect(given.podsIn('shop').map((each) => given.workloadOf(each))).toEqual([{ kind: 'ReplicaSet', namespace: 'shop', name: 'r' }]);
  });
});

describe('the view of a state that was made of another', () => {
  /** Enough that a few of them are few among many. */
  const keys = Array.from({ length: 60 }, (_, i) => [`team-${i % 3}`, `web-${i}`] as const);
  const ips = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const few = fc.uniqueArray(fc.record({ key: fc.constantFrom(...keys), ip: fc.option(fc.constantFrom(...ips), { nil: undefined }) }), { selector: ({ key }) => key, maxLength: 4 });
  const podsWith = (each: readonly { readonly key: readonly [string, string]; readonly ip: string }[]) =>
    readCluster(each.map(({ key: [namespace, name], ip }) => pod(name, {}, { namespace, ip })));

  it('finds the same pods of an address as one of its own, and the other finds what it found', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ips), { minLength: 55, maxLength: 60 }), fc.array(few, { minLength: 1, maxLength: 4 }), (first, rounds) => {
        let state = podsWith(first.map((ip, i) => ({ key: keys[i]!, ip })));
        const seen = [{ state, view: viewOf(state) }];
        for (const round of rounds) {
          viewOf(state).podsByIP('');
          const changes = round.map(({ key, ip }) => {
            const [after] = ip === undefined ? [] : podsWith([{ key, ip }]).objects.Pod;
            return { kind: 'Pod' as const, namespace: key[0], name: key[1], ...(after !== undefined && { after }) };
          });
          state = changedState(state, state, changes);
          seen.push({ state, view: viewOf(state) });
        }
        for (const { state: each, view: made } of seen) {
          const own = new ClusterView({ ...each });
          for (const ip of [...ips, '']) expect(made.podsByIP(ip)).toEqual(own.podsByIP(ip));
        }
      }),
    );
  });
});

describe('refOf', () => {
  it('has a namespace just where the kind has one', () => {
    const { objects } = readCluster([pod('a', {}), { kind: 'Node', metadata: { name: 'n' } }]);
    expect([...objects.Pod, ...objects.Node].map(refOf)).toEqual([{ kind: 'Pod', namespace: 'shop', name: 'a' }, { kind: 'Node', name: 'n' }]);
  });
});

describe('stateFrom', () => {
  it('takes the later of two objects with one name, and sorts', () => {
    const [state, other] = [readCluster([pod('b', {}), pod('a', {})]), readCluster([pod('a', { is: 'later' })])];
    const merged = stateFrom(state, [...state.objects.Pod].reverse().concat(other.objects.Pod));
    expect(merged.objects.Pod.map(({ metadata }) => [metadata.name, metadata.labels])).toEqual([['a', { is: 'later' }], ['b', undefined]]);
  });
});
