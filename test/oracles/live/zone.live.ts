import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { BenchCluster } from '../bench/bench-cluster.js';
import { answersOf, differencesOf, packed, unpacked, type RecordedKubernetes } from '../dns/kubernetes/compare.js';
import { recordKubernetes } from '../dns/kubernetes/record.js';
import { textOf } from '../dns/kubernetes/text.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../dns/kubernetes/golden.json');

describe('CoreDNS’s plugin kubernetes on a real API server', () => {
  it('answers what is told of it', async () => {
    const recorded = await recordKubernetes(new BenchCluster(inject('cluster')));
    if (process.env['FIDELITY'] === 'write') await writeFile(golden, textOf(packed(recorded)));
    for (const [corefile, theirs] of Object.entries(recorded.answers)) expect(differencesOf(answersOf(recorded, corefile), theirs), corefile).toEqual([]);
    const before = JSON.parse(await readFile(golden, 'utf8')) as RecordedKubernetes;
    const again = `${golden} is not what CoreDNS answers: run npm run test:oracles and commit what it records`;
    expect(Object.keys(recorded.answers), again).toEqual(Object.keys(before.answers));
    for (const [corefile, theirs] of Object.entries(recorded.answers)) expect(differencesOf(unpacked(before, corefile), theirs), `${corefile}: ${again}`).toEqual([]);
    const questions = Object.values(recorded.answers).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
    await tell({ component: 'coredns', scenario: `its plugin kubernetes under ${Object.keys(recorded.answers).length} Corefiles: code, answer, authority and additional records (test/oracles/dns/kubernetes)`, questions, differences: [] });
  });
});
