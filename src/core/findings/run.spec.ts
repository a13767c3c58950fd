import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterView, kindNames, type ClusterState, type KindName } from '../cluster/index.js';
import { clusterOf, manifest, pod, service, slice, workload } from './cluster.table.js';
import { configMap, flannel, node } from './rules/cni/networks.table.js';
import { severities, type Rule } from './rule.js';
import { rules } from './rules/catalogue.js';
import { runCatalogue, runRules } from './run.js';

/** A peer on either side of a policy. */
function directionsOf(peer: object): object {
  return { ingress: [{ from: [peer] }], egress: [{ to: [peer] }] };
}

/** A cluster in which every rule has something to look at. */
const busy = [
  service(),
  service({ selector: { app: 'nobody' } }, 'lost'),
  service({ selector: { app: 'asleep' } }, 'asleep'),
  service({ type: 'ExternalName', externalName: '192.0.2.1' }, 'alias'),
  service({ ports: [{ port: 80, targetPort: 'http' }], selector: { app: 'web' } }, 'named'),
  service({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ port: 80, nodePort: 30080 }] }, 'edge'),
  service({ internalTrafficPolicy: 'Local' }, 'near'),
  { ...slice([{ addresses: ['10.244.1.9'], nodeName: 'worker-2' }], { 'kubernetes.io/service-name': 'near' }), metadata: { name: 'near-1', namespace: 'shop', uid: 'near-1', labels: { 'kubernetes.io/service-name': 'near' } } },
  pod('web-1', { owner: 'ReplicaSet/web-5f' }),
  ...['Job', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Deployment'].map((kind) => pod(`web-of-${kind.toLowerCase()}`, { owner: `${kind}/web`, ready: false })),
  slice([{ addresses: ['10.244.1.9'], targetRef: { kind: 'Pod', name: 'gone' } }]),
  workload('StatefulSet', 'db', { replicas: 2, serviceName: 'peers' }),
  workload('StatefulSet', 'cache', { replicas: 2, serviceName: 'lost' }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace: 'shop', uid: 'i' },
    spec: { ingressClassName: 'a', tls: [{ secretName: 'cert' }], rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: '80' } } } }, { path: '/served', pathType: 'Prefix', backend: { service: { name: 'served', port: { number: 80 } } } }] } }] },
  },
  service({ selector: { app: 'dns' } }, 'served'),
  { ...slice([{ addresses: ['10.244.1.5'], targetRef: { kind: 'Pod', name: 'dns-1' } }]), metadata: { name: 'served-1', namespace: 'shop', uid: 'served-1', labels: { 'kubernetes.io/service-name': 'served' } } },
  pod('edge-1', { labels: { app: 'edge' } }),
  service({ type: 'LoadBalancer', sessionAffinity: 'ClientIP', trafficDistribution: 'PreferClose' }, 'outside', { creationTimestamp: '2026-01-01T00:00:00Z' }),
  service({ selector: { app: 'going' } }, 'going'),
  pod('going-1', { labels: { app: 'going' }, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
  ...flannel(),
  node('worker-3', { podCIDRs: ['10.244.3.0/26'], address: '10.244.9.9' }),
  { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes', uid: 'c' }, spec: { cidrs: ['10.96.0.0/29'] } },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'deny', namespace: 'shop', uid: 'd' }, spec: { podSelector: {}, policyTypes: ['Egress', 'Ingress'], ...directionsOf({ namespaceSelector: { matchLabels: { team: 'a' } }, podSelector: { matchLabels: { app: 'nobody' } } }) } },
  ...['worker-1', 'worker-2'].map((name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } })),
  service({ ports: [{ port: 53 }], selector: { app: 'dns' } }, 'kube-dns', { labels: { 'k8s-app': 'kube-dns' } }),
  pod('dns-1', { labels: { app: 'dns' } }),
  configMap('kubelet-config', { kubelet: 'clusterDNS: [10.96.0.99]\nclusterDomain: other.local\n' }),
  configMap('coredns', { Corefile: '.:53 {\n  kubernetes cluster.local\n  rewrite name a.example b.example\n  forward . /etc/resolv.conf\n}\n' }, 'shop'),
  pod('coredns-1', { spec: { dnsPolicy: 'Default', nodeName: 'worker-1' } }),
  pod('choosy', { spec: { dnsConfig: { searches: ['a.example'] } } }),
  pod('caller', { spec: { containers: [{ name: 'app', image: 'registry.example/caller:1', env: [{ name: 'API_URL', value: 'https://api.vendor.com' }] }] } }),
  pod('agent', { spec: { hostNetwork: true, containers: [{ name: 'app', image: 'registry.example/agent:1', env: [{ name: 'WEB_HOST', value: 'web' }] }] } }),
  workload('Deployment', 'edge', { template: { metadata: { labels: { app: 'edge' } }, spec: { containers: [{ name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['--controller-class=example.com/c', '--configmap=shop/edge', '--watch-namespace-selector=team!=pay', '--default-backend-service=shop/lost', '--publish-service=shop/outside'] }] } } }),
  ...['a', 'b'].map((name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, uid: name, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
    spec: { controller: 'example.com/c' },
  })),
];

describe('the catalogue', () => {
  it('gives no id and no code twice', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s reads exactly what it declares', (_, rule) => {
    const { view, read } = recording(clusterOf(busy).state);
    expect([...rule.check(view, [])]).toBeInstanceOf(Array);
    expect([...read].sort()).toEqual([...rule.reads, ...(rule.consults ?? [])].sort());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s is told in whole sentences', (id, { title, checks, why, fix, source, code }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(code).toMatch(/^(CNI|SVC|DNS|ING)-\d{3}$/);
    expect(title).not.toMatch(/\.$/);
    for (const text of [checks, why, fix]) expect(text).toMatch(/^[A-Zk].*\.$/s);
    expect(source).not.toBe('');
  });
});

describe('runRules', () => {
  it('says nothing of objects that are being deleted', () => {
    const lost = (metadata: object) => runRules(clusterOf([service({}, 'lost', metadata)])).findings.map(({ rule }) => rule);
    expect(lost({})).toEqual(['selector-matches-nothing']);
    expect(lost({ deletionTimestamp: '2026-01-01T00:00:00Z' })).toEqual([]);
  });

  it('sorts by severity, rule, namespace and name', () => {
    const { findings } = runRules(clusterOf(busy));
    const order = findings.map(({ severity, rule, subject }) => [severities.indexOf(severity), rule, subject.namespace ?? '', subject.name].join(' '));
    expect(order).toEqual([...order].sort());
    expect(new Set(findings.map(({ rule }) => rule)).size).toBeGreaterThan(6);
  });

  it('names what is missing where it did not run a rule', () => {
    const { findings, skipped } = runRules(clusterOf(busy, { Pod: { state: 'forbidden' } }));
    expect(findings.map(({ rule }) => rule)).not.toContain('selector-matches-nothing');
    expect(skipped).toContainEqual({ rule: 'selector-matches-nothing', missing: [{ kind: 'Pod', state: 'forbidden' }] });
    expect(skipped.map(({ rule }) => rule)).not.toContain('peer-records-missing');
  });

  it('runs a rule in the namespaces that are covered, and names the others', () => {
    const view = clusterOf([service({}, 'a'), service({}, 'b', { namespace: 'other' })], { Pod: { state: 'collected', namespaces: ['shop'] } });
    const { findings, skipped } = runRules(view);
    expect(findings.map(({ subject }) => subject)).toEqual([{ kind: 'Service', namespace: 'shop', name: 'a' }]);
    expect(skipped).toContainEqual({ rule: 'selector-matches-nothing', missing: [{ kind: 'Pod', state: 'collected', namespaces: ['other'] }] });
  });

  it('does not run a rule on kinds of which nothing vouches for the whole', () => {
    const { findings, skipped } = runRules(clusterOf([service()], { Pod: { state: 'collected', namespaces: [] } }));
    expect(findings).toEqual([]);
    expect(skipped).toContainEqual({ rule: 'selector-matches-nothing', missing: [{ kind: 'Pod', state: 'collected' }] });
  });

  it('says nothing of partial coverage that no object is affected by', () => {
    const { skipped } = runRules(clusterOf([service()], { Pod: { state: 'collected', namespaces: ['shop'] } }));
    expect(skipped).toEqual([]);
  });

  it('does not run a rule on kinds that were read at different moments, and names them', () => {
    const { state } = clusterOf([service()]);
    const at = (resourceVersions: ClusterState['resourceVersions']) => runRules(new ClusterView({ ...state, resourceVersions }));
    for (const oneMoment of [{}, { Service: '1' }, { Service: '1', Pod: '1', PodDisruptionBudget: '2' }]) expect(at(oneMoment)).toMatchObject({ findings: [{ rule: 'selector-matches-nothing' }], skipped: [] });
    const { findings, skipped } = at({ Service: '1', Pod: '2', Deployment: '2', Ingress: '1' });
    expect(findings).toEqual([]);
    expect(skipped).toContainEqual({ rule: 'selector-matches-nothing', missing: ['Pod', 'Deployment'].map((kind) => ({ kind, state: 'collected', unlike: 'Service' })) });
    expect(skipped.map(({ rule }) => rule)).not.toContain('externalname-suspect');
  });

  it('finds in kinds of two moments nothing that neither moment has', () => {
    const doomed = busy.map((object) => ({ ...object, metadata: { ...(object as { metadata: object }).metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }));
    const moment = fc.subarray([...busy, ...doomed]).map((objects) => clusterOf(objects).state);
    fc.assert(
      fc.property(moment, moment, fc.subarray([...kindNames]), (early, late, readLater) => {
        const told = (state: ClusterState) => runCatalogue(new ClusterView(state), rules).findings.map(({ rule, severity, subject }) => JSON.stringify([rule, severity, subject]));
        const isLater = (kind: KindName) => readLater.includes(kind);
        const mixed = {
          ...early,
          resourceVersions: Object.fromEntries(kindNames.map((kind) => [kind, isLater(kind) ? '2' : '1'])),
          objects: Object.fromEntries(kindNames.map((kind) => [kind, (isLater(kind) ? late : early).objects[kind]])) as unknown as ClusterState['objects'],
        };
        const known = new Set([...told(early), ...told(late)]);
        expect(told(mixed).filter((finding) => !known.has(finding))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('runs rules that look at readouts again where there are any, and leaves the others as they were', () => {
    const view = clusterOf(busy);
    const file = (name: string, type: string) => `==> /etc/cni/net.d/${name} <==\n${JSON.stringify({ name: 'n', type })}\n`;
    const readouts = [{ node: 'worker-1', format: 'cni-conf', text: file('00-bridge.conf', 'bridge') + file('10-flannel.conf', 'flannel') }];
    const without = runRules(view);
    const with_ = runRules(view, readouts);
    expect(with_.findings.filter(({ rule }) => rule === 'multiple-cni-configs')).toHaveLength(1);
    expect(with_.findings.filter(({ rule }) => rule !== 'multiple-cni-configs')).toEqual(without.findings);
    expect(with_.skipped).toEqual(without.skipped);
    expect(runRules(view, [{ node: 'worker-1', format: 'netstat', text: 'x' }])).toBe(without);
    expect(runRules(view)).toBe(without);
  });

  it('never gives a finding a graver severity than its rule has', () => {
    const gravity = (rule: Pick<Rule, 'severity'>) => severities.indexOf(rule.severity);
    for (const finding of runRules(clusterOf(busy)).findings) {
      const rule = rules.find(({ id }) => id === finding.rule);
      expect(rule && gravity(finding) >= gravity(rule)).toBe(true);
      expect(finding.docs).toBe(`/v1/rules/${finding.rule}`);
    }
  });

  it('takes any objects, leaves the state untouched and says the same twice', () => {
    const odd = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.constantFrom<unknown>(null, '', 0, -1, 1e308, 'web', 'http', '__proto__', '10.0.0.1', true), fc.array(tie('value'), { maxLength: 3 }), tie('record')),
      record: fc.dictionary(fc.constantFrom('app', 'name', 'ports', 'port', 'targetPort', 'selector', 'kind', 'uid', '__proto__', 'service', 'backend', 'paths', 'rules'), tie('value'), { maxKeys: 4 }),
    }));
    const object = fc.record({
      kind: fc.constantFrom('Service', 'Pod', 'EndpointSlice', 'Ingress', 'IngressClass', 'StatefulSet', 'Deployment', 'DaemonSet', 'Job', 'CronJob'),
      metadata: fc.record({ name: fc.constantFrom('web', 'constructor', 'toString'), namespace: fc.constantFrom('shop', '__proto__x'), labels: odd.value, annotations: odd.value, ownerReferences: odd.value }),
      spec: odd.value,
      status: odd.value,
      endpoints: odd.value,
      ports: odd.value,
    });
    fc.assert(
      fc.property(fc.array(object, { maxLength: 6 }), (objects) => {
        const view = clusterOf([...objects, manifest('Deployment', 'web'), service()]);
        const before = JSON.stringify(view.state);
        const first = JSON.stringify(runCatalogue(view, rules));
        expect(JSON.stringify(runCatalogue(new ClusterView(view.state), rules))).toBe(first);
        expect(JSON.stringify(view.state)).toBe(before);
      }),
      { numRuns: 300 },
    );
  });
});

/** A view that takes down of which kinds the objects were read. */
function recording(state: ClusterState): { view: ClusterView; read: Set<KindName> } {
  const read = new Set<KindName>();
  const objects = Object.defineProperties(
    {},
    Object.fromEntries(
      kindNames.map((kind) => [
        kind,
        {
          get: () => {
            read.add(kind);
            return state.objects[kind];
          },
        },
      ]),
    ),
  ) as ClusterState['objects'];
  return { view: new ClusterView({ ...state, objects }), read };
}
