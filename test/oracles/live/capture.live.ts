import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { normalizeObject, specOf, type KindName } from '../../../src/core/cluster/index.js';
import { capturedResources } from '../../../src/platform/kubernetes/index.js';
import { TestApp } from '../../support/app.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { nodeCount, nodeName, podCount } from '../bench/scenario.js';
import { settled } from './setup.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));
let app: TestApp;

interface Snapshot {
  readonly number: number;
  readonly kubernetesVersion: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly coverage: Readonly<Record<string, string>>;
  readonly resourceVersions: Readonly<Record<string, string>>;
  readonly warnings: readonly object[];
}

interface Change {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: string;
}

beforeAll(async () => {
  app = await TestApp.start({ demo: false, env: { KUBECONFIG: cluster.kubeconfig } });
  await app.send({ method: 'POST', url: '/v1/clusters', payload: { name: 'bench', source: { type: 'kubeconfig' } } });
});
afterAll(() => app.close());

async function capture(): Promise<Snapshot> {
  const { status, text, json } = await app.send({ method: 'POST', url: '/v1/clusters/bench/snapshots' });
  expect([status, text]).toEqual([201, expect.anything()]);
  return json<Snapshot>();
}

async function objectsOf(snapshot: Snapshot, kind: KindName): Promise<object[]> {
  const objects: object[] = [];
  let cursor = '';
  do {
    const page = await app.get<{ items: object[]; next: string | null }>(`/v1/clusters/bench/snapshots/${snapshot.number}/objects?kind=${kind}&limit=1000${cursor}`);
    objects.push(...page.items);
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return objects;
}

async function changesSince(snapshot: Snapshot): Promise<Change[]> {
  const diff = await app.get<{ changes: Change[] }>(`/v1/clusters/bench/diff?from=${snapshot.number}&to=latest`);
  return diff.changes;
}

describe('a capture of a real cluster', () => {
  it('holds what kubectl lists, kind by kind and field by field', async () => {
    const snapshot = await capture();
    expect(snapshot).toMatchObject({ kubernetesVersion: 'v1.37.2', warnings: [], counts: { Node: nodeCount, Pod: podCount } });
    const listed = capturedResources.filter(({ named }) => named === undefined);
    let compared = 0;
    for (const { kind, group, plural } of listed) {
      const found = await cluster.json<{ items: object[] }>('get', group === '' ? plural : `${plural}.${group}`, '-A').catch(() => undefined);
      expect([kind, snapshot.coverage[kind]]).toEqual([kind, found === undefined ? 'absent' : 'collected']);
      if (found === undefined) continue;
      const expected = found.items.map((item) => normalizeObject(item)).flatMap((each) => (each.outcome === 'kept' ? [each.object] : []));
      expect(byName(await objectsOf(snapshot, kind))).toEqual(byName(expected));
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(18);
    expect(snapshot.coverage['Secret']).toBe('absent');
    await tell({ component: 'kube-apiserver', scenario: `a cluster of ${nodeCount} nodes and ${podCount} pods captured, against what kubectl lists`, questions: compared, differences: [] });
  });

  it('is of one instant', async () => {
    const { resourceVersions, counts } = await capture();
    expect(new Set(Object.values(resourceVersions)).size).toBe(1);
    expect(Object.keys(resourceVersions)).toEqual(expect.arrayContaining(Object.keys(counts).filter((kind) => kind !== 'ConfigMap')));
    await tell({ component: 'kube-apiserver', scenario: 'all lists answered at one resourceVersion', questions: Object.keys(resourceVersions).length, differences: [] });
  });

  it('of a cluster in which nothing happened but heartbeats tells no change', async () => {
    const before = await capture();
    for (let i = 0; i < nodeCount; i++) {
      const node = await cluster.json<{ status: { conditions: object[] } }>('get', 'node', nodeName(i));
      const conditions = node.status.conditions.map((condition) => ({ ...condition, lastHeartbeatTime: '2030-01-01T00:00:00Z' }));
      expect((await cluster.request('PATCH', `/api/v1/nodes/${nodeName(i)}/status`, { status: { conditions } })).status).toBe(200);
    }
    const after = await capture();
    expect(after.resourceVersions['Node']).not.toBe(before.resourceVersions['Node']);
    expect(await changesSince(before)).toEqual([]);
    await tell({ component: 'kube-apiserver', scenario: 'captured twice with heartbeats between: no change', questions: 1, differences: [] });
  });

  it('after changes tells exactly these and what the controllers made of them', async () => {
    const before = await capture();
    const podsOn = async (node: string) => (await cluster.json<{ items: { metadata: { namespace: string; name: string } }[] }>('get', 'pods', '-A', '--field-selector', `spec.nodeName=${node}`)).items;
    const leaving = nodeName(nodeCount - 1);
    const gone = (await podsOn(leaving)).map(({ metadata }) => `Pod ${metadata.namespace}/${metadata.name}`);
    await cluster.kubectl('-n', 'team-3', 'scale', 'deployment', 'app-3', '--replicas=50');
    await cluster.kubectl('-n', 'team-0', 'patch', 'service', 'app-0', '--type=json', '-p', '[{"op":"replace","path":"/spec/ports/0/port","value":8080}]');
    await cluster.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: '.:53 {\n    errors\n    kubernetes cluster.local\n    forward . 192.0.2.53\n}\n' } }], '--force-conflicts');
    await cluster.kubectl('delete', 'node', leaving);
    // What the garbage collector of pods does some minutes later.
    for (const { metadata } of await podsOn(leaving)) await cluster.kubectl('-n', metadata.namespace, 'delete', 'pod', metadata.name, '--wait=false', '--force', '--grace-period=0');
    await settled(cluster, podCount + 2 - 1);
    await capture();
    const changes = await changesSince(before);
    const kinds = (change: string) => changes.filter((each) => each.change === change).map(({ kind, namespace, name }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`);
    expect(kinds('removed').sort()).toEqual([`Node ${leaving}`, ...gone].sort());
    expect(kinds('changed')).toEqual(expect.arrayContaining(['ConfigMap kube-system/coredns', 'Deployment team-3/app-3', 'Service team-0/app-0']));
    const owners = new Set(gone.map((pod) => pod.replace(/-[^-]+(-[^-]+)?$/, '')));
    const added = kinds('added').filter((each) => !each.startsWith('Pod '));
    expect(added).toEqual([]);
    expect(kinds('added')).toHaveLength(gone.length - 1 + 2);
    const unforeseen = kinds('changed').filter((each) => !/^(ConfigMap kube-system\/coredns|Deployment |ReplicaSet |DaemonSet kube-system\/agent|StatefulSet team-0\/db|EndpointSlice |Endpoints |Service team-0\/app-0|Node )/.test(each));
    expect(unforeseen).toEqual([]);
    expect(owners.size).toBeGreaterThan(0);
    await tell({ component: 'kube-controller-manager', scenario: 'a Deployment scaled, the port of a Service and the Corefile changed, a node removed: the diff', questions: 4, differences: [] });
  });
});

/** Every object under its name: lists that differ in order are the same. */
function byName(objects: readonly object[]): Record<string, object> {
  const named = objects as readonly { readonly kind: KindName; readonly metadata: { readonly namespace?: string; readonly name: string } }[];
  return Object.fromEntries(named.map((object) => [`${specOf(object.kind).kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]));
}
