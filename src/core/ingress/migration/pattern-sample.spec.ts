import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleOf } from './pattern-sample.js';

const cases: readonly (readonly [pattern: string, sample: string | undefined])[] = [
  ['/item/[0-9]+', '/item/0'],
  ['/app(/|$)(.*)', '/app/x'],
  ['^/v(1|2)/.+$', '/v1/x'],
  ['/id/\\d{3}', '/id/777'],
  ['/x(?:a|b)?/y', '/xa/y'],
  ['/x(?<name>[a-z]+)', '/xa'],
  ['/[^/]+/end', '/x/end'],
  ['/a\\.b', '/a.b'],
  ['/a(?!b)', undefined],
  ['/a[', undefined],
  ['/a)', undefined],
];

it('finds a text that a pattern takes', () => {
  expect(cases.filter(([pattern, sample]) => sampleOf(pattern) !== sample).map(([pattern]) => `${pattern}: ${sampleOf(pattern)}`)).toEqual([]);
});

it('ends for any pattern, with a text that can be sent or none', () => {
  const pattern = fc.array(fc.constantFrom('/', 'a', '(', ')', '[', ']', '|', '*', '+', '?', '{9', '}', '\\', '\\d', '.', '(?:', '(?<n>', '^', '$'), { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, (each) => {
      expect(sampleOf(each) ?? '').toMatch(/^[!-~]*$/);
    }),
  );
});
