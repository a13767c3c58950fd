import type { OwnershipCase } from '../../../src/core/ingress/ownership/ownership.table.js';
import { objectsOf } from '../../../src/core/ingress/ownership/ownership.table.js';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { classAnnotation } from '../../../src/core/ingress/index.js';
import type { Manifest } from '../ingress-nginx/objects.js';
import type { DataPlaneWorld } from './world.js';

/** Whether a controller served the Ingress of a case, by the name of the case. */
export type RecordedOwnership = Readonly<Record<string, boolean>>;

/** What our tables say of the same. */
export function expectedOwnership(cases: readonly OwnershipCase[]): RecordedOwnership {
  return Object.fromEntries(cases.map(({ name, owned, served = owned }) => [name, served]));
}

const namespace = 'shop';

/**
 * Asks a data plane for the host of the one Ingress of each case.
 *
 * @param serving runs a controller with the flags and variables of a case until `visit` is through
 */
export async function recordOwnership(cluster: BenchCluster, world: DataPlaneWorld, cases: readonly OwnershipCase[], serving: (each: OwnershipCase, visit: () => Promise<void>) => Promise<void>): Promise<RecordedOwnership> {
  const recorded: Record<string, boolean> = {};
  await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  await cluster.apply(backend);
  for (const each of cases) {
    await place(cluster, each);
    await serving(each, async () => {
      const [heard] = await world.ask([{ tls: false, text: 'GET / HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\n\r\n' }]);
      recorded[each.name] = heard?.text?.includes('"by"') ?? false;
    });
  }
  await clear(cluster);
  return recorded;
}

async function place(cluster: BenchCluster, each: OwnershipCase): Promise<void> {
  await clear(cluster);
  const objects = (objectsOf(each, { image: '' }) as readonly Manifest[]).filter(({ kind }) => kind === 'IngressClass' || kind === 'Ingress').map(withoutUid);
  const { annotation, field } = each.ingress;
  // A server refuses an Ingress that is created with both, and takes the annotation afterwards.
  const isBoth = annotation !== undefined && field !== undefined;
  await cluster.apply(isBoth ? objects.map((object) => (object.kind === 'Ingress' ? { ...object, metadata: { ...object.metadata, annotations: undefined } } : object)) : objects);
  if (isBoth) await cluster.kubectl('annotate', 'ingress', 'web', '-n', namespace, `${classAnnotation}=${annotation}`);
}

async function clear(cluster: BenchCluster): Promise<void> {
  await cluster.kubectl('delete', 'ingress', '--all', '-n', namespace);
  await cluster.kubectl('delete', 'ingressclass', '--all');
}

function withoutUid(object: Manifest): Manifest {
  return { ...object, metadata: Object.fromEntries(Object.entries(object.metadata).filter(([field]) => field !== 'uid')) as unknown as Manifest['metadata'] };
}

const backend: readonly object[] = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace }, spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] } },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web-1', namespace, labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', ports: [{ name: 'http', port: 8080, protocol: 'TCP' }], endpoints: [{ addresses: ['10.1.1.1'], conditions: { ready: true } }] },
];
