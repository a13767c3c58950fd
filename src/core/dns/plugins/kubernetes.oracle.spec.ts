import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answersOf, differencesOf, type RecordedKubernetes } from '../../../../test/oracles/dns/kubernetes/compare.js';

/** By test/oracles/live/dns-kubernetes.live.ts. */
const recorded = JSON.parse(readFileSync(new URL('../../../../test/oracles/dns/kubernetes/golden.json', import.meta.url), 'utf8')) as RecordedKubernetes;

describe('the plugin kubernetes, by what CoreDNS answered from the same objects', () => {
  it.each(Object.entries(recorded.answers))('%s', (corefile, theirs) => {
    expect(differencesOf(answersOf(recorded, corefile), theirs)).toEqual([]);
  });
});
