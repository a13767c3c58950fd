import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../src/core/record.js';
import type { Observation, Observed } from './observed.js';

/** A change in the words of the service's diff. */
export interface Change {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly change: string;
  readonly together?: true;
  readonly fields: readonly Field[];
}

interface Field {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The fields that name an item of a list, by the name of the list. `[]`: only the whole item does. */
const names: Readonly<Record<string, readonly string[]>> = {
  addresses: ['ip'],
  conditions: ['type'],
  containerStatuses: ['name'],
  endpoints: ['addresses'],
  hostIPs: ['ip'],
  notReadyAddresses: ['ip'],
  ownerReferences: ['kind', 'name'],
  podIPs: ['ip'],
  ports: ['port', 'protocol'],
  subsets: [],
};

/**
 * What differs between two observations, as the diff of the service should tell it. Worked out of kubectl's raw objects alone: nothing here knows what the service keeps,
 * so that a field which it should keep and does not is missing in its answer.
 */
export function changesBetween(before: Observation, after: Observation): Change[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const single = keys.filter((key) => !isOfService(before.get(key) ?? after.get(key)));
  return sorted([...single.flatMap((key) => changeOf(before.get(key), after.get(key))), ...sliceChanges(before, after)]);
}

/** The same order for every list of changes, and of fields within each. */
export function sorted(changes: readonly Change[]): Change[] {
  return changes
    .map((change) => ({ ...change, fields: [...change.fields].sort((a, b) => (a.field < b.field ? -1 : 1)) }))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** `Pod team-0/db-0 replaced`. */
export function nameOf({ kind, namespace, name, change }: Change): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name} ${change}`;
}

function changeOf(before: Observed | undefined, after: Observed | undefined): Change[] {
  const { kind, metadata } = (before ?? after) as Observed;
  const about = { kind, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }), name: metadata.name };
  if (before === undefined || after === undefined) return [{ ...about, change: before === undefined ? 'added' : 'removed', fields: [] }];
  const fields = differences(before, after);
  if (fields.length === 0) return [];
  return [{ ...about, change: before.metadata.uid === after.metadata.uid ? 'changed' : 'replaced', fields }];
}

interface Slice extends Observed {
  readonly ports: readonly object[];
  readonly endpoints: readonly object[] | null;
}

function isOfService(object: Observed | undefined): boolean {
  return object?.kind === 'EndpointSlice' && serviceOf(object) !== undefined;
}

function serviceOf({ metadata }: Observed): string | undefined {
  return metadata.labels?.['kubernetes.io/service-name'];
}

/** The slices of a Service are one object to a reader. Those of one Service all have the same ports here. */
function sliceChanges(before: Observation, after: Observation): Change[] {
  const [was, is] = [slicesByService(before), slicesByService(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => {
    const fields = differences(packed(was.get(key)), packed(is.get(key)));
    const [namespace = '', name = ''] = key.split('/');
    return fields.length === 0 ? [] : [{ kind: 'EndpointSlice', namespace, name, change: 'changed', together: true, fields }];
  });
}

function slicesByService(observation: Observation): Map<string, Slice[]> {
  const byService = new Map<string, Slice[]>();
  for (const slice of [...observation.values()].filter(isOfService) as Slice[]) {
    const key = `${slice.metadata.namespace ?? ''}/${serviceOf(slice) ?? ''}`;
    byService.set(key, [...(byService.get(key) ?? []), slice]);
  }
  return byService;
}

function packed(slices: readonly Slice[] = []): object {
  const filled = slices.filter(({ endpoints }) => (endpoints ?? []).length > 0);
  return { ports: filled[0]?.ports ?? [], endpoints: filled.flatMap(({ endpoints }) => endpoints ?? []) };
}

function differences(before: unknown, after: unknown, field = '', list = ''): Field[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return itemDifferences(before, after, field, list);
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], field === '' ? key : `${field}.${key}`, key));
  }
  return [{ field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function itemDifferences(before: readonly unknown[], after: readonly unknown[], field: string, list: string): Field[] {
  const key = names[list];
  if (key === undefined) return [{ field, before, after }];
  const [was, is] = [byName(key, before), byName(key, after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => differences(was.get(name), is.get(name), `${field}[${name}]`));
}

function byName(key: readonly string[], items: readonly unknown[]): ReadonlyMap<string, unknown> {
  return new Map(items.map((item) => [key.map((name) => plain((item as Record<string, unknown>)[name])).join(','), item]));
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
