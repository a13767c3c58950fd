import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { BenchCluster, ClusterAddress } from '../bench/bench-cluster.js';
import { gatewayDefinitions } from '../bench/gateway-api.js';
import { waitFor } from '../bench/processes.js';
import { RealCluster } from '../bench/real-cluster.js';
import { agent, extended, extensions, nodeAddresses, nodeCount, nodeName, nodes, podCount, scenario } from '../bench/scenario.js';
import { writeFidelity } from './fidelity.js';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterAddress;
    /** The folder in which each check tells what it compared. */
    told: string;
  }
}

/** One cluster for all files of the suite: building it up takes longer than asking it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const real = await RealCluster.start();
  const told = join(real.cluster.address.folder, 'told');
  await mkdir(told);
  try {
    await fill(real.cluster);
  } catch (error) {
    const log = await readFile(join(real.cluster.address.folder, 'kube-controller-manager.log'), 'utf8').catch(() => '');
    await real.stop();
    throw new Error(`the cluster could not be filled; its controllers said at last:\n${log.slice(-2000)}`, { cause: error });
  }
  project.provide('cluster', real.cluster.address);
  project.provide('told', told);
  return async () => {
    try {
      await writeFidelity(told);
    } finally {
      await real.stop();
    }
  };
}

async function fill(cluster: BenchCluster): Promise<void> {
  await cluster.apply([...extensions, ...(await gatewayDefinitions())]);
  await beginRanges(cluster);
  await cluster.apply(scenario);
  await cluster.kubectl('wait', '--for=condition=Established', '--timeout=300s', 'crd', '--all');
  await waitFor('the extensions are served', () => cluster.apply(extended).then(() => true, () => false));
  for (let i = 0; i < nodeCount; i++) await cluster.request('PATCH', `/api/v1/nodes/${nodeName(i)}/status`, nodeAddresses(i));
  await settled(cluster, podCount);
}

/**
 * Lets each node have one pod alone before all others. KWOK begins the range of a node with its first pod, once for each where several come together, and then two have one address.
 *
 * Source: kwok v0.8.0, pkg/kwok/controllers/pod_controller.go, ipPool.
 */
async function beginRanges(cluster: BenchCluster): Promise<void> {
  await cluster.apply(nodes);
  await waitFor('each node has its range', async () => {
    const { items } = await cluster.json<{ items: { spec: { podCIDRs?: string[] } }[] }>('get', 'nodes');
    return items.every(({ spec }) => spec.podCIDRs !== undefined);
  });
  await cluster.apply([agent]);
  await settled(cluster, nodeCount);
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly observedGeneration?: number; readonly readyReplicas?: number; readonly desiredNumberScheduled?: number; readonly numberReady?: number };
}

/** Waits until all pods run, their workloads have counted them, and the EndpointSlices name as many ready endpoints as there should be. */
export async function settled(cluster: BenchCluster, pods: number): Promise<void> {
  await waitFor(`${pods} pods are running, counted and in their EndpointSlices`, async () => {
    const lines = (await cluster.kubectl('get', 'pods', '-A', '-o', 'jsonpath={range .items[*]}{.status.phase} {.status.podIP}{"\\n"}{end}')).trim().split('\n');
    if (lines.length !== pods || !lines.every((line) => /^Running \S+$/.test(line))) return false;
    const workloads = await cluster.json<{ items: Workload[] }>('get', 'deployments,statefulsets,daemonsets,replicasets', '-A');
    if (!workloads.items.every(isCounted)) return false;
    const { items } = await cluster.json<{ items: { endpoints: { conditions?: { ready?: boolean } }[] | null }[] }>('get', 'endpointslices', '-A');
    const before = JSON.stringify(items);
    const after = JSON.stringify((await cluster.json<{ items: object[] }>('get', 'endpointslices', '-A')).items);
    return before === after && items.every(({ endpoints }) => (endpoints ?? []).every(({ conditions }) => conditions?.ready !== false));
  });
}

function isCounted({ kind, metadata, spec, status }: Workload): boolean {
  if (status.observedGeneration !== metadata.generation) return false;
  return kind === 'DaemonSet' ? status.numberReady === status.desiredNumberScheduled : (status.readyReplicas ?? 0) === spec.replicas;
}
