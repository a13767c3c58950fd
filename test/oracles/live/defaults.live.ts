import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultingDifferences } from '../api-server/compare.js';
import { manifests, scratch, type ManifestObject } from '../api-server/manifests.js';
import { withoutStamps } from '../api-server/stamps.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { extended, scenario } from '../bench/scenario.js';
import { waitFor } from '../bench/processes.js';
import { DryRun, type DryAnswer } from './dry-run.js';
import { holdRecorded } from './golden.js';
import { realWorldManifests } from './real-world.js';
import { tell } from './tell.js';

const cluster = new BenchCluster(inject('cluster'));

beforeAll(async () => {
  await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: scratch } }]);
  await waitFor('pods can be made there', () => cluster.kubectl('-n', scratch, 'get', 'serviceaccount', 'default').then(() => true, () => false));
});
afterAll(() => cluster.kubectl('delete', 'namespace', scratch));

/** As if it were another one, in the scratch namespace: what is there already cannot be made. */
function elsewhere(manifest: ManifestObject, namespaced: boolean | undefined): ManifestObject {
  const { namespace, ...metadata } = manifest.metadata;
  void namespace;
  return namespaced ? { ...manifest, metadata: { ...metadata, namespace: scratch } } : { ...manifest, metadata: { ...metadata, name: `${metadata.name}-elsewhere` } };
}

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

const found = await realWorldManifests();

describe.runIf(found !== undefined)('normalising of manifests that others published', () => {
  let installed: readonly string[] = [];
  afterAll(async () => {
    if (installed.length > 0) await cluster.kubectl('delete', 'customresourcedefinition', ...installed);
  });

  it('fills in what a real API server fills in', async () => {
    const { objects, unparsed } = found as NonNullable<typeof found>;
    const told = new Comparisons();
    const isDefinition = ({ object }: { object: ManifestObject }) => object.kind === 'CustomResourceDefinition';
    const definitions = objects.filter(isDefinition);
    // A definition is one of its name only, and is compared before it is made.
    const before = await DryRun.start(cluster);
    for (const { file, object } of definitions) told.add(file, object, await before.ask(object));
    installed = await install(definitions.map(({ object }) => object));
    const server = await DryRun.start(cluster);
    for (const { file, object } of objects.filter((each) => !isDefinition(each))) {
      const moved = elsewhere(object, server.isNamespaced(object));
      told.add(file, moved, await server.ask(moved));
    }
    const lines = [`refused by the server:`, ...told.refused, `no YAML as they stand: ${unparsed.join(', ')}`, told.summary];
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(told.compared).toBeGreaterThan(0);
    expect(told.differences).toEqual([]);
  });
});

/** Keeps account of what became of each object. */
class Comparisons {
  compared = 0;
  readonly refused: string[] = [];
  readonly differences: string[] = [];
  #ignored = 0;

  add(file: string, manifest: ManifestObject, answer: DryAnswer): void {
    const about = `${file}: ${manifest.kind} ${manifest.metadata.name}`;
    if (answer.outcome === 'refused') {
      this.refused.push(`  ${about}: ${answer.why.slice(0, 160)}`);
      return;
    }
    const told = defaultingDifferences(manifest, answer.object);
    if (told === undefined) this.#ignored++;
    else this.compared++;
    this.differences.push(...(told ?? []).map((each) => `${about}: ${each}`));
  }

  get summary(): string {
    return `${this.compared} objects compared, ${this.differences.length} fields different, ${this.refused.length} objects refused, ${this.#ignored} of kinds that no analysis reads`;
  }
}

/** The names of those that were not there before. One that is there already, or that the server does not take, is left as it is. */
async function install(definitions: readonly ManifestObject[]): Promise<string[]> {
  const names: string[] = [];
  for (const definition of definitions) {
    const { status } = await cluster.request('POST', `/apis/${definition.apiVersion}/customresourcedefinitions`, definition);
    if (status === 201) names.push(definition.metadata.name);
  }
  if (names.length > 0) await cluster.kubectl('wait', '--for=condition=Established', '--timeout=300s', 'crd', ...names);
  return names;
}
