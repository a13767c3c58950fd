import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differencesOf, type RecordedCorefiles } from '../dns/corefile/compare.js';
import type { RecordedKubernetes } from '../dns/kubernetes/compare.js';
import { newestParts, packedExternal, packedOlder, unpackedExternal, type RecordedRelease, type RecordedReleases } from '../dns/releases/compare.js';
import { recordExternal, recordRelease } from '../dns/releases/record.js';
import { olderReleases } from '../dns/releases/releases.js';
import { textOf } from '../dns/releases/text.js';
import { tell } from './tell.js';

const folder = join(import.meta.dirname, '../dns');
const golden = join(folder, 'releases/golden.json');

describe('CoreDNS with k8s_external, and its older releases', () => {
  it('answers as recorded', async () => {
    const external = await recordExternal();
    // Older releases are built and asked only where it is recorded: they do not change.
    if (process.env['FIDELITY'] === 'write') await writeFile(golden, textOf({ external: packedExternal(external), older: await recordOlder(packedExternal(external)) }));
    const before = JSON.parse(await readFile(golden, 'utf8')) as RecordedReleases;
    expect(Object.keys(before.external)).toEqual(Object.keys(external));
    for (const [name, replies] of Object.entries(external)) {
      const recorded = unpackedExternal(before.external, name);
      const differences = typeof replies === 'string' || typeof recorded === 'string' ? [replies, recorded].filter(() => replies !== recorded) : differencesOf(recorded, replies);
      expect(differences, `${name}: ${golden} is not what CoreDNS answers: run npm run test:oracles and commit what it records`).toEqual([]);
    }
    await tell({ component: 'coredns', scenario: `its plugin k8s_external under ${Object.keys(external).length} Corefiles (test/oracles/dns/external)`, questions: countOf(external), differences: [] });
    for (const { version, kubernetes, external: ofRelease, plugins } of before.older) {
      const component = olderReleases.find((each) => each.version === `v${version}`);
      const corefiles = [kubernetes, ofRelease, plugins].map((each) => Object.keys(each).length).reduce((sum, each) => sum + each);
      if (component !== undefined) await tell({ component: component.name, scenario: `its plugins under ${corefiles} Corefiles, as it was recorded: what differs from the newest, and what does not (test/oracles/dns/releases)`, questions: corefiles, differences: [] });
    }
  });
});

async function recordOlder(external: RecordedReleases['external']): Promise<RecordedReleases['older']> {
  const kubernetes = JSON.parse(await readFile(join(folder, 'kubernetes/golden.json'), 'utf8')) as RecordedKubernetes;
  const { answers } = JSON.parse(await readFile(join(folder, 'corefile/golden.json'), 'utf8')) as RecordedCorefiles;
  const older: RecordedRelease[] = [];
  for (const component of olderReleases) older.push(await recordRelease(component, kubernetes.objects));
  return packedOlder(older, newestParts(kubernetes, answers, external));
}

function countOf(recorded: RecordedRelease['external']): number {
  return Object.values(recorded).reduce((sum, replies) => sum + (typeof replies === 'string' ? 1 : Object.keys(replies).length), 0);
}
