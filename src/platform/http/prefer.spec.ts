import { describe, expect, it } from 'vitest';
import { prefersAsync } from './prefer.js';

describe('prefersAsync', () => {
  it.each<[string, string | string[] | undefined, boolean]>([
    ['no header', undefined, false],
    ['the preference', 'respond-async', true],
    ['in any letter case', 'Respond-Async', true],
    ['among others', 'wait=10, respond-async; foo=1', true],
    ['in a second header', ['wait=10', 'respond-async'], true],
    ['another one', 'wait=10', false],
    ['one that begins alike', 'respond-asynchronously', false],
    ['as the value of another one', 'mode=respond-async', false],
  ])('%s', (_, header, expected) => {
    expect(prefersAsync(header)).toBe(expected);
  });
});
