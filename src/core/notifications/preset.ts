import type { EventType, NotificationEvent } from './event.js';

/** What a platform is sent of one event. */
export interface PresetRequest {
  readonly method: 'POST' | 'PATCH';
  /** What stands behind the path of the subscription's URL, and what is added to its query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

export interface PresetSurroundings {
  /** What stands before a path to make it a URL, without a slash at its end; '' where it is not known. */
  readonly baseUrl: string;
  /** The message that told of the same thing before, as {@link Preset.referenceIn} found it; null where there is none. */
  readonly earlier: string | null;
}

/** In which form one kind of receiver is told of events. */
export interface Preset {
  readonly name: string;
  readonly contentType: string;
  /** The types that can be told in this form. */
  readonly tells: readonly EventType[];
  /** The same event gives the same bytes. */
  write(event: NotificationEvent, surroundings: PresetSurroundings): PresetRequest;
  /** By what a later request can change the message, out of what the platform answered; null where there is none. */
  referenceIn(answer: string): string | null;
}

/** A request that posts a new message. */
export function posted(body: unknown): PresetRequest {
  return { method: 'POST', path: '', query: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}
