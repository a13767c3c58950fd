import { describe, expect, it } from 'vitest';
import { normalizeObject } from '../../../src/core/cluster/index.js';
import { defaultingDifferences, inventions } from './compare.js';
import { manifests, type ManifestObject } from './manifests.js';
import { recordedDefaults } from './recorded.js';

/** What the model says though no server does. The whole list. */
const invented: Readonly<Record<string, readonly string[]>> = {
  // Lists that rules go through without asking whether they are there.
  'headless service without a port': ['spec.ports'],
  'external name': ['spec.ports'],
  'slice of nothing': ['endpoints'],
  // What is not known counts as ready, serving, and not terminating: the API says so of its readers.
  'slice by hand': ['endpoints[0].conditions.ready', 'endpoints[0].conditions.serving', 'endpoints[0].conditions.terminating'],
  'slice of conditions': ['endpoints[0].conditions.serving', 'endpoints[0].conditions.terminating'],
  'slice of names': ['endpoints[0].conditions.ready', 'endpoints[0].conditions.serving', 'endpoints[0].conditions.terminating', 'ports'],
  // The server fills these in when the Job is made.
  'cron job': ['spec.jobTemplate.spec.parallelism', 'spec.jobTemplate.spec.completions'],
  // In the place of values.
  secret: ['keys'],
};

describe.each(Object.entries(manifests))('of a manifest about a %s normalising', (about, manifest) => {
  const answer = recordedDefaults[about] as ManifestObject;

  it('makes what the API server was seen to make', () => expect(defaultingDifferences(manifest, answer)).toEqual([]));

  it('says nothing that the server does not', () => expect(inventions(answer)).toEqual(invented[about] ?? []));

  it('makes the same of what it made', () => {
    const once = normalizeObject(manifest);
    expect(once.outcome).toBe('kept');
    expect(normalizeObject('object' in once ? once.object : undefined)).toEqual(once);
  });
});

it('nothing is recorded of manifests that are no more', () => {
  expect(Object.keys(recordedDefaults)).toEqual(Object.keys(manifests));
});
