import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { Injectable, StreamableFile } from '@nestjs/common';
import { Shutdown } from './shutdown.js';

const HEARTBEAT_MS = 15_000;

/** Answers that go on: server-sent events. Source: WHATWG HTML section 9.2. */
@Injectable()
export class EventStreams {
  constructor(private readonly shutdown: Shutdown) {}

  /**
   * Each state of something as it changes, as the data of an event, until `states` ends, the caller leaves or the service stops.
   *
   * @param event the name of the events
   * @param states the states, as JSON values; ends soon after its signal aborts
   */
  follow(event: string, states: (signal: AbortSignal) => AsyncIterable<unknown>): StreamableFile {
    const left = new AbortController();
    const signal = AbortSignal.any([left.signal, this.shutdown.signal]);
    const stream = Readable.from(frames(event, states(signal), HEARTBEAT_MS), { objectMode: false });
    stream.once('close', () => left.abort());
    return new StreamableFile(stream, { type: 'text/event-stream' });
  }
}

/** The text of the events; a comment whenever nothing has happened for `heartbeat` milliseconds, so that no proxy takes the stream for dead. */
export async function* frames(event: string, states: AsyncIterable<unknown>, heartbeat: number): AsyncGenerator<string, void, undefined> {
  const iterator = states[Symbol.asyncIterator]();
  let id = 0;
  for (let upcoming = iterator.next(); ; ) {
    const beat = new AbortController();
    const result = await Promise.race([upcoming, setTimeout(heartbeat, undefined, { signal: beat.signal }).catch(() => undefined)]);
    beat.abort();
    if (result === undefined) {
      yield ': still here\n\n';
    } else if (result.done) {
      return;
    } else {
      id += 1;
      yield `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(result.value)}\n\n`;
      upcoming = iterator.next();
    }
  }
}
