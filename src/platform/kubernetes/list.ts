import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors.js';
import { isRecord } from '../../core/record.js';
import { unreachable, type ApiAnswer, type ApiServer } from './api-server.js';
import type { CapturedResource } from './resources.js';

/** Items of the first page. Pages that follow hold as many as make about `pageBytes`, so that reading one never holds up the process for long. */
const firstLimit = 500;
const pageBytes = 4 * 2 ** 20;

/** Items of one kind, beyond any cluster that Kubernetes is made for. */
const mostItems = 1_000_000;

/** Texts of items that are taken without a pause: the next page is on its way. */
const textsAtOnce = 64;

/** How often a list is begun anew where the server has forgotten its place in it. */
const mostRestarts = 3;

export type ListOutcome =
  | { readonly outcome: 'listed'; readonly resourceVersion: string; readonly count: number; readonly restarts: number }
  | { readonly outcome: 'forbidden' | 'absent'; readonly restarts: number };

/** What takes the items. */
export interface ListSink {
  item(raw: unknown): void;
  /** An item as its text, which is good for the length of the call. Absent: {@link item} is to be told. */
  readonly text?: (text: Buffer) => void;
  /** Called now and then, to be waited for. */
  readonly settle?: () => Promise<void>;
  /** The list begins anew: what was taken of it does not count. */
  again(): void;
}

export interface ListQuestion {
  readonly resource: CapturedResource;
  readonly apiVersion: string;
  /** Whether the server says that it has the resource. */
  readonly isKnown: boolean;
  /** The resourceVersion at which the list is wanted; undefined: the present. */
  readonly moment: string | undefined;
}

/**
 * Lists all objects of a kind page by page, at one moment. At the moment that is asked for where the server still knows it, else at a later one of the list's own.
 *
 * A page that follows is asked for while the one before it is taken. Source: https://kubernetes.io/docs/reference/using-api/api-concepts, "Retrieving large results sets in chunks" and
 * "Resource versions"; k8s.io/apiserver v0.37.2, pkg/storage/continue.go and errors.go.
 *
 * @throws InputError `cluster-unreachable`, or the reason of `signal`
 */
export async function listAll(api: ApiServer, question: ListQuestion, sink: ListSink, signal: AbortSignal): Promise<ListOutcome> {
  let { moment } = question;
  for (let restarts = 0; ; restarts++) {
    const ended = await listOnce(api, { ...question, moment }, sink, signal);
    if (ended.outcome !== 'gone') return { ...ended, restarts };
    if (restarts === mostRestarts) throw unreachable(question.resource.plural, 'the API server lost its place in the list', restarts + 1);
    moment = undefined;
    sink.again();
  }
}

type Refused = { readonly outcome: 'forbidden' | 'absent' } | { readonly outcome: 'gone' };

type Ended = Refused | { readonly outcome: 'listed'; readonly resourceVersion: string; readonly count: number };

async function listOnce(api: ApiServer, question: ListQuestion, sink: ListSink, signal: AbortSignal): Promise<Ended> {
  const { resource } = question;
  const places = new Set<string>();
  let count = 0;
  const leavesItems = sink.text !== undefined;
  let page: Page | Refused = await fetchPage(api, question, { limit: firstLimit, leavesItems }, signal);
  if (page.outcome !== 'page') return page;
  const { resourceVersion } = page;
  for (;;) {
    const { items, texts, next, bytes }: Page = page;
    const length: number = items.length + texts.length;
    count += length;
    if (count > mostItems) throw unreachable(resource.plural, `the API server lists more than ${mostItems} of them`, 1);
    if (next !== undefined && places.has(next)) throw unreachable(resource.plural, 'the API server lists the same page again and again', 1);
    const following: Promise<Page | Refused> | undefined = next === undefined ? undefined : fetchPage(api, question, { limit: limitFor(length, bytes), place: next, leavesItems }, signal);
    // It is awaited below; that it fails meanwhile is no news yet.
    following?.catch(() => undefined);
    for (const item of items) sink.item(item);
    await setImmediate();
    for (const [i, text] of texts.entries()) {
      sink.text?.(text);
      if (i % textsAtOnce !== textsAtOnce - 1) continue;
      await setImmediate();
      signal.throwIfAborted();
    }
    await sink.settle?.();
    if (following === undefined) return { outcome: 'listed', resourceVersion, count };
    places.add(next as string);
    page = await following;
    if (page.outcome === 'gone') return page;
    if (page.outcome !== 'page') throw unreachable(resource.plural, `the API server ${page.outcome === 'forbidden' ? 'forbids' : 'does not know'} the list in the middle of it`, 1);
    if (page.resourceVersion !== resourceVersion) return { outcome: 'gone' };
  }
}

interface Page {
  readonly outcome: 'page';
  readonly items: readonly unknown[];
  readonly texts: readonly Buffer[];
  readonly resourceVersion: string;
  readonly next: string | undefined;
  readonly bytes: number;
}

async function fetchPage(
  api: ApiServer,
  { resource, apiVersion, isKnown, moment }: ListQuestion,
  { limit, place, leavesItems }: { readonly limit: number; readonly place?: string; readonly leavesItems: boolean },
  signal: AbortSignal,
): Promise<Page | Refused> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (place !== undefined) query.set('continue', place);
  else if (moment !== undefined) {
    query.set('resourceVersion', moment);
    query.set('resourceVersionMatch', 'Exact');
  }
  const base = resource.group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
  const answer = await api.get(`${base}/${resource.plural}?${query.toString()}`, resource.plural, signal, { check: (body) => faultOf(body, resource.kind), leavesItems });
  if (answer.outcome === 'found') return pageOf(answer);
  const { status, reason, tooNew } = answer;
  if (status === 403) return { outcome: 'forbidden' };
  if (status === 410 || tooNew || (status === 400 && moment !== undefined)) return { outcome: 'gone' };
  if (!isKnown && (status === 404 || status === 405)) return { outcome: 'absent' };
  throw new InputError('cluster-unreachable', `${resource.plural}: the API server answered ${status}${reason === '' ? '' : ` ${reason}`}`);
}

/** Whether a body is a page of the list that was asked for. */
function faultOf({ kind, items, metadata }: Readonly<Record<string, unknown>>, wanted: string): string | undefined {
  if (kind !== `${wanted}List`) return `answered with ${typeof kind === 'string' && /^\w{1,60}$/.test(kind) ? `a ${kind}` : 'something'} where a ${wanted}List was asked for`;
  if (items !== null && items !== undefined && !Array.isArray(items)) return 'answered with a list whose items are none';
  if (!isRecord(metadata) || typeof metadata['resourceVersion'] !== 'string' || metadata['resourceVersion'] === '') return 'answered with a list that does not tell its resourceVersion';
  return undefined;
}

function pageOf({ body, bytes, items = [] }: Extract<ApiAnswer, { readonly outcome: 'found' }>): Page {
  const metadata = body['metadata'] as Readonly<Record<string, unknown>>;
  const next = metadata['continue'];
  return {
    outcome: 'page',
    items: Array.isArray(body['items']) ? body['items'] : [],
    texts: items,
    resourceVersion: metadata['resourceVersion'] as string,
    next: typeof next === 'string' && next !== '' ? next : undefined,
    bytes,
  };
}

function limitFor(items: number, bytes: number): number {
  const fitting = Math.floor((pageBytes / Math.max(1, bytes)) * items);
  return Math.min(firstLimit, Math.max(1, fitting));
}
