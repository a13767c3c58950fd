import { beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultingDifferences } from '../api-server/compare.js';
import type { ManifestObject } from '../api-server/manifests.js';
import { BenchCluster } from '../bench/bench-cluster.js';
import { DryRun, elsewhere, makeScratch, type DryAnswer } from './dry-run.js';
import { realWorldManifests } from './real-world.js';

// The last of the suite by its name: the kinds that it defines stay in the cluster.
const cluster = new BenchCluster(inject('cluster'));

const found = await realWorldManifests();

beforeAll(() => makeScratch(cluster));

describe.runIf(found !== undefined)('normalising of manifests that others published', () => {
  it('fills in what a real API server fills in', async () => {
    const { objects, unparsed } = found as NonNullable<typeof found>;
    const told = new Comparisons();
    const isDefinition = ({ object }: { object: ManifestObject }) => object.kind === 'CustomResourceDefinition';
    const definitions = objects.filter(isDefinition);
    // A definition is one of its name only, and is compared before it is made.
    const before = await DryRun.start(cluster);
    for (const { file, object } of definitions) told.add(file, object, await before.ask(object));
    await install(definitions.map(({ object }) => object));
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

/** One that is there already, or that the server does not take, is left as it is. */
async function install(definitions: readonly ManifestObject[]): Promise<void> {
  const names: string[] = [];
  for (const definition of definitions) {
    const { status } = await cluster.request('POST', `/apis/${definition.apiVersion}/customresourcedefinitions`, definition);
    if (status === 201) names.push(definition.metadata.name);
  }
  if (names.length > 0) await cluster.kubectl('wait', '--for=condition=Established', '--timeout=300s', 'crd', ...names);
}
