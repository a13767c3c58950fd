import { count, enumerate, nearest, type Answer, type Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { clusterDnsOf } from '../cluster-dns.js';
import type { KubernetesConfig } from '../kubernetes/config.js';
import { objectsOf } from '../kubernetes/objects.js';
import { isSubDomain, normalizeName } from '../name.js';
import { recordsOf, type HeldRecord, type RecordSource } from './records.js';

/** Which records are wanted. What is absent does not matter. */
export interface RecordsQuestion {
  /** A zone of the plugin `kubernetes`; its first one that is no reverse zone where it is absent. */
  readonly zone?: string;
  /** An owner, within the zone or whole; `*.` before it means all below it. */
  readonly name?: string;
  /** `A`, `SRV` …, in any case. */
  readonly type?: string;
  /** Of the object that a record comes from. */
  readonly namespace?: string;
}

/** Which of them are shown. */
export interface RecordsWindow {
  /** How many are passed over. */
  readonly from: number;
  /** How many are shown at most. */
  readonly limit: number;
}

/**
 * - `listed`: these are all that the question is about
 * - `insufficient-information`: the snapshot does not hold what they are made of; `missing` names it
 */
export type RecordsOutcome = 'listed' | 'insufficient-information';

export interface RecordsAnswer extends Answer {
  readonly outcome: RecordsOutcome;
  /** The zone that was asked for; null where none is known. */
  readonly zone: string | null;
  /** All that the cluster DNS serves from the cluster. */
  readonly zones: readonly string[];
  /** SOA, NS and version first, then by namespace and Service, then pods. */
  readonly records: readonly HeldRecord[];
  /** Of all that match; those in `records` may be a page of them. */
  readonly count: number;
  readonly next: string | null;
  readonly missing: readonly string[];
}

const sources = new WeakMap<ClusterView, readonly RecordSource[]>();

/** Where the CoreDNS of a cluster serves from the cluster itself: one for each server block with the plugin `kubernetes`. */
export function recordSources(view: ClusterView): { readonly sources: readonly RecordSource[]; readonly missing: readonly string[] } {
  const known = sources.get(view);
  if (known !== undefined) return { sources: known, missing: [] };
  const dns = clusterDnsOf(view);
  if ('missing' in dns) return { sources: [], missing: dns.missing };
  const { error, blocks } = dns.loaded;
  if (error !== undefined) return { sources: [], missing: [`a Corefile with which CoreDNS starts: ${error.message}`] };
  const addresses = (dns.pods[0]?.status?.podIPs ?? []).map(({ ip }) => ip);
  const configs = blocks.flatMap(({ plugins }) => plugins.filter(({ plugin }) => plugin.name === 'kubernetes').flatMap(({ configs: found }) => found as readonly KubernetesConfig[]));
  const found = configs.map((config) => ({ config, objects: objectsOf(view), addresses }));
  sources.set(view, found);
  return { sources: found, missing: [] };
}

/**
 * The records that the cluster DNS serves from the cluster.
 *
 * @throws InputError `invalid-request` for a zone that it does not serve
 */
export function* recordsSteps(view: ClusterView, question: RecordsQuestion, { from, limit }: RecordsWindow): Steps<RecordsAnswer> {
  const found = recordSources(view);
  const zones = found.sources.flatMap(({ config }) => config.zones);
  if (found.missing.length > 0) return unknown(zones, found.missing);
  const wanted = question.zone === undefined ? found.sources[0]?.config.primaryZone : normalizeName(question.zone);
  const source = found.sources.find(({ config }) => wanted !== undefined && config.zones.includes(wanted));
  if (wanted === undefined || source === undefined) {
    if (question.zone === undefined) return unknown(zones, ['a server block with the plugin kubernetes']);
    throw strange(wanted ?? '', zones);
  }
  const missing = uncovered(view);
  if (missing.length > 0) return unknown(zones, missing);
  const matching = (yield* recordsOf(source, wanted)).filter(filterOf(question, wanted));
  const records = matching.slice(from, from + limit);
  const end = from + records.length;
  return {
    outcome: 'listed', zone: wanted, zones, records, count: matching.length, next: end < matching.length ? String(end) : null, missing: [],
    summary: summaryOf(wanted, matching), steps: [], warnings: warningsOf(source, wanted),
  };
}

function unknown(zones: readonly string[], missing: readonly string[]): RecordsAnswer {
  return { outcome: 'insufficient-information', zone: null, zones, records: [], count: 0, next: null, missing, summary: `What the cluster zone holds is not known: it takes ${enumerate(missing)}.`, steps: [], warnings: [] };
}

function strange(zone: string, zones: readonly string[]): InputError {
  const near = nearest(zone, zones);
  const detail = `The cluster DNS serves no zone ${JSON.stringify(zone)} from the cluster; ${near.length > 0 ? `near: ${near.join(', ')}` : `it serves ${zones.join(', ')}`}.`;
  return new InputError('invalid-request', detail, [{ pointer: '?zone', detail }]);
}

function uncovered(view: ClusterView): readonly string[] {
  const kinds = [...(view.covers('Service') ? [] : ['all Services']), ...(view.covers('EndpointSlice') || view.covers('Endpoints') ? [] : ['all EndpointSlices'])];
  return kinds;
}

function filterOf({ name, type, namespace }: RecordsQuestion, zone: string): (record: HeldRecord) => boolean {
  const below = name?.startsWith('*.') === true;
  const given = normalizeName(below ? (name ?? '').slice(2) : (name ?? ''));
  const owner = name === undefined ? undefined : given === '.' || given === '' ? zone : isSubDomain(zone, given) ? given : `${given}${zone === '.' ? '' : zone}`;
  return (record) =>
    (type === undefined || record.type === type.toUpperCase()) &&
    (namespace === undefined || record.object?.namespace === namespace) &&
    (owner === undefined || (below ? record.name.toLowerCase() !== owner && isSubDomain(owner, record.name) : record.name.toLowerCase() === owner));
}

function summaryOf(zone: string, records: readonly HeldRecord[]): string {
  const types = new Map<string, number>();
  for (const { type } of records) types.set(type, (types.get(type) ?? 0) + 1);
  const told = [...types].map(([type, n]) => `${n} ${type}`);
  return `${zone} holds ${count(records.length, 'record')}${told.length === 0 ? '' : `: ${enumerate(told, 8)}`}.`;
}

function warningsOf({ config, addresses }: RecordSource, zone: string): readonly string[] {
  return [
    ...(addresses.length === 0 ? [`The addresses of CoreDNS’s pods are not in the snapshot, and the NS records of ${zone} are made of them.`] : []),
    ...(config.podMode === 'insecure' ? ['With `pods insecure` every address has a name in every namespace; here stand those of pods.'] : []),
    ...(config.multiclusterZones.includes(zone) ? [`${zone} is a multicluster zone: the ServiceImports that it holds are not in a snapshot.`] : []),
  ];
}
