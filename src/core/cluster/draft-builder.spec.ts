import { describe, expect, it } from 'vitest';
import { decodeObject } from './codec.js';
import { DraftBuilder, type ListEnd } from './draft-builder.js';
import type { SnapshotDraft } from './draft.js';
import type { Hint } from './hint.js';
import type { KubeObject, ObjectOf } from './kinds/catalogue.js';

const labels = { app: 'web' };
const service = (name: string, more: object = {}, namespace = 'shop') => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace, ...more }, spec: { ports: [{ port: 80 }] } });
const pod = (name: string, more: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop', ...more }, spec: { containers: [{ name: 'a' }] } });
const workload = (kind: string, spec: object = {}, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web', namespace: 'shop', ...more },
  spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'a', image: 'web:1' }] } }, ...spec },
});

type Placed = readonly [raw: object, hint: Hint];

const isPlaced = (raw: object | null): raw is Placed => Array.isArray(raw);

function draftOf(...raws: (object | null | Placed)[]): SnapshotDraft {
  const builder = new DraftBuilder();
  for (const raw of raws) {
    if (isPlaced(raw)) builder.object(...raw);
    else builder.object(raw, {});
  }
  return builder.finish();
}

function listed(...ends: Partial<ListEnd>[]): SnapshotDraft {
  const builder = new DraftBuilder();
  for (const end of ends) builder.list({ kinds: [], namespaces: [], count: 0, unreadable: 0, ...end });
  return builder.finish();
}

function objectsOf(draft: SnapshotDraft): KubeObject[] {
  return draft.objects.map(({ kind, template, body }) => decodeObject(kind, template, body));
}

function derivedOf(...raws: object[]): ObjectOf<'Pod'>[] {
  return objectsOf(draftOf(...raws)).filter((each): each is ObjectOf<'Pod'> => each.kind === 'Pod' && each.derivedFrom !== undefined);
}

describe('the objects of a draft', () => {
  it('are sorted by kind, namespace and name', () => {
    const { objects } = draftOf(service('b'), service('a', {}, 'zoo'), service('a'), pod('z'));
    expect(objects.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual(['Pod shop/z', 'Service shop/a', 'Service shop/b', 'Service zoo/a']);
  });

  it('stand once when they were read twice, without a word if they are the same', () => {
    const { objects, warnings } = draftOf(service('a'), service('a', { resourceVersion: '2' }));
    expect(objects).toHaveLength(1);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['the newer one', '10', '9', 'first'],
    ['the newer one, also when it comes later', '9', '10', 'second'],
    ['the later one where none is newer', undefined, undefined, 'second'],
  ])('are, of two that differ, %s', (_, first, second, expected) => {
    const draft = draftOf(service('a', { resourceVersion: first, labels: { is: 'first' } }), service('a', { resourceVersion: second, labels: { is: 'second' } }));
    expect(objectsOf(draft)).toMatchObject([{ metadata: { labels: { is: expected } } }]);
    expect(draft.warnings).toMatchObject([{ object: { kind: 'Service', namespace: 'shop', name: 'a' }, detail: expect.stringContaining('more than once') as string }]);
  });

  it('are counted where no analysis reads them', () => {
    expect(draftOf({ kind: 'Secretive', metadata: {} }, { kind: 'Event' }, { kind: 'Event' }).ignored).toEqual({ Event: 2, Secretive: 1 });
  });
});

describe('coverage', () => {
  const live = { uid: 'u' };
  const found = (name: string, namespace = 'shop') => service(name, live, namespace);
  const ofServices = { kind: 'Service', apiVersion: 'v1' };
  const [whole, nowhere, inShop] = [{ state: 'collected' }, { state: 'collected', namespaces: [] }, { state: 'collected', namespaces: ['shop'] }];

  it.each<[string, SnapshotDraft, object]>([
    ['a manifest vouches for its kind', draftOf(service('a')), whole],
    ['a manifest beside objects of a cluster vouches for nothing', draftOf(service('a'), pod('a', live)), nowhere],
    ['an object of a cluster vouches for nothing but itself', draftOf(found('a')), nowhere],
    ['so does one that was trimmed and still names its owner', draftOf(service('a', { ownerReferences: [{ kind: 'Web', name: 'a' }] })), nowhere],
    ['so does one that was trimmed, in a place that tells its namespace', draftOf([service('a'), { namespace: 'shop' }]), nowhere],
    ['a list that was asked for all namespaces vouches for all', listed({ ...ofServices, namespace: '', namespaces: ['shop'] }), whole],
    ['a list that was asked for one namespace vouches for that, whatever it holds', listed({ ...ofServices, namespace: 'shop', namespaces: ['data', 'zoo'] }), inShop],
    ['so does an empty one', listed({ ...ofServices, namespace: 'shop' }), inShop],
    ['a list of several namespaces was asked for all', listed({ ...ofServices, namespaces: ['shop', 'zoo'] }), whole],
    ['a list of one namespace vouches for that', listed({ ...ofServices, namespaces: ['shop'] }), inShop],
    ['an empty list may be of any namespace', listed(ofServices), nowhere],
    ['a list of mixed kinds vouches for each, by the namespaces of all', listed({ kinds: ['Pod', 'Service'], namespaces: ['shop', 'zoo'] }), whole],
    ['a list of mixed kinds in one namespace vouches for that', listed({ kinds: ['Pod', 'Service'], namespaces: ['shop'] }), inShop],
    ['several lists of one namespace each vouch for those, sorted', listed({ ...ofServices, namespaces: ['zoo'] }, { ...ofServices, namespace: 'shop' }), { state: 'collected', namespaces: ['shop', 'zoo'] }],
    ['a list of everything goes before those of one namespace', listed({ ...ofServices, namespaces: ['shop'] }, { ...ofServices, namespace: '' }), whole],
    ['a list that was cut off vouches for nothing', listed({ ...ofServices, namespace: '', continueToken: 'x', remainingItemCount: 7 }), { state: 'unreadable' }],
    ['nor does one with items that could not be parsed', listed({ ...ofServices, unreadable: 1 }), { state: 'unreadable' }],
    ['nor one of mixed kinds', listed({ kinds: ['Service'], namespaces: ['shop', 'zoo'], unreadable: 1 }), { state: 'unreadable' }],
    ['nor does an object that cannot be read', draftOf(service('a'), { kind: 'Service', metadata: { name: 'b' } }), { state: 'unreadable' }],
    ["a list of somebody else's kind of that name says nothing", listed({ kind: 'Service', apiVersion: 'serving.knative.dev/v1', namespace: '' }), { state: 'absent' }],
    ['nothing was there', draftOf(pod('a')), { state: 'absent' }],
  ])('%s', (_, { coverage }, expected) => expect(coverage.Service).toEqual(expected));

  it.each<[string, SnapshotDraft, object]>([
    ['a list is whole', listed({ kind: 'Node', apiVersion: 'v1' }), whole],
    ['a list of mixed kinds is whole', listed({ kinds: ['Node', 'Pod'], namespaces: ['shop'] }), whole],
    ['one object is not', draftOf({ kind: 'Node', metadata: { name: 'n', uid: 'u' } }), nowhere],
  ])('of a cluster-scoped kind: %s', (_, { coverage }, expected) => expect(coverage.Node).toEqual(expected));

  it('has an entry for a ConfigMap of which nothing was kept', () => {
    const configMap = { kind: 'ConfigMap', metadata: { name: 'app' }, data: { a: 'b' } };
    expect(draftOf(configMap).coverage.ConfigMap).toEqual(whole);
    expect(draftOf({ ...configMap, metadata: { name: 'app', ...live } }).coverage.ConfigMap).toEqual(nowhere);
  });

  it('warns of a list that was cut off, and how much is missing', () => {
    expect(listed({ kind: 'Service', file: 'services.json', continueToken: 'x', remainingItemCount: 7 }).warnings).toEqual([{ file: 'services.json', detail: 'the list of Service was cut off by the API server: 7 were left' }]);
  });

  it('keeps the newest resource version of the lists of a kind', () => {
    const { resourceVersions } = listed(...['99', '100', '12'].map((resourceVersion) => ({ kind: 'Pod', resourceVersion })));
    expect(resourceVersions).toEqual({ Pod: '100' });
  });
});

it('counts what it ignores by kind, and no more kinds than a cluster has', () => {
  const { ignored } = draftOf(...Array.from({ length: 1200 }, (_, i) => ({ apiVersion: 'example.com/v1', kind: `Kind${i}`, metadata: { name: 'a' } })), { apiVersion: 'example.com/v1', kind: 'Kind0', metadata: { name: 'b' } });
  expect(Object.keys(ignored)).toHaveLength(1001);
  expect(ignored).toMatchObject({ Kind0: 2, Kind999: 1, others: 200 });
});

describe('warnings', () => {
  it('name file, object and field', () => {
    const [warning] = draftOf([{ ...service('a'), spec: { type: 7 } }, { file: 'a.yaml' }]).warnings;
    expect(warning).toEqual({ file: 'a.yaml', object: { kind: 'Service', namespace: 'shop', name: 'a' }, field: 'spec.type', detail: 'found a number, expected text; left out' });
  });

  it('stand once for what many objects have', () => {
    const { warnings } = draftOf(...Array.from({ length: 30 }, (_, i) => ({ ...service(`a${i}`), spec: { ports: [{ port: 80, nodePort: 'x' }] } })));
    expect(warnings).toMatchObject([{ object: { name: 'a0' }, detail: 'found text, expected a whole number; left out (and 29 more like it)' }]);
  });

  it('are 200 at most, and then their number', () => {
    const { warnings } = draftOf(...Array.from({ length: 250 }, (_, i) => [{ metadata: {} }, { file: `${i}.yaml` }] as [object, Hint]));
    expect(warnings).toHaveLength(201);
    expect(warnings.at(-1)).toEqual({ detail: 'and 50 more warnings' });
  });

  it('are not made for an empty document', () => expect(draftOf(null).warnings).toEqual([]));
});

describe('the version of Kubernetes', () => {
  const kubeadm = { kind: 'ConfigMap', metadata: { name: 'kubeadm-config', namespace: 'kube-system' }, data: { ClusterConfiguration: 'apiVersion: kubeadm.k8s.io/v1beta3\nkubernetesVersion: v1.29.1\n' } };
  const apiServer = { kind: 'Pod', metadata: { name: 'kube-apiserver-a', namespace: 'kube-system' }, spec: { containers: [{ name: 'kube-apiserver', image: 'registry.k8s.io/kube-apiserver:v1.28.0@sha256:00' }] } };
  it.each<[string, object[], string | null]>([
    ['is what the server says', [apiServer, kubeadm, { clientVersion: { gitVersion: 'v1.31.0' }, serverVersion: { gitVersion: 'v1.30.2+k3s1' } }], 'v1.30.2+k3s1'],
    ['is in a support bundle', [{ info: { gitVersion: 'v1.30.2' }, string: 'v1.30.2' }], 'v1.30.2'],
    ['is what kubeadm was told', [apiServer, kubeadm], 'v1.29.1'],
    ['is the tag of the API server', [apiServer], 'v1.28.0'],
    ['is unknown, whatever kubelets and clients say', [{ kind: 'Node', metadata: { name: 'n' }, status: { nodeInfo: { kubeletVersion: 'v1.27.0' } } }, { clientVersion: { gitVersion: 'v1.31.0' } }], null],
  ])('%s', (_, raws, expected) => {
    const { kubernetesVersion, warnings } = draftOf(...raws);
    expect({ kubernetesVersion, warnings }).toEqual({ kubernetesVersion: expected, warnings: [] });
  });
});

describe('pods of bare manifests', () => {
  it('stand in for a Deployment', () => {
    expect(derivedOf(workload('Deployment', { replicas: 3 }))).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web-derived', namespace: 'shop', labels, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: '', controller: true }] },
        spec: { dnsPolicy: 'ClusterFirst', restartPolicy: 'Always', containers: [{ name: 'a', image: 'web:1' }] },
        derivedFrom: { kind: 'Deployment', name: 'web', replicas: 3 },
      },
    ]);
  });

  it('bear the name that a StatefulSet gives its first pod', () => {
    expect(derivedOf(workload('StatefulSet', { serviceName: 'db' }))).toMatchObject([{ spec: { hostname: 'web-0', subdomain: 'db' } }]);
  });

  it('are as many for a DaemonSet as there are nodes', () => {
    const nodes = ['a', 'b'].map((name) => ({ kind: 'Node', metadata: { name } }));
    expect(derivedOf(workload('DaemonSet'), ...nodes)).toMatchObject([{ derivedFrom: { replicas: 2 } }]);
  });

  it('have names of their own where two workloads share one', () => {
    expect(derivedOf(workload('Deployment'), workload('StatefulSet')).map(({ metadata }) => metadata.name)).toEqual(['web-derived', 'web-statefulset-derived']);
  });

  it('make pods covered, unless the cluster itself is there', () => {
    expect(draftOf(workload('Deployment')).coverage.Pod).toEqual({ state: 'collected' });
    expect(draftOf(workload('Deployment'), service('a', { uid: 'u' })).coverage.Pod).toEqual({ state: 'collected', namespaces: [] });
  });

  it.each<[string, object[]]>([
    ['the workload has no replicas', [workload('Deployment', { replicas: 0 })]],
    ['it comes from a cluster', [workload('Deployment', {}, { uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' })]],
    ['one of its pods is there', [workload('Deployment'), pod('a', { labels })]],
    ['another workload makes it', [workload('ReplicaSet', {}, { ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] })]],
    ['it was trimmed, and its place tells that it comes from a dump', [[workload('Deployment'), { namespace: 'shop' }]]],
    ['it is suspended', [{ ...workload('Job', { suspend: true }), apiVersion: 'batch/v1' }]],
  ])('are not made where %s', (_, raws) => expect(derivedOf(...raws)).toEqual([]));

  it.each(['ReplicaSet', 'Job', 'ReplicationController'])('are made for a %s', (kind) => {
    const raw = workload(kind, kind === 'ReplicationController' ? { selector: labels } : {});
    const apiVersion = kind === 'Job' ? 'batch/v1' : kind === 'ReplicationController' ? 'v1' : 'apps/v1';
    expect(derivedOf({ ...raw, apiVersion })).toMatchObject([{ derivedFrom: { kind, name: 'web', replicas: 1 } }]);
  });

  it('are made for a CronJob', () => {
    const raw = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'web' }, spec: { jobTemplate: { spec: workload('Job').spec } } };
    expect(derivedOf(raw)).toMatchObject([{ metadata: { namespace: 'default' }, derivedFrom: { kind: 'CronJob', replicas: 1 } }]);
  });
});
