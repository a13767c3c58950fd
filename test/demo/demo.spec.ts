import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatRef } from '../../src/core/analysis/index.js';
import { ClusterView, DraftBuilder, draftToState, kindNames, matchesLabels, type KubeObject, type Pod, type Service } from '../../src/core/cluster/index.js';
import { runRules } from '../../src/core/findings/index.js';
import { parseYaml } from '../../src/core/yaml.js';

interface Demo {
  readonly snapshots: readonly { readonly folder: string; readonly takenAt: string; readonly label: string }[];
}

const root = new URL('../../demo/', import.meta.url);
const demo = JSON.parse(readFileSync(new URL('demo.json', root), 'utf8')) as Demo;

function textsOf(folder: string): readonly string[] {
  const within = new URL(`${folder}/`, root);
  return readdirSync(within).sort().map((file) => readFileSync(new URL(file, within), 'utf8'));
}

function rawObjectsOf(folder: string): readonly unknown[] {
  return textsOf(folder).flatMap((text) => {
    const reading = parseYaml(text, { depth: 100, nodes: 100_000 });
    if (reading.outcome !== 'read') throw new Error(reading.fault.detail);
    expect(reading.duplicates).toEqual([]);
    return reading.documents.flatMap((document) => (document as { items: unknown[] }).items);
  });
}

/** demo/README.md, what is wrong: by rule and object, in the snapshots that hold it. */
const mistakes: readonly (readonly [string, string, readonly string[]])[] = [
  ['selector-matches-nothing', 'Service shop/payments', ['1']],
  ['endpoints-all-unready', 'Service monitoring/grafana', ['1']],
  ['endpoints-all-unready', 'Service shop/redis', ['2']],
  ['backend-unresolvable', 'Ingress shop/shop', ['1', '2']],
  ['named-targetport-unresolved', 'Service shop/checkout', ['1', '2']],
  ['peer-records-missing', 'StatefulSet shop/db', ['1', '2']],
  ['externalname-suspect', 'Service dev/legacy-api', ['1', '2']],
  ['multiple-default-classes', 'IngressClass traefik', ['1', '2']],
  ['tls-secret-unusable', 'Ingress monitoring/grafana', ['1', '2']],
  ['tls-expiry', 'Secret shop/shop-tls', ['1', '2']],
  ['controller-end-of-life', 'Deployment ingress-nginx/ingress-nginx-controller', ['1', '2']],
  ['dns-replica-risk', 'Service kube-system/kube-dns', ['1', '2']],
  ['ndots-amplification', 'Deployment shop/payments', ['1', '2']],
  ['pod-records-insecure', 'ConfigMap kube-system/coredns', ['1', '2']],
  ['policy-not-enforced', 'DaemonSet kube-flannel/kube-flannel-ds', ['1', '2']],
];

const isReady = (pod: Pod) => pod.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
const nameOf = ({ kind, metadata }: KubeObject) => `${kind} ${'namespace' in metadata ? metadata.namespace : ''}/${metadata.name}`;

/** The number behind a targetPort in a pod; undefined for a name that the pod does not have. Source: pkg/api/v1/pod/util.go FindPort. */
function portIn(pod: Pod, { targetPort, protocol }: Service['spec']['ports'][number]): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  const ports = pod.spec.containers.flatMap((container) => container.ports ?? []);
  return ports.find((port) => port.name === targetPort && port.protocol === protocol)?.containerPort;
}

/** What the EndpointSlice controller writes. Source: staging/src/k8s.io/endpointslice/utils.go podToEndpoint, getEndpointPorts. */
function endpointsOf(pods: readonly Pod[]): object[] {
  return pods.map((pod) => ({
    addresses: [pod.status?.podIP],
    conditions: { ready: isReady(pod), serving: isReady(pod), terminating: false },
    nodeName: pod.spec.nodeName,
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
  }));
}

const byText = (a: object, b: object) => JSON.stringify(a).localeCompare(JSON.stringify(b));

describe.each(demo.snapshots)('snapshot $folder of the demo cluster', ({ folder, takenAt }) => {
  const builder = new DraftBuilder();
  const raws = rawObjectsOf(folder);
  for (const raw of raws) builder.object(raw, {});
  const kinds = raws.map((raw) => (raw as KubeObject).kind);
  builder.list({ kinds, namespace: '', namespaces: [], count: raws.length, unreadable: 0 });
  const draft = builder.finish();
  const view = new ClusterView(draftToState(draft, takenAt));
  const objects = kindNames.flatMap((kind) => view.objects(kind) as readonly KubeObject[]);
  const pods = view.objects('Pod');

  it('is read whole, without a warning', () => {
    expect(draft.warnings).toEqual([]);
    expect(draft.ignored).toEqual({});
    expect(draft.kubernetesVersion).toBe('v1.34.3');
    expect(draft.objects.length).toBe(rawObjectsOf(folder).length);
  });

  it('holds no private key', () => {
    const decoded = textsOf(folder).map((text) => text.replace(/[A-Za-z0-9+/=]{40,}/g, (base64) => Buffer.from(base64, 'base64').toString('latin1')));
    expect(decoded.filter((text) => text.includes('PRIVATE KEY'))).toEqual([]);
  });

  it('gives each object a uid of its own, and nothing is younger than the snapshot', () => {
    const uids = objects.map(({ metadata }) => metadata.uid);
    expect(new Set(uids).size).toBe(objects.length);
    expect(objects.filter(({ metadata }) => (metadata.creationTimestamp ?? '9999') > takenAt).map(nameOf)).toEqual([]);
  });

  it('has an owner behind each owner reference', () => {
    const byUid = new Map(objects.map((object) => [object.metadata.uid, object]));
    const dangling = objects.filter(({ metadata }) => {
      const references = 'ownerReferences' in metadata ? (metadata.ownerReferences ?? []) : [];
      return references.some(({ kind, name, uid }) => byUid.get(uid)?.kind !== kind || byUid.get(uid)?.metadata.name !== name);
    });
    expect(dangling.map(nameOf)).toEqual([]);
  });

  it('gives each pod an address of its node', () => {
    const misplaced = pods.filter((pod) => {
      const node = view.get('Node', '', pod.spec.nodeName ?? '');
      const range = node?.spec?.podCIDR?.replace(/0\/24$/, '') ?? 'none';
      const own = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
      return pod.spec.hostNetwork ? pod.status?.podIP !== own : !pod.status?.podIP?.startsWith(range) || pod.status.hostIP !== own;
    });
    expect(misplaced.map(nameOf)).toEqual([]);
    const addresses = pods.filter((pod) => !pod.spec.hostNetwork).map((pod) => pod.status?.podIP);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('runs as many pods as each workload asks for', () => {
    const wanted = [...view.objects('ReplicaSet'), ...view.objects('StatefulSet')].map(({ metadata, spec }) => [metadata.name, spec.replicas]);
    const daemons = view.objects('DaemonSet').map(({ metadata }) => [metadata.name, view.objects('Node').length]);
    const running = (owner: unknown) => pods.filter((pod) => pod.metadata.ownerReferences?.some(({ name }) => name === owner)).length;
    expect([...wanted, ...daemons].map(([owner]) => [owner, running(owner)])).toEqual([...wanted, ...daemons]);
  });

  it('has the EndpointSlice of each Service that the controllers would write', () => {
    const selecting = view.objects('Service').filter(({ spec }) => spec.selector !== undefined);
    expect(selecting.length).toBeGreaterThan(8);
    for (const service of selecting) {
      const chosen = pods.filter((pod) => pod.metadata.namespace === service.metadata.namespace && matchesLabels(service.spec.selector ?? {}, pod.metadata.labels));
      const [slice, ...more] = view.slicesOf(service);
      expect(more).toEqual([]);
      expect([...(slice?.endpoints ?? [])].sort(byText), nameOf(service)).toEqual(endpointsOf(chosen).sort(byText));
      const [pod] = chosen;
      const ports = service.spec.ports.flatMap((port) => {
        const number = pod && portIn(pod, port);
        const { name = '', protocol, appProtocol } = port;
        return number === undefined ? [] : [{ name, protocol, port: number, ...(appProtocol !== undefined && { appProtocol }) }];
      });
      expect([...(slice?.ports ?? [])].sort(byText), nameOf(service)).toEqual(ports.sort(byText));
    }
  });

  it('gives each Service an address of its own', () => {
    const addresses = view.objects('Service').flatMap(({ spec }) => spec.clusterIPs ?? []).filter((ip) => ip !== 'None');
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses.filter((ip) => !/^10\.(9[6-9]|10\d|11[01])\./.test(ip))).toEqual([]);
  });

  it('has the mistakes that its README tells, and what only looks wrong stays quiet', () => {
    const found = new Set(runRules(view).findings.map(({ rule, subject }) => `${rule}: ${formatRef(subject)}`));
    const told = mistakes.filter(([, , folders]) => folders.includes(folder)).map(([rule, subject]) => `${rule}: ${subject}`);
    expect([...found].sort()).toEqual(told.sort());
  });
});
