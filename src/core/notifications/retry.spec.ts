import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostTries, pauseAfter, pauses, readRetryAfter, verdictOn } from './retry.js';

const hour = 3_600_000;

describe('the pauses between tries', () => {
  it('are nine, grow, and last about three days', () => {
    expect([pauses.length, mostTries]).toEqual([9, 10]);
    expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
    const sum = pauses.reduce((total, pause) => total + pause, 0);
    expect(sum / (24 * hour)).toBeCloseTo(3.15, 1);
  });

  it('differ by a tenth at most, and end after the tenth try', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const pause = pauseAfter(tries, random, null) ?? NaN;
        const middle = pauses[tries - 1] ?? NaN;
        expect(pause).toBeGreaterThanOrEqual(Math.floor(middle * 0.9));
        expect(pause).toBeLessThanOrEqual(Math.ceil(middle * 1.1));
      }),
    );
    expect([pauseAfter(1, 0, null), pauseAfter(1, 1, null), pauseAfter(10, 0.5, null), pauseAfter(11, 0.5, 5)]).toEqual([4_500, 5_500, null, null]);
  });

  it('are never shorter than the receiver asked for, up to a day', () => {
    expect([pauseAfter(1, 0.5, hour), pauseAfter(9, 0.5, hour), pauseAfter(1, 0.5, 100 * hour), pauseAfter(10, 0.5, hour)]).toEqual([hour, 24 * hour, 24 * hour, null]);
  });
});

it.each<[string | undefined, number | null]>([
  [undefined, null],
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 01 Mar 2026 00:01:00 GMT', 60_000],
  ['Sat, 28 Feb 2026 00:00:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['99999999999999999999', null],
  ['', null],
])('Retry-After: %s', (header, milliseconds) => {
  expect(readRetryAfter(header, Date.UTC(2026, 2, 1))).toBe(milliseconds);
});

it.each([
  [200, 'taken'], [202, 'taken'], [204, 'taken'], [299, 'taken'], [199, 'failed'], [300, 'failed'], [301, 'failed'], [307, 'failed'], [304, 'failed'], [400, 'failed'], [404, 'failed'], [410, 'gone'], [429, 'failed'], [500, 'failed'], [503, 'failed'], [0, 'failed'],
])('status %i is %s', (status, verdict) => {
  expect(verdictOn(status)).toBe(verdict);
});
