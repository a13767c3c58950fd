import { afterEach, describe, expect, it } from 'vitest';
import { EventStreams, frames } from './event-streams.js';
import { Shutdown } from './shutdown.js';

describe('frames', () => {
  it('comment while nothing happens, and end when the states do', async () => {
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    async function* states() {
      yield { at: 1 };
      await gate;
      yield { at: 'two\nlines' };
    }
    const seen: string[] = [];
    for await (const frame of frames('tick', states(), 1)) {
      seen.push(frame);
      if (frame.startsWith(':')) go();
    }
    expect(seen.filter((frame) => !frame.startsWith(':'))).toEqual(['id: 1\nevent: tick\ndata: {"at":1}\n\n', 'id: 2\nevent: tick\ndata: {"at":"two\\nlines"}\n\n']);
    expect(seen[1]).toBe(': still here\n\n');
  });
});

describe('EventStreams', () => {
  const shutdown = new Shutdown();
  afterEach(() => shutdown.onModuleDestroy());

  it('lets go of the states when the caller leaves', async () => {
    const aborted = new Promise<void>((resolve) => {
      const file = new EventStreams(shutdown).follow('tick', async function* (signal) {
        signal.addEventListener('abort', () => resolve());
        yield await Promise.resolve(1);
        await new Promise<void>((end) => signal.addEventListener('abort', () => end()));
      });
      file.getStream().once('data', () => file.getStream().destroy());
    });
    await expect(aborted).resolves.toBeUndefined();
  });
});
