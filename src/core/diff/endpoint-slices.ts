import { isEqual, specOf, type EndpointSlice, type Form } from '../cluster/index.js';
import { compareFields, type FieldChange } from './fields.js';
import type { ObjectPair } from './pair.js';

/** The slices of one Service on both sides, as far as they differ. */
export interface SliceGroup {
  readonly namespace: string;
  readonly service: string;
  readonly before: readonly EndpointSlice[];
  readonly after: readonly EndpointSlice[];
}

/**
 * Takes the EndpointSlices that belong to a Service out of `pairs`. Slices are the packing of a Service's endpoints: which slice holds an
 * endpoint means nothing, so they are compared as a whole ({@link compareSlices}). `rest` holds all other pairs, and of the slices what
 * concerns one slice alone (its labels).
 */
export function groupSlices(pairs: readonly ObjectPair[]): { groups: SliceGroup[]; rest: ObjectPair[] } {
  const groups = new Map<string, { namespace: string; service: string; before: EndpointSlice[]; after: EndpointSlice[] }>();
  const rest: ObjectPair[] = [];
  for (const pair of pairs) {
    const left: { before?: EndpointSlice; after?: EndpointSlice } = {};
    for (const side of ['before', 'after'] as const) {
      const slice = pair[side];
      if (slice?.kind !== 'EndpointSlice') continue;
      const service = slice.metadata.labels?.['kubernetes.io/service-name'];
      if (service === undefined) left[side] = slice;
      else {
        const key = `${pair.namespace}/${service}`;
        const group = groups.get(key) ?? { namespace: pair.namespace, service, before: [], after: [] };
        groups.set(key, group);
        group[side].push(slice);
      }
    }
    if (pair.kind !== 'EndpointSlice') rest.push(pair);
    else if (left.before !== undefined || left.after !== undefined) rest.push({ kind: pair.kind, namespace: pair.namespace, name: pair.name, ...left });
    else if (pair.before !== undefined && pair.after !== undefined) rest.push({ ...pair, before: packaging(pair.before), after: packaging(pair.after) });
  }
  return { groups: [...groups.values()], rest };
}

/**
 * How the endpoints of a Service changed, whatever slices hold them: `endpoints[10.0.0.7]…`, and `ports[http,TCP]…`, told once for all
 * endpoints where all have the same. Empty where endpoints were only packed anew. An endpoint that stands in two slices, as it may for a moment,
 * seems to come or go when only one of them changed.
 */
export function compareSlices({ before, after }: SliceGroup): FieldChange[] {
  const uniform = new Set(before.filter(hasEndpoints).map(portsText)).size <= 1 && new Set(after.filter(hasEndpoints).map(portsText)).size <= 1;
  // Of many endpoints few differ: only these are worth a closer look.
  const same = uniform ? onBothSides(before, after) : new Set<Endpoint>();
  const [a, b] = [union(before, same, uniform), union(after, same, uniform)];
  if (!before.some(hasEndpoints) || !after.some(hasEndpoints)) return compareFields(unionForm, { endpoints: a.endpoints }, { endpoints: b.endpoints });
  return compareFields(unionForm, a, b);
}

/** The endpoints that have their like on the other side. */
function onBothSides(before: readonly EndpointSlice[], after: readonly EndpointSlice[]): Set<Endpoint> {
  const byAddress = new Map<string | undefined, Endpoint[]>();
  for (const { endpoints } of after) {
    for (const endpoint of endpoints) {
      const [address] = endpoint.addresses;
      const alike = byAddress.get(address);
      if (alike === undefined) byAddress.set(address, [endpoint]);
      else alike.push(endpoint);
    }
  }
  const same = new Set<Endpoint>();
  for (const { endpoints } of before) {
    for (const endpoint of endpoints) {
      for (const other of byAddress.get(endpoint.addresses[0]) ?? []) if (isEqual(endpoint, other)) same.add(endpoint).add(other);
    }
  }
  return same;
}

type Endpoint = EndpointSlice['endpoints'][number];
type Port = EndpointSlice['ports'][number];

interface Union {
  readonly ports: readonly Port[];
  readonly endpoints: readonly (Endpoint & { readonly ports?: readonly Port[] })[];
}

/** The endpoints of all slices, but for those of `without`. */
function union(slices: readonly EndpointSlice[], without: ReadonlySet<Endpoint>, uniform: boolean): Union {
  const merged = new Map<string, { endpoint: Endpoint; ports: Map<string, Port> }>();
  for (const slice of slices) {
    for (const endpoint of slice.endpoints) {
      if (without.has(endpoint)) continue;
      const key = JSON.stringify(endpoint);
      const entry = merged.get(key) ?? { endpoint, ports: new Map<string, Port>() };
      merged.set(key, entry);
      for (const port of slice.ports) entry.ports.set(JSON.stringify(port), port);
    }
  }
  const entries = [...merged.keys()].sort().map((key) => merged.get(key)!);
  const sorted = (ports: ReadonlyMap<string, Port>) => [...ports.keys()].sort().map((key) => ports.get(key)!);
  return {
    ports: uniform ? (slices.find(hasEndpoints)?.ports ?? []) : [],
    endpoints: entries.map(({ endpoint, ports }) => (uniform ? endpoint : { ...endpoint, ports: sorted(ports) })),
  };
}

function hasEndpoints(slice: EndpointSlice): boolean {
  return slice.endpoints.length > 0;
}

function portsText(slice: EndpointSlice): string {
  return JSON.stringify(slice.ports);
}

/** The slice without what {@link compareSlices} compares, and without its identity: the controller makes slices anew as it likes. */
function packaging(slice: NonNullable<ObjectPair['before']>): NonNullable<ObjectPair['before']> {
  if (slice.kind !== 'EndpointSlice') return slice;
  const { name, namespace, labels, annotations } = slice.metadata;
  return { ...slice, metadata: { name, namespace, ...(labels && { labels }), ...(annotations && { annotations }) }, endpoints: [], ports: [] };
}

const sliceForm = structFields(specOf('EndpointSlice').shape.form);
const endpointForm = structFields(itemOf(sliceForm['endpoints']));
const portsForm = sliceForm['ports']!;

const unionForm: Form = {
  type: 'struct',
  fields: {
    ports: portsForm,
    endpoints: { type: 'list', key: ['addresses'], ordered: false, item: { type: 'struct', fields: { ...endpointForm, ports: portsForm } } },
  },
};

function structFields(form: Form | undefined): Readonly<Record<string, Form>> {
  return form?.type === 'struct' ? form.fields : {};
}

function itemOf(form: Form | undefined): Form | undefined {
  return form?.type === 'list' ? form.item : undefined;
}
