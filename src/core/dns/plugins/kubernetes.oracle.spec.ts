import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersOf, differencesOf, unpacked, type RecordedKubernetes } from '../../../../test/oracles/dns/kubernetes/compare.js';

/** By test/oracles/live/zone.live.ts. */
const recorded = JSON.parse(readFileSync(new URL('../../../../test/oracles/dns/kubernetes/golden.json', import.meta.url), 'utf8')) as RecordedKubernetes;

describe('the plugin kubernetes, by what CoreDNS answered from the same objects', () => {
  it.each(Object.keys(recorded.answers))('%s', (corefile) => {
    const theirs = unpacked(recorded, corefile);
    expect(Object.keys(theirs).length).toBeGreaterThan(600);
    expect(differencesOf(answersOf(recorded, corefile), theirs)).toEqual([]);
  });
});
