import { isEqual, specOf, type AbridgedPair, type EndpointSlice, type Form, type KubeObject, type ObjectPair } from '../cluster/index.js';
import { compareFields, type FieldChange } from './fields.js';

/** The slices of one Service, as far as they differ. */
export interface SliceGroup {
  readonly namespace: string;
  readonly service: string;
  readonly pairs: readonly SlicePair[];
}

interface SliceSides {
  readonly before?: EndpointSlice | undefined;
  readonly after?: EndpointSlice | undefined;
}

/** The sides of a slice, perhaps abridged. */
interface SlicePair extends SliceSides {
  /** See {@link AbridgedPair}; absent where nothing was left out. */
  readonly omits?: AbridgedPair['omits'] | undefined;
  whole(): SliceSides;
}

/**
 * Takes the EndpointSlices that belong to a Service out of pairs of objects. Slices are the packing of a Service's endpoints: which slice holds an
 * endpoint means nothing, so they are compared as a whole ({@link compareSlices}).
 */
export class SliceGroups {
  readonly #groups = new Map<string, { readonly namespace: string; readonly service: string; readonly pairs: SlicePair[] }>();

  get groups(): readonly SliceGroup[] {
    return [...this.#groups.values()];
  }

  /** What of the pair is still to be compared by itself: all that is no such slice, and of these what concerns one slice alone (its labels). */
  take(pair: ObjectPair): ObjectPair | undefined {
    const { kind, namespace, name } = pair;
    if (kind !== 'EndpointSlice') return pair;
    const slices = slicesOf(pair);
    const { before, after } = slices;
    const [was, is] = [serviceOf(before), serviceOf(after)];
    if (before !== undefined && after !== undefined && was !== undefined && is !== undefined) {
      if (was === is) this.#add(namespace, was, slices);
      else for (const [service, side] of [[was, { before }], [is, { after }]] as const) this.#add(namespace, service, alone(side));
      return { kind, namespace, name, before: packaging(before), after: packaging(after) };
    }
    if (was === undefined && is === undefined) return pair;
    this.#add(namespace, (was ?? is)!, alone(was === undefined ? { after } : { before }));
    const other = was === undefined ? before : after;
    return other && { kind, namespace, name, only: was === undefined ? 'before' : 'after', object: other };
  }

  #add(namespace: string, service: string, pair: SlicePair): void {
    const key = `${namespace}/${service}`;
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, { namespace, service, pairs: [pair] });
    else group.pairs.push(pair);
  }
}

function slicesOf(pair: ObjectPair): SlicePair {
  if (pair.only !== undefined) return alone({ [pair.only]: pair.object });
  const { abridged } = pair;
  if (abridged === undefined) return alone({ before: pair.before, after: pair.after });
  return { before: abridged.before as EndpointSlice, after: abridged.after as EndpointSlice, omits: abridged.omits, whole: () => ({ before: pair.before, after: pair.after }) as SliceSides };
}

/** What is whole already. */
function alone(sides: { readonly before?: KubeObject | undefined; readonly after?: KubeObject | undefined }): SlicePair {
  const slices = sides as SliceSides;
  return { ...slices, whole: () => slices };
}

function serviceOf(slice: EndpointSlice | undefined): string | undefined {
  return slice?.metadata.labels?.['kubernetes.io/service-name'];
}

/**
 * How the endpoints of a Service changed, whatever slices hold them: `endpoints[10.0.0.7]…`, and `ports[http,TCP]…`, told once for all
 * endpoints where all have the same. Empty where endpoints were only packed anew. An endpoint that stands in two slices, as it may for a moment,
 * seems to come or go when only one of them changed.
 */
export function compareSlices({ pairs }: SliceGroup): FieldChange[] {
  const sides = isEnough(pairs) ? pairs : pairs.map((pair) => pair.whole());
  const [before, after] = [sides.flatMap((side) => side.before ?? []), sides.flatMap((side) => side.after ?? [])];
  const uniform = isUniform(before) && isUniform(after);
  // Of many endpoints few differ: only these are worth a closer look.
  const same = uniform ? onBothSides(before, after) : new Set<Endpoint>();
  const [a, b] = [union(before, same, uniform), union(after, same, uniform)];
  if (!before.some(hasEndpoints) || !after.some(hasEndpoints)) return compareFields(unionForm, { endpoints: a.endpoints }, { endpoints: b.endpoints });
  return compareFields(unionForm, a, b);
}

/** Whether the slices differ in the same as they would if nothing were left out: all have the same ports, and no endpoint that is there was left out of another slice. */
function isEnough(pairs: readonly SlicePair[]): boolean {
  if (pairs.every(({ omits }) => omits === undefined)) return true;
  if (!isUniform(pairs.flatMap(({ before }) => before ?? [])) || !isUniform(pairs.flatMap(({ after }) => after ?? []))) return false;
  return pairs.every((pair) => {
    const others = pairs.filter((other) => other !== pair && other.omits !== undefined && addressTypeOf(other) === addressTypeOf(pair));
    return others.length === 0 || endpointsOf(pair).every(({ addresses }) => !others.some((other) => other.omits?.(addresses)));
  });
}

function addressTypeOf({ before, after }: SlicePair): string | undefined {
  return (after ?? before)?.addressType;
}

function endpointsOf({ before, after }: SlicePair): Endpoint[] {
  return [...(before?.endpoints ?? []), ...(after?.endpoints ?? [])];
}

/** Whether all slices that hold endpoints have the same ports. */
function isUniform(slices: readonly EndpointSlice[]): boolean {
  const first = slices.find(hasEndpoints);
  return slices.every((slice) => !hasEndpoints(slice) || isEqual(slice.ports, first?.ports));
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

/** The endpoints of all slices, but for those of `without`, each once. Where the ports are not uniform, each endpoint has those of its slices. */
function union(slices: readonly EndpointSlice[], without: ReadonlySet<Endpoint>, uniform: boolean): Union {
  const slicesOf = new Map<string, { readonly endpoint: Endpoint; readonly slices: EndpointSlice[] }>();
  for (const slice of slices) {
    for (const endpoint of slice.endpoints) {
      if (without.has(endpoint)) continue;
      const key = JSON.stringify(endpoint);
      const known = slicesOf.get(key);
      if (known === undefined) slicesOf.set(key, { endpoint, slices: [slice] });
      else known.slices.push(slice);
    }
  }
  const sorted = [...slicesOf.keys()].sort().map((key) => slicesOf.get(key)!);
  return {
    ports: uniform ? (slices.find(hasEndpoints)?.ports ?? []) : [],
    endpoints: sorted.map(({ endpoint, slices: own }) => (uniform ? endpoint : { ...endpoint, ports: portsOf(own) })),
  };
}

function portsOf(slices: readonly EndpointSlice[]): readonly Port[] {
  const ports = new Map(slices.flatMap((slice) => slice.ports.map((port) => [JSON.stringify(port), port])));
  return [...ports.keys()].sort().map((key) => ports.get(key)!);
}

function hasEndpoints(slice: EndpointSlice): boolean {
  return slice.endpoints.length > 0;
}

/** The slice without what {@link compareSlices} compares, and without its identity: the controller makes slices anew as it likes. */
function packaging(slice: EndpointSlice): EndpointSlice {
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
