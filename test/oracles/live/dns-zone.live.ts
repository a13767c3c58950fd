import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/core/analysis/index.js';
import { kindNames, readCluster, viewOf, type ClusterState, type Coverage } from '../../../src/core/cluster/index.js';
import { recordsSteps, renderZoneFile } from '../../../src/core/dns/index.js';
import type { RecordedKubernetes } from '../dns/kubernetes/compare.js';
import { servingObjects } from '../dns/kubernetes/serving.js';
import { tell } from './tell.js';

const run = promisify(execFile);

describe('named-checkzone of BIND', () => {
  it('takes the zone files of a cluster', async () => {
    const { objects } = JSON.parse(await readFile(join(import.meta.dirname, '../dns/kubernetes/golden.json'), 'utf8')) as RecordedKubernetes;
    const coverage = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
    const state: ClusterState = { ...readCluster([...objects, ...servingObjects]), coverage };
    const folder = await mkdtemp(join(tmpdir(), 'foretrace-zone-'));
    try {
      let records = 0;
      for (const zone of ['cluster.local', 'in-addr.arpa', 'ip6.arpa']) {
        const answer = finish(recordsSteps(viewOf(state), { zone }, { from: 0, limit: Number.MAX_SAFE_INTEGER }));
        const file = join(folder, zone);
        await writeFile(file, renderZoneFile(answer));
        const { stdout } = await run('named-checkzone', ['-i', 'local', zone, file], { env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/usr/bin` } });
        expect(stdout.trim().split('\n').at(-1)).toBe('OK');
        expect(stdout).toContain('loaded serial 0');
        records += answer.count;
      }
      await tell({ component: 'named-checkzone', scenario: 'the zone files of a cluster: every record is taken (test/oracles/dns/kubernetes)', questions: records, differences: [] });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
