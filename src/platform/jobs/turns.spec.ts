import { describe, expect, it } from 'vitest';
import { Turns } from './turns.js';

const never = new AbortController().signal;

/** Work that begins when its turn comes and ends when it is told to. */
function workOf(log: string[], name: string) {
  let resolve: (name: string) => void = () => undefined;
  const promise = new Promise<string>((settled) => (resolve = settled));
  const work = () => {
    log.push(name);
    return promise;
  };
  return { work, end: () => resolve(name) };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Turns', () => {
  it('lets two go at once, and the others after them in their order', async () => {
    const turns = new Turns(2);
    const log: string[] = [];
    const works = ['a', 'b', 'c', 'd'].map((name) => workOf(log, name));
    const results = Promise.all(works.map(({ work }) => turns.take(never, work)));
    await settle();
    expect(log).toEqual(['a', 'b']);
    works[1]?.end();
    await settle();
    expect(log).toEqual(['a', 'b', 'c']);
    works.forEach(({ end }) => end());
    expect(await results).toEqual(['a', 'b', 'c', 'd']);
  });

  it('passes the turn of work that fails', async () => {
    const turns = new Turns(1);
    await expect(turns.take(never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await turns.take(never, () => Promise.resolve('next'))).toBe('next');
  });

  it('lets one that waits leave, and keeps the place of the others', async () => {
    const turns = new Turns(1);
    const log: string[] = [];
    const [first, left, last] = ['first', 'left', 'last'].map((name) => workOf(log, name)) as [ReturnType<typeof workOf>, ReturnType<typeof workOf>, ReturnType<typeof workOf>];
    const leaving = new AbortController();
    const begun = turns.take(never, first.work);
    const waiting = turns.take(leaving.signal, left.work);
    const after = turns.take(never, last.work);
    leaving.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
    [first, last].forEach(({ end }) => end());
    expect(await Promise.all([begun, after])).toEqual(['first', 'last']);
    expect(log).toEqual(['first', 'last']);
  });
});
