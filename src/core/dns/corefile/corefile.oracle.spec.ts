import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corefileCases } from '../../../../test/oracles/dns/corefile/cases.js';
import { answerOurs, differencesOf, load, readOurs, type RecordedCorefiles } from '../../../../test/oracles/dns/corefile/compare.js';
import { migrateOurs, migrationCases, plain } from '../../../../test/oracles/dns/corefile/migrations.js';
import { scenarios, startFaults } from '../../../../test/oracles/dns/corefile/scenarios.js';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../test/oracles/dns/corefile/golden.json'), 'utf8')) as RecordedCorefiles;

describe('what CoreDNS 1.14.7 made of each Corefile', () => {
  it.each(corefileCases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    expect(readOurs(each)).toEqual(recorded.read[name]);
  });

  it.each(startFaults.map(({ name, corefile }) => [name, corefile] as const))('%s', (name, text) => {
    expect(load({ name, text }).error?.message).toBe(recorded.faults[name]);
  });
});

describe('what CoreDNS 1.14.7 answered under each Corefile', () => {
  it.each(scenarios.map((each) => [each.name, each] as const))('%s', (name, each) => {
    expect(Object.keys(recorded.answers[name] ?? {})).toEqual(each.questions);
    expect(differencesOf(answerOurs(each), recorded.answers[name] ?? {})).toEqual([]);
  });
});

describe('what coredns/corefile-migration made of each Corefile', () => {
  it.each(migrationCases.map((each) => [each.name, each] as const))('%s', (name, each) => {
    const theirs = recorded.migrated[name];
    expect(theirs).toBeDefined();
    expect(migrateOurs(each)).toEqual(theirs === undefined ? undefined : plain(theirs));
  });
});
