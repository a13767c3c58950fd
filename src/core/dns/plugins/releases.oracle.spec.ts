import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differencesOf, type RecordedCorefiles } from '../../../../test/oracles/dns/corefile/compare.js';
import type { RecordedKubernetes } from '../../../../test/oracles/dns/kubernetes/compare.js';
import { newestParts, unpackedExternal, unpackedOlder, type RecordedReleases, type Replies } from '../../../../test/oracles/dns/releases/compare.js';
import { externalOurs, kubernetesOurs, pluginsOurs } from '../../../../test/oracles/dns/releases/ours.js';
import { newestRelease } from '../releases/release.js';

/** By test/oracles/live/dns-releases.live.ts, zone.live.ts and dns-corefile.live.ts. */
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../../../test/oracles/dns/${path}/golden.json`, import.meta.url), 'utf8'));
const releases = read('releases') as RecordedReleases;
const kubernetes = read('kubernetes') as RecordedKubernetes;
const corefiles = read('corefile') as RecordedCorefiles;
const older = unpackedOlder(releases.older, newestParts(kubernetes, corefiles.answers, releases.external));

function expectSame(ours: Replies | string, theirs: Replies | string): void {
  if (typeof ours === 'string' || typeof theirs === 'string') expect(ours).toBe(theirs);
  // What older releases write so that nobody can read it is not compared.
  else expect(differencesOf(ours, Object.fromEntries(Object.entries(theirs).filter(([, { rcode }]) => rcode !== 'unreadable')))).toEqual([]);
}

describe(`the plugin k8s_external, by what CoreDNS ${newestRelease} answered`, () => {
  it.each(Object.keys(releases.external))('%s', (name) => {
    const theirs = unpackedExternal(releases.external, name);
    expect(Object.keys(theirs).length).toBeGreaterThan(300);
    expectSame(externalOurs(newestRelease, name), theirs);
  });
});

describe.each(older.map((release) => [release.version, release] as const))('CoreDNS %s', (version, recorded) => {
  it.each(Object.entries(recorded.kubernetes))('answers from the same objects: %s', (name, theirs) => {
    expectSame(kubernetesOurs(version, name, kubernetes.objects), theirs);
  });

  it.each(Object.entries(recorded.external))('answers for names outside: %s', (name, theirs) => {
    expectSame(externalOurs(version, name), theirs);
  });

  it.each(Object.entries(recorded.plugins))('answers by other plugins: %s', (name, theirs) => {
    expectSame(pluginsOurs(version, name), theirs);
  });
});
