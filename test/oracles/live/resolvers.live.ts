import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { libcs } from '../../../src/core/dns/libc/catalogue.js';
import { libcRun } from '../../../src/core/dns/libc/libc.table.js';
import { libcCases, ScriptedServers } from '../dns/libc/cases.js';
import { recordLibc, type RecordedLibc } from '../dns/libc/run.js';
import { tell } from './tell.js';

type Golden = Readonly<Record<'glibc' | 'musl', { readonly version: string; readonly cases: RecordedLibc }>>;

const scenario = 'getaddrinfo and res_search against servers that answer by a script: every query in order, and what the program is told (test/oracles/dns/libc)';

/** The same in every run, whichever musl the system has. */
const scenarios = { glibc: scenario, musl: `${scenario}; of 1.2.5, or its recording where the system has one before 1.2.4` } as const;

const golden = join(import.meta.dirname, '../dns/libc/golden.json');

describe('the resolvers of C libraries, run as root in network namespaces', () => {
  it('ask what is told of them, in the same order, and tell the program the same', async () => {
    const [glibc, musl] = await Promise.all([recordLibc('glibc'), recordLibc('musl')]);
    // musl before 1.2.4 asks nothing over TCP and tells no data from no name: there the recording of a newer one stands.
    const before = JSON.parse(await readFile(golden, 'utf8')) as Golden;
    const seen: Golden = { glibc, musl: isOldMusl(musl.version) ? before.musl : musl };
    if (process.env['FIDELITY'] === 'write') await writeFile(golden, textOf(seen));
    const recorded = JSON.parse(await readFile(golden, 'utf8')) as Golden;
    for (const libc of libcs) {
      const { version, cases } = seen[libc.id];
      // Another release is held below to what we tell, and not to what this one did.
      if (version === recorded[libc.id].version) expect(cases, `${golden} is not what ${libc.id} does: run npm run test:oracles and commit what it records`).toEqual(recorded[libc.id].cases);
      const differences = libcCases.filter((given) => JSON.stringify(libcRun(libc, given, new ScriptedServers(given))) !== JSON.stringify(cases[given.title])).map(({ title }) => title);
      expect(differences).toEqual([]);
      await tell({ component: libc.id, scenario: scenarios[libc.id], questions: libcCases.length, differences: [] });
    }
  });
});

function isOldMusl(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major < 1 || (major === 1 && (minor < 2 || (minor === 2 && patch < 4)));
}

/** One case a line. */
function textOf(recorded: Golden): string {
  const parts = Object.entries(recorded).map(([libc, { version, cases }]) => {
    const lines = libcCases.map(({ title }) => `${JSON.stringify(title)}: ${JSON.stringify(cases[title])}`);
    return `${JSON.stringify(libc)}: {"version": ${JSON.stringify(version)}, "cases": {\n${lines.join(',\n')}\n}}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
