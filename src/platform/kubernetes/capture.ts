import type { DraftBuilder, KindName, PlainObject } from '../../core/cluster/index.js';
import type { ObjectLane } from '../json/object-lane.js';
import { unreachable, type ApiServer } from './api-server.js';
import { discover, versionOf, type Served } from './discovery.js';
import { listAll, type ListSink } from './list.js';
import { capturedResources, type CapturedResource, type NamedObject } from './resources.js';

export interface CaptureCourse {
  readonly signal: AbortSignal;
  /** `done` of `total` kinds. */
  readonly report: (phase: string, done: number, total: number | null) => Promise<void>;
  readonly now: () => Date;
}

export interface CaptureReport {
  /** The instant at which the moment of the snapshot was fixed. */
  readonly takenAt: Date;
  readonly requests: number;
  /** Requests that had to be repeated. */
  readonly retries: number;
  /** Lists that had to be begun anew. */
  readonly restarts: number;
  /** Of the bodies that were received. */
  readonly bytes: number;
}

/**
 * Reads everything of a cluster that analyses need. The first list fixes the moment; the others are asked for as of that moment, so that the snapshot is of one instant.
 * Where the server does not know the moment any more, a list is of its own, later one, as its resourceVersion says.
 * What a role forbids or the cluster lacks is told in the coverage.
 *
 * Gentle on purpose: one list after the other, at most one request ahead.
 *
 * @param lane where items are read, if they are read in several places
 * @throws InputError `cluster-unreachable` that names the kind and the cause, or the reason of the signal
 */
export async function captureCluster(api: ApiServer, builder: DraftBuilder, { signal, report, now }: CaptureCourse, lane?: ObjectLane): Promise<CaptureReport> {
  await report('connect', 0, null);
  await readVersion(api, builder, signal);
  const served = await discover(api, capturedResources, signal);
  let moment: string | undefined;
  let takenAt: Date | undefined;
  let restarts = 0;
  for (const [i, resource] of capturedResources.entries()) {
    await report('list', i, capturedResources.length);
    if (resource.named !== undefined) {
      await readNamed(api, resource, resource.named, builder, signal);
      continue;
    }
    const listed = await readList(api, { resource, served, moment }, builder, signal, lane);
    restarts += listed?.restarts ?? 0;
    if (listed?.outcome !== 'listed') continue;
    moment ??= listed.resourceVersion;
    takenAt ??= now();
  }
  await report('list', capturedResources.length, capturedResources.length);
  return { takenAt: takenAt ?? now(), restarts, ...api.traffic };
}

async function readVersion(api: ApiServer, builder: DraftBuilder, signal: AbortSignal): Promise<void> {
  const answer = await api.get('/version', 'version', signal);
  if (answer.outcome === 'found') builder.object(answer.body, {});
  else builder.warn({ detail: 'the API server did not tell its version' });
}

interface Wanted {
  readonly resource: CapturedResource;
  readonly served: Served | undefined;
  readonly moment: string | undefined;
}

async function readList(api: ApiServer, { resource, served, moment }: Wanted, builder: DraftBuilder, signal: AbortSignal, lane: ObjectLane | undefined) {
  const { kind } = resource;
  const apiVersion = versionOf(resource, served);
  if (apiVersion === undefined) return undefined;
  const hint = { kind, apiVersion };
  const sink = lane === undefined ? sinkOf(builder, hint) : lanedSink(builder, hint, lane);
  const ended = await listAll(api, { resource, apiVersion, isKnown: served !== undefined, moment }, sink, signal);
  await lane?.drain();
  if (ended.outcome === 'forbidden') builder.forbidden(kind);
  if (ended.outcome === 'listed') {
    const { resourceVersion, count } = ended;
    builder.list({ ...hint, namespace: '', kinds: [], namespaces: [], resourceVersion, count, unreadable: 0 });
  }
  return ended;
}

interface ListHint {
  readonly kind: KindName;
  readonly apiVersion: string;
}

function sinkOf(builder: DraftBuilder, hint: ListHint): ListSink {
  return { item: (raw) => builder.object(raw, hint), again: () => builder.forget(hint.kind) };
}

/** The same where items are read in a lane. */
function lanedSink(builder: DraftBuilder, hint: ListHint, lane: ObjectLane): ListSink {
  const end = {
    plain: (object: PlainObject) => builder.plain(object, hint),
    text: (text: Buffer) => builder.object(parseItem(text, hint), hint),
  };
  return {
    item: (raw) => lane.step(() => builder.object(raw, hint)),
    text: (text) => lane.put(end, hint, text, 0),
    again: () => lane.step(() => builder.forget(hint.kind)),
    settle: () => lane.settle(),
  };
}

function parseItem(text: Buffer, { kind }: ListHint): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    throw unreachable(`list of ${kind}`, 'the API server answered with an item that is no JSON', 1);
  }
}

/** A few objects of a kind that holds too much to be listed. They vouch for themselves only. */
async function readNamed(api: ApiServer, { kind, plural }: CapturedResource, objects: readonly NamedObject[], builder: DraftBuilder, signal: AbortSignal): Promise<void> {
  let found = 0;
  const forbidden: string[] = [];
  for (const { namespace, name } of objects) {
    const answer = await api.get(`/api/v1/namespaces/${namespace}/${plural}/${name}`, `${plural} ${namespace}/${name}`, signal, {
      check: (body) => (body['kind'] === kind ? undefined : `answered with something that is no ${kind}`),
    });
    if (answer.outcome === 'found') {
      builder.object(answer.body, {});
      found++;
    } else if (answer.status === 403) forbidden.push(`${namespace}/${name}`);
  }
  if (forbidden.length === 0) return;
  if (found === 0) builder.forbidden(kind);
  builder.warn({ detail: `${forbidden.length} of ${objects.length} ${plural} may not be read: ${forbidden.slice(0, 5).join(', ')}${forbidden.length > 5 ? ' …' : ''}` });
}
