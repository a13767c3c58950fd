import { beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultingDifferences } from '../api-server/compare.js';
import { manifests, type ManifestObject } from '../api-server/manifests.js';
import { withoutStamps } from '../api-server/stamps.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { extended, scenario } from '../bench/scenario.js';
import { DryRun, elsewhere, makeScratch } from './dry-run.js';
import { holdRecorded } from './golden.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));

beforeAll(() => makeScratch(cluster));

describe('normalising', () => {
  it('fills in what a real API server fills in', async () => {
    const server = await DryRun.start(cluster);
    const recorded: Record<string, ManifestObject> = {};
    const differences: string[] = [];
    for (const [about, manifest] of Object.entries(manifests)) {
      const answer = await server.ask(manifest);
      if (answer.outcome === 'refused') throw new Error(`${about}: ${answer.why}`);
      recorded[about] = withoutStamps(answer.object, manifest);
      differences.push(...(defaultingDifferences(manifest, answer.object) ?? []).map((each) => `${about}: ${each}`));
    }
    await holdRecorded('defaults', recorded);
    for (const manifest of [...scenario, ...extended] as ManifestObject[]) {
      const moved = elsewhere(manifest, server.isNamespaced(manifest));
      const answer = await server.ask(moved);
      if (answer.outcome === 'refused') throw new Error(answer.why);
      differences.push(...(defaultingDifferences(moved, answer.object) ?? []).map((each) => `${manifest.kind} ${manifest.metadata.name}: ${each}`));
    }
    expect(differences).toEqual([]);
    await tell({ component: 'kube-apiserver', scenario: 'what it makes of manifests (test/oracles/api-server/manifests.ts and the bench’s own), against what normalising makes of them', questions: Object.keys(manifests).length + scenario.length + extended.length, differences: [] });
  });
});
