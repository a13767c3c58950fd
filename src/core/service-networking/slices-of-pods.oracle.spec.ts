import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clusterOf } from '../findings/cluster.table.js';
import { slicesOfPods } from './slices-of-pods.js';

interface Slice {
  readonly addressType: string;
  readonly ports: readonly object[];
  readonly endpoints: readonly { readonly pod: string; readonly addresses: readonly string[]; readonly ready: boolean; readonly serving: boolean; readonly terminating: boolean }[];
}

/** Recorded by `test/oracles/endpointslice/record.sh`. */
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../test/oracles/endpointslice/${file}`, import.meta.url), 'utf8'));
const cases = read('cases.json') as readonly { readonly name: string; readonly objects: readonly object[] }[];
const golden = read('golden.json') as Readonly<Record<string, { readonly slices: readonly Slice[] }>>;

describe('slices made of pods, as the EndpointSlice controller of Kubernetes 1.34 makes them', () => {
  it.each(cases.map(({ name, objects }) => [name, objects] as const))('%s', (name, objects) => {
    const view = clusterOf(objects);
    const made = view.objects('Service').filter(({ spec }) => spec.type !== 'ExternalName' && spec.selector !== undefined).flatMap((service) => slicesOfPods(view, service)).map(
      ({ addressType, ports, endpoints }): Slice => ({
        addressType,
        ports: ports.map(({ name: portName, port, protocol }) => ({ name: portName, port, protocol })),
        endpoints: endpoints.map(({ addresses, conditions, targetRef }) => ({ pod: targetRef?.name ?? '', addresses, ...conditions })),
      }),
    );
    expect(sorted(made)).toEqual(sorted(golden[name]?.slices ?? []));
  });
});

/** The controller fills slices in the order of a map. */
function sorted(slices: readonly Slice[]): Slice[] {
  const ordered = slices.map((slice) => ({ ...slice, endpoints: [...slice.endpoints].sort((a, b) => a.pod.localeCompare(b.pod)) }));
  return ordered.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
