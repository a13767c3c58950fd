import { enumerate, nearest } from '../../analysis/index.js';
import type { AskedSnapshot } from '../answer.js';
import { pathOf, read, segment, tryToRead, type Conversation, type Setting } from '../conversation.js';
import { valueOf, type Reading } from '../grammar.js';
import { Unclear } from '../unclear.js';

/** The snapshot that a question is about. */
export interface Place extends AskedSnapshot {
  /** The path of the snapshot, by its number. */
  readonly path: string;
}

interface ClusterPage {
  readonly items: readonly { readonly name: string }[];
}

/** The snapshot that the question names by `in` and `at`; by default the newest of the cluster that the channel uses, or of the only one there is. @throws Unclear where that is none */
export function* placeOf(reading: Reading, setting: Setting): Conversation<Place> {
  const cluster = yield* clusterOf(reading, setting);
  const ref = snapshotRef(valueOf(reading, 'at')?.text ?? 'latest');
  const path = `/v1/clusters/${segment(cluster)}/snapshots`;
  const found = yield* tryToRead<{ number: number; takenAt: string }>(`${path}/${segment(ref)}`);
  if (found === undefined) throw yield* noSnapshot(cluster, ref, setting);
  return { cluster, number: found.number, takenAt: found.takenAt, path: `${path}/${found.number}` };
}

/** The cluster that the question names by `in`, or that goes without saying. @throws Unclear where none does */
export function* clusterOf(reading: Reading, setting: Setting): Conversation<string> {
  const named = valueOf(reading, 'in')?.text;
  if (named !== undefined) {
    if (isAllowed(named, setting)) return named;
    throw noCluster(named, yield* clustersOf(setting));
  }
  if (setting.defaults.cluster !== null && isAllowed(setting.defaults.cluster, setting)) return setting.defaults.cluster;
  const known = yield* clustersOf(setting);
  const [only] = known;
  if (only === undefined) throw new Unclear('There is no cluster to ask about yet: import or capture one first.');
  if (known.length === 1) return only;
  throw new Unclear(`There are several clusters: ${enumerate(known, 8)}. Say which, or once and for all: use ${only}`, { append: `in ${only}` });
}

/** The names of the clusters that may be asked about. */
export function* clustersOf(setting: Setting): Conversation<string[]> {
  const { items } = yield* read<ClusterPage>(pathOf('/v1/clusters', [['limit', 1000]]));
  return items.map(({ name }) => name).filter((name) => isAllowed(name, setting));
}

export function isAllowed(cluster: string, { clusters }: Setting): boolean {
  return /^[a-z\d]([-a-z\d]{0,61}[a-z\d])?$/.test(cluster) && (clusters === null || clusters.includes(cluster));
}

/** A date is its last instant, so that the newest snapshot of that day is meant; an instant without a zone is of UTC. */
export function snapshotRef(text: string): string {
  const given = text.toUpperCase();
  if (/^\d{4}-\d\d-\d\d$/.test(given)) return `${given}T23:59:59Z`;
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(given)) return `${given}${given.length === 16 ? ':00' : ''}Z`;
  if (/^\d{4}-\d\d-\d\dT/.test(given)) return given;
  if (/^(LATEST(~\d{1,9})?|[1-9]\d{0,8})$/.test(given)) return given.toLowerCase();
  throw new Unclear(`A snapshot is named by its number, latest, latest~1 or a day as 2026-01-31, not “${text}”.`, { replace: { wrong: text, right: 'latest' } });
}

function* noSnapshot(cluster: string, ref: string, setting: Setting): Conversation<Unclear> {
  const known = yield* clustersOf(setting);
  if (!known.includes(cluster)) return noCluster(cluster, known);
  const { items } = yield* read<{ items: readonly { number: number; takenAt: string }[] }>(pathOf(`/v1/clusters/${segment(cluster)}/snapshots`, [['limit', 1]]));
  const [newest] = items;
  if (newest === undefined) return new Unclear(`Cluster ${cluster} has no snapshot yet: import or capture one first.`);
  return new Unclear(`Cluster ${cluster} has no snapshot ${ref}; its newest is ${newest.number}, taken at ${newest.takenAt}.`, { replace: { wrong: ref, right: 'latest' } });
}

function noCluster(name: string, known: readonly string[]): Unclear {
  const [near = known[0]] = nearest(name, known, 1);
  if (near === undefined) return new Unclear(`There is no cluster “${name}”, nor any other.`);
  return new Unclear(`There is no cluster “${name}”; there ${known.length === 1 ? 'is' : 'are'} ${enumerate(known, 8)}. A namespace is said as: namespace ${name}`, { replace: { wrong: name, right: near } });
}
