import { describe, expect, it } from 'vitest';
import { formatRef } from '../analysis/index.js';
import { ClusterView, kindNames, readCluster, type Coverage } from '../cluster/index.js';
import type { NodeReadout } from './node-readouts.js';
import type { Rule } from './rule.js';
import { runCatalogue } from './run.js';

/** What the specs of the rules share: small clusters as a live API server would list them, all in namespace `shop`. */
export interface RuleCase {
  readonly name: string;
  readonly cluster: readonly object[];
  /** Kinds that the snapshot does not hold whole; all others it does. */
  readonly coverage?: Partial<Coverage>;
  readonly kubernetesVersion?: string;
  readonly readouts?: readonly NodeReadout[];
  /** As `severity Kind namespace/name: detail`. None: the rule stays quiet. */
  readonly finds?: readonly string[];
}

/** Runs a rule over each case. */
export function checkRule(rule: Rule, cases: readonly RuleCase[]): void {
  describe(rule.id, () => {
    it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { cluster, coverage, kubernetesVersion, readouts, finds = [] }) => {
      const { findings } = runCatalogue(clusterOf(cluster, coverage, kubernetesVersion), [rule], readouts);
      expect(findings.map(({ severity, subject, detail }) => `${severity} ${formatRef(subject)}: ${detail}`)).toEqual(finds);
    });
  });
}

export function clusterOf(objects: readonly object[], coverage: Partial<Coverage> = {}, kubernetesVersion: string | null = null): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage }, kubernetesVersion });
}

const metadata = (name: string, more: object = {}) => ({ name, namespace: 'shop', uid: `uid-of-${name}`, ...more });

/** One for each name; 10.96.0.7 for `web`. */
function clusterIPOf(name: string): string {
  const sum = [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 60_000, 0);
  return name === 'web' ? '10.96.0.7' : `10.96.${1 + (sum >> 8)}.${sum & 255}`;
}

/** A ClusterIP Service `web` on port 80 that selects app=web, unless `spec` says otherwise. */
export function service(spec: object = {}, name = 'web', more: object = {}): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: metadata(name, more), spec: { clusterIP: clusterIPOf(name), selector: { app: 'web' }, ports: [{ port: 80 }], ...spec } };
}

export interface PodParts {
  readonly labels?: object;
  readonly ready?: boolean;
  readonly ip?: string;
  readonly owner?: string;
  readonly image?: string;
  readonly ports?: readonly object[];
  readonly metadata?: object;
  readonly spec?: object;
  readonly status?: object;
}

/** A running, ready pod with the label app=web, unless `parts` say otherwise. `owner` is written `Kind/name`. */
export function pod(name: string, { labels = { app: 'web' }, ready = true, ip = '10.244.1.5', owner, image = 'registry.example/web:1', ports = [], ...parts }: PodParts = {}): object {
  const [kind = '', ownerName = ''] = (owner ?? '').split('/');
  const ownerReferences = owner === undefined ? {} : { ownerReferences: [{ apiVersion: 'apps/v1', kind, name: ownerName, uid: `uid-of-${ownerName}`, controller: true }] };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(name, { labels, ...ownerReferences, ...parts.metadata }),
    spec: { nodeName: 'worker-1', containers: [{ name: 'app', image, ports }], ...parts.spec },
    status: { phase: 'Running', hostIP: '192.168.10.11', podIP: ip, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...parts.status },
  };
}

/** A Deployment, StatefulSet or the like whose pods have the label app=web. */
export function workload(kind: string, name: string, spec: object = {}, more: object = {}): object {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'registry.example/web:1' }] } };
  return { apiVersion: 'apps/v1', kind, metadata: metadata(name), spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template, ...spec }, status: { observedGeneration: 1, replicas: 0 }, ...more };
}

/** A workload as its author wrote it, before any API server saw it: its pods are stand-ins. */
export function manifest(kind: string, name: string): object {
  return workload(kind, name, {}, { metadata: { name, namespace: 'shop' }, status: undefined });
}

/** The slice of Service `web` as the EndpointSlice controller writes it. */
export function slice(endpoints: readonly object[], labels: object = { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }): object {
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: metadata('web-x7k2p', { labels }), addressType: 'IPv4', ports: [{ name: '', port: 80 }], endpoints };
}
