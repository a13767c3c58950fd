import { clip } from '../analysis/index.js';
import type { NotificationEvent } from './event.js';

/** The content type of {@link cloudEventOf}. */
export const cloudEventType = 'application/cloudevents+json; charset=utf-8';

/** In bytes; what is told is always less. */
export const longestBody = 20_000;

/** How long texts and lists within the data may be, from all to little, until it fits. */
const bounds = [
  { text: Infinity, items: Infinity },
  { text: 2_000, items: 20 },
  { text: 500, items: 10 },
  { text: 120, items: 4 },
] as const;

/**
 * The event in the JSON format of CloudEvents, in fewer than 20,000 bytes of UTF-8. What did not fit is cut, `truncated` says so, and `link` has all of it.
 *
 * Source: CloudEvents 1.0.2, “JSON Event Format”
 *
 * @param baseUrl what stands before a path to make it a URL, without a slash at its end; '' where it is not known
 */
export function cloudEventOf(event: NotificationEvent, baseUrl: string): string {
  for (const bound of bounds) {
    const text = written(event, baseUrl, bound);
    if (bytesOf(text) < longestBody) return text;
  }
  const { id, type, cluster, time, subject } = event;
  return JSON.stringify({ ...attributes({ id, type, cluster, time, subject }, baseUrl), data: { summary: clip(event.summary, 500), link: `${baseUrl}${event.link}`, truncated: true } });
}

function written(event: NotificationEvent, baseUrl: string, { text, items }: { readonly text: number; readonly items: number }): string {
  const cut = new Cutter(text, items);
  const { cluster, summary } = event;
  const data = { ...(cluster !== '' && { cluster }), summary: cut.value(summary, 0), link: `${baseUrl}${event.link}`, ...(cut.value(event.data, 0) as object) };
  return JSON.stringify({ ...attributes(event, baseUrl), data: cut.hasCut ? { ...data, truncated: true } : data });
}

function attributes({ id, type, cluster, time, subject }: Pick<NotificationEvent, 'id' | 'type' | 'cluster' | 'time' | 'subject'>, baseUrl: string) {
  return { specversion: '1.0', id, source: `${baseUrl}${cluster === '' ? '/' : `/v1/clusters/${cluster}`}`, type, subject, time, datacontenttype: 'application/json' };
}

/** Shortens JSON. What the data are made of stays; objects further in lose fields. */
class Cutter {
  hasCut = false;

  constructor(
    private readonly text: number,
    private readonly items: number,
  ) {}

  value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#cut(value, value.length > this.text, () => clip(value, this.text));
    if (Array.isArray(value)) return this.#cut(value as unknown[], value.length > this.items, () => (value as unknown[]).slice(0, this.items)).map((each) => this.value(each, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const kept = depth < 3 ? entries : this.#cut(entries, entries.length > this.items, () => entries.slice(0, this.items));
    return Object.fromEntries(kept.map(([key, each]) => [depth < 3 ? key : key.slice(0, 253), this.value(each, depth + 1)]));
  }

  #cut<T>(value: T, isTooLong: boolean, cut: () => T): T {
    if (isTooLong) this.hasCut = true;
    return isTooLong ? cut() : value;
  }
}

/** Of UTF-8; a lone surrogate counts as what stands in for it. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
