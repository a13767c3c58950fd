import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { normalizeObject, specOf, type KindName } from '../../../src/core/cluster/index.js';
import { capturedResources } from '../../../src/platform/kubernetes/index.js';
import { TestApp } from '../../support/app.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { corefile, nodeCount, podCount } from '../bench/scenario.js';
import { observe, type Observation } from './observed.js';
import { changesBetween, nameOf, sorted, type Change } from './observed-changes.js';
import { settled } from './setup.js';
import { tell } from './tell.js';

const otherCorefile = '.:53 {\n    errors\n    kubernetes cluster.local\n    forward . 192.0.2.53\n}\n';

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

interface ObjectsDiff {
  readonly changes: readonly Change[];
  readonly warnings: readonly string[];
}

interface FindingsDiff {
  readonly unchanged: readonly { readonly rule: string; readonly subject: { readonly kind: string; readonly namespace: string; readonly name: string } }[];
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

async function changesSince(snapshot: Snapshot): Promise<readonly Change[]> {
  return (await app.get<ObjectsDiff>(`/v1/clusters/bench/diff?from=${snapshot.number}&to=latest`)).changes;
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
    const { items } = await cluster.json<{ items: { metadata: { name: string }; status: { conditions: object[] } }[] }>('get', 'nodes');
    for (const { metadata, status } of items) {
      const conditions = status.conditions.map((condition) => ({ ...condition, lastHeartbeatTime: '2030-01-01T00:00:00Z' }));
      expect((await cluster.request('PATCH', `/api/v1/nodes/${metadata.name}/status`, { status: { conditions } })).status).toBe(200);
    }
    const after = await capture();
    expect(after.resourceVersions['Node']).not.toBe(before.resourceVersions['Node']);
    expect(await changesSince(before)).toEqual([]);
    await tell({ component: 'kube-apiserver', scenario: 'captured twice with heartbeats between: no change', questions: 1, differences: [] });
  });

  it('after changes tells exactly these and what the controllers made of them, field by field', async () => {
    const before = await captureAtRest();
    const leaving = (await cluster.kubectl('-n', 'team-0', 'get', 'pod', 'db-0', '-o', 'jsonpath={.spec.nodeName}')).trim();
    await change(leaving);
    await settled(cluster, podCount + 2 - 1);
    const after = await captureAtRest();
    const expected = changesBetween(before.observed, after.observed);

    const diff = await app.get<ObjectsDiff>(`/v1/clusters/bench/diff?from=${before.snapshot.number}&to=${after.snapshot.number}`);
    expect(diff.warnings).toEqual([]);
    expect(diff.changes.map(nameOf).sort()).toEqual(expected.map(nameOf).sort());
    expect(sorted(diff.changes)).toEqual(expected);

    // What was meant, in so many words: neither side of the comparison may have lost it.
    const fieldsOf = (name: string) => expected.find((each) => nameOf(each) === name)?.fields;
    expect(fieldsOf(`Node ${leaving} removed`)).toEqual([]);
    expect(fieldsOf('Deployment team-3/app-3 changed')).toContainEqual({ field: 'spec.replicas', before: 48, after: 50 });
    expect(fieldsOf('Service team-0/app-0 changed')).toEqual([
      { field: 'spec.ports[80,TCP]', before: { name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' } },
      { field: 'spec.ports[8080,TCP]', after: { name: 'http', protocol: 'TCP', port: 8080, targetPort: 'http' } },
    ]);
    expect(fieldsOf('ConfigMap kube-system/coredns changed')).toEqual([{ field: 'data.Corefile', before: corefile, after: otherCorefile }]);
    expect(fieldsOf('Pod team-0/db-0 replaced')).toContainEqual(expect.objectContaining({ field: 'spec.nodeName', before: leaving }));
    expect(fieldsOf('DaemonSet kube-system/agent changed')).toContainEqual({ field: 'status.numberReady', before: nodeCount, after: nodeCount - 1 });
    expect(fieldsOf('EndpointSlice team-3/app-3 changed')?.length).toBeGreaterThanOrEqual(2);
    await tell({ component: 'kube-controller-manager', scenario: 'a Deployment scaled, the port of a Service and the Corefile changed, a node removed: the diff, change by change and field by field, against what kubectl shows before and after', questions: 4, differences: [] });

    // All of it was mended by the controllers, and the Ingress of team-0 names the port that moved: nothing became wrong.
    const findings = await app.get<FindingsDiff>(`/v1/clusters/bench/diff?from=${before.snapshot.number}&to=${after.snapshot.number}&view=findings`);
    expect(findings).toMatchObject({ introduced: [], fixed: [], undecided: [] });
    expect(findings.unchanged.map(({ rule, subject }) => `${rule} ${subject.kind} ${subject.namespace}/${subject.name}`)).toEqual(['controller-absent IngressClass undefined/nginx', 'selector-matches-nothing Service team-2/nobody', 'external-local-blackhole Service team-1/port']);
    await tell({ component: 'kube-controller-manager', scenario: 'the same: no finding introduced, none fixed', questions: 1, differences: [] });
  });
});

async function change(leaving: string): Promise<void> {
  await cluster.kubectl('-n', 'team-3', 'scale', 'deployment', 'app-3', '--replicas=50');
  await cluster.kubectl('-n', 'team-0', 'patch', 'service', 'app-0', '--type=json', '-p', '[{"op":"replace","path":"/spec/ports/0/port","value":8080}]');
  await cluster.apply([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: otherCorefile } }], '--force-conflicts');
  await cluster.kubectl('delete', 'node', leaving);
  // What the garbage collector of pods does some minutes later, if it has not yet.
  const { items } = await cluster.json<{ items: { metadata: { namespace: string; name: string } }[] }>('get', 'pods', '-A', '--field-selector', `spec.nodeName=${leaving}`);
  for (const { metadata } of items) await cluster.kubectl('-n', metadata.namespace, 'delete', 'pod', metadata.name, '--wait=false', '--force', '--grace-period=0', '--ignore-not-found');
}

/** A capture, and what kubectl lists at the same time: taken anew where something still moved between the two looks around it. */
async function captureAtRest(): Promise<{ readonly snapshot: Snapshot; readonly observed: Observation }> {
  for (let observed = await observe(cluster); ; ) {
    const snapshot = await capture();
    const then = await observe(cluster);
    if (changesBetween(observed, then).length === 0) return { snapshot, observed: then };
    observed = then;
  }
}

/** Every object under its name: lists that differ in order are the same. */
function byName(objects: readonly object[]): Record<string, object> {
  const named = objects as readonly { readonly kind: KindName; readonly metadata: { readonly namespace?: string; readonly name: string } }[];
  return Object.fromEntries(named.map((object) => [`${specOf(object.kind).kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]));
}
