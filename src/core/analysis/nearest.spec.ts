import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

const cases: { name: string; word: string; candidates: string[]; expected: string[] }[] = [
  { name: 'a slip of one letter', word: 'prd', candidates: ['prod', 'demo'], expected: ['prod'] },
  { name: 'the nearest comes first', word: 'prod-ue', candidates: ['prod-us', 'prod-eu1', 'prod-u'], expected: ['prod-u', 'prod-us', 'prod-eu1'] },
  { name: 'two letters swapped', word: 'dmeo', candidates: ['demo', 'dev'], expected: ['demo'] },
  { name: 'a beginning', word: 'prod', candidates: ['prod-frankfurt-1', 'stage'], expected: ['prod-frankfurt-1'] },
  { name: 'a beginning of two letters is none', word: 'pr', candidates: ['prometheus'], expected: [] },
  { name: 'nothing is near', word: 'kube-system', candidates: ['default', 'web'], expected: [] },
  { name: 'no candidates', word: 'web', candidates: [], expected: [] },
  { name: 'three at most, in the order of names where equally near', word: 'aaaa', candidates: ['aaad', 'aaac', 'aaab', 'aaae'], expected: ['aaab', 'aaac', 'aaad'] },
];

describe('nearest', () => {
  it.each(cases)('$name', ({ word, candidates, expected }) => {
    expect(nearest(word, candidates)).toEqual(expected);
  });
});
