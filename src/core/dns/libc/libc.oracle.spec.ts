import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { libcCases, ScriptedServers } from '../../../../test/oracles/dns/libc/cases.js';
import { libcs, type AnyLibc } from './catalogue.js';
import { libcRun } from './libc.table.js';

/** By test/oracles/live/resolvers.live.ts. */
const golden = JSON.parse(readFileSync(new URL('../../../../test/oracles/dns/libc/golden.json', import.meta.url), 'utf8')) as Readonly<Record<AnyLibc['id'], { readonly cases: Readonly<Record<string, object>> }>>;

describe.each(libcs.map((libc) => [libc.id, libc] as const))('%s, by the queries that it sent and what it told the program', (id, libc) => {
  it.each(libcCases.map((each) => [each.title, each] as const))('%s', (title, given) => {
    expect(libcRun(libc, given, new ScriptedServers(given))).toEqual(golden[id].cases[title]);
  });
});
