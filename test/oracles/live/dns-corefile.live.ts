import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programOf } from '../bench/build.js';
import { coredns } from '../bench/components/coredns.js';
import { corefileReader } from '../bench/components/corefile-reader.js';
import { corefileCases } from '../dns/corefile/cases.js';
import { differencesOf, type ReadCorefile, type RecordedCorefiles } from '../dns/corefile/compare.js';
import { migrationCases, type Migrated } from '../dns/corefile/migrations.js';
import { answerTheirs, askReader, readTheirs, startFaultsOf } from '../dns/corefile/record.js';
import { scenarios } from '../dns/corefile/scenarios.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../dns/corefile/golden.json');

describe('CoreDNS with Corefiles of every kind', () => {
  it('reads, refuses, answers and migrates as recorded', async () => {
    const reader = await programOf(corefileReader);
    const server = await programOf(coredns);
    const read = (await askReader<object, ReadCorefile>(reader, corefileCases)).map(readTheirs);
    const migrated = await askReader<object, Migrated>(reader, migrationCases);
    const answers: Record<string, object> = {};
    for (const scenario of scenarios) answers[scenario.name] = await answerTheirs(server, scenario);
    const recorded = {
      read: Object.fromEntries(corefileCases.map(({ name }, i) => [name, read[i]])),
      migrated: Object.fromEntries(migrationCases.map(({ name }, i) => [name, migrated[i]])),
      faults: await startFaultsOf(server),
      answers,
    } as RecordedCorefiles;
    if (process.env['FIDELITY'] === 'write') await writeFile(golden, textOf(recorded));
    const before = JSON.parse(await readFile(golden, 'utf8')) as RecordedCorefiles;
    const again = `${golden} is not what CoreDNS does: run npm run test:oracles and commit what it records`;
    expect({ read: recorded.read, migrated: recorded.migrated, faults: recorded.faults }, again).toEqual({ read: before.read, migrated: before.migrated, faults: before.faults });
    expect(scenarios.flatMap(({ name }) => differencesOf(before.answers[name] ?? {}, recorded.answers[name] ?? {})), again).toEqual([]);
    const asked = Object.values(before.answers).reduce((sum, each) => sum + Object.keys(each).length, 0);
    await tell({ component: 'coredns', scenario: 'Corefiles that it reads or refuses, word for word: grammar, keys, the set-up of each plugin (test/oracles/dns/corefile)', questions: corefileCases.length + Object.keys(before.faults).length, differences: [] });
    await tell({ component: 'coredns', scenario: `answers of its plugins other than kubernetes under ${scenarios.length} Corefiles: code, answer, authority and additional records (test/oracles/dns/corefile)`, questions: asked, differences: [] });
    await tell({ component: 'corefile-reader', scenario: 'migrations of Corefiles by coredns/corefile-migration: notices and text (test/oracles/dns/corefile)', questions: migrationCases.length, differences: [] });
  });
});

/** One answer a line. */
function textOf({ read, migrated, faults, answers }: RecordedCorefiles): string {
  const lines = (entries: Readonly<Record<string, unknown>>): string => Object.entries(entries).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(',\n');
  const under = Object.entries(answers).map(([name, replies]) => `${JSON.stringify(name)}: {\n${lines(replies)}\n}`).join(',\n');
  return `{\n"read": {\n${lines(read)}\n},\n"migrated": {\n${lines(migrated)}\n},\n"faults": {\n${lines(faults)}\n},\n"answers": {\n${under}\n}\n}\n`;
}
