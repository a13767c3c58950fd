import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Pod, Service } from '../cluster/index.js';
import { clusterOf } from '../findings/cluster.table.js';
import { endpointPods, findPort, hasSelector, isTerminating, readinessOf } from './endpoint-pods.js';

/** An endpoint of the EndpointSlice controller, with the slice that holds it. */
interface Endpoint {
  readonly pod: string;
  readonly addresses: readonly string[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

interface Golden {
  readonly slices: readonly { readonly ports: Endpoint['ports']; readonly endpoints: readonly Omit<Endpoint, 'ports'>[] }[];
}

/** Recorded by `test/oracles/endpointslice/record.sh`. */
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../test/oracles/endpointslice/${file}`, import.meta.url), 'utf8'));
const cases = read('cases.json') as readonly { readonly name: string; readonly objects: readonly object[] }[];
const golden = read('golden.json') as Readonly<Record<string, Golden>>;

/** Pods that the rules count, and the controller does not: with the reason why. */
const countedOnPurpose: Readonly<Record<string, string>> = {
  'the node is gone': 'the pod garbage collector deletes such a pod soon, and the lists of a snapshot are not of one instant: its node may be new instead',
};

describe('endpoints, as the EndpointSlice controller of Kubernetes 1.34 makes them', () => {
  it('each case is recorded', () => {
    expect(Object.keys(golden)).toEqual(cases.map(({ name }) => name));
  });

  it.each(cases.filter(({ name }) => countedOnPurpose[name] === undefined).map(({ name, objects }) => [name, objects] as const))('%s', (name, objects) => {
    expect(believed(objects)).toEqual(recorded(name));
  });

  it.each(Object.entries(countedOnPurpose))('%s: %s', (name) => {
    const { objects = [] } = cases.find((each) => each.name === name) ?? {};
    expect(believed(objects)).toEqual(expect.arrayContaining(recorded(name)));
    expect(believed(objects)).not.toEqual(recorded(name));
  });
});

function recorded(name: string): Endpoint[] {
  return (golden[name]?.slices ?? []).flatMap(({ ports, endpoints }) => endpoints.map((each) => ({ ...each, ports }))).sort(byPodAndAddress);
}

/** What the functions that the rules share make of the case: an endpoint for each family in which the pod has an address. */
function believed(objects: readonly object[]): Endpoint[] {
  const view = clusterOf(objects);
  const endpoints = view.objects('Service').flatMap((service) =>
    hasSelector(service) ? endpointPods(view, service).flatMap((pod) => addressesByFamily(service, pod).map((addresses) => endpointOf(service, pod, addresses))) : [],
  );
  return endpoints.sort(byPodAndAddress);
}

function endpointOf(service: Service, pod: Pod, addresses: readonly string[]): Endpoint {
  const serving = readinessOf(pod) === 'ready';
  const terminating = isTerminating(pod);
  const ports = service.spec.ports.flatMap((each) => {
    const port = findPort(pod, each);
    return port === undefined ? [] : [{ name: each.name ?? '', port, protocol: each.protocol }];
  });
  return { pod: pod.metadata.name, addresses, ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating, ports };
}

function addressesByFamily(service: Service, pod: Pod): string[][] {
  const ips = (pod.status?.podIPs ?? []).map(({ ip }) => ip);
  const families = service.spec.ipFamilies ?? ['IPv4', 'IPv6'];
  return families.map((family) => ips.filter((ip) => ip.includes(':') === (family === 'IPv6'))).filter((addresses) => addresses.length > 0);
}

function byPodAndAddress(a: Endpoint, b: Endpoint): number {
  return a.pod.localeCompare(b.pod) || (a.addresses[0] ?? '').localeCompare(b.addresses[0] ?? '');
}
