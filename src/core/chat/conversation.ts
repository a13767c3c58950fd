import type { ChatAnswer } from './answer.js';

/** What a channel has for granted: `use prod namespace shop`. */
export interface Defaults {
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Who asks, and where. */
export interface Setting {
  readonly defaults: Defaults;
  /** The clusters that may be asked about; null for all. */
  readonly clusters: readonly string[] | null;
  /** What stands before a command on this platform, with its blank: `/foretrace `; '' where nothing does. */
  readonly prefix: string;
}

/** What the core asks of whoever leads the conversation: to read one of the service's own paths, or to remember defaults. */
export type Ask = { readonly kind: 'read'; readonly path: string } | { readonly kind: 'remember'; readonly defaults: Defaults };

/** What was heard: the status and the JSON of the response; of `remember` nothing. */
export interface Heard {
  readonly status: number;
  readonly body: unknown;
}

/** Asks what it needs, one after another, and returns what it made of it. */
export type Conversation<T = ChatAnswer> = Generator<Ask, T, Heard>;

/** The service refused a question. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Reads a path. @throws Refused for whatever is no success */
export function* read<T>(path: string): Conversation<T> {
  const { status, body } = yield { kind: 'read', path };
  if (status >= 300) throw new Refused(status, detailOf(body) ?? `it answers ${status}`);
  return body as T;
}

/** Reads a path; undefined where that is refused as a question that cannot be answered, as one that names what is not there. */
export function* tryToRead<T>(path: string): Conversation<T | undefined> {
  const { status, body } = yield { kind: 'read', path };
  if (status >= 500 || status === 401 || status === 403) throw new Refused(status, detailOf(body) ?? `it answers ${status}`);
  return status < 300 ? (body as T) : undefined;
}

/** Of a problem document. */
function detailOf(body: unknown): string | undefined {
  const detail: unknown = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined;
  return typeof detail === 'string' ? detail : undefined;
}

type Value = string | number | undefined;

/** A path with its query: `undefined` leaves a parameter out, a list repeats it. What is read easily stays readable: slashes, colons and commas. */
export function pathOf(path: string, query: readonly (readonly [name: string, value: Value | readonly Value[]])[]): string {
  const written = query.flatMap(([name, value]) => [value].flat().flatMap((one) => (one === undefined ? [] : [`${name}=${escapeQuery(String(one))}`])));
  return written.length === 0 ? path : `${path}?${written.join('&')}`;
}

/** The path of the picture of what a path answers. */
export function picturePath(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}format=png`;
}

/** One segment of a path. */
export function segment(text: string): string {
  return encodeURIComponent(wellFormed(text));
}

function escapeQuery(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(/%2F/g, '/').replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Half a character cannot be encoded. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
