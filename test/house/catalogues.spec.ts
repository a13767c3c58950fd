import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, dialects } from '../../src/core/chat/index.js';
import { catalogue } from '../../src/core/cluster/index.js';
import { cniPlugins, referencePlugins, simulatedPlugins } from '../../src/core/cni/index.js';
import { rules } from '../../src/core/findings/index.js';
import { tools } from '../../src/core/mcp/index.js';
import { readoutFormats } from '../../src/core/readouts/index.js';
import { components } from '../oracles/bench/components/catalogue.js';
import { filesUnder, root, sources } from './project.js';

interface Member {
  readonly file: string;
  readonly value: unknown;
}

/** What the files of `folder` export and `isMember` takes for a member of its catalogue. */
async function membersUnder(folder: string, isMember: (value: object) => boolean): Promise<Member[]> {
  const files = sources(folder).filter((path) => basename(path) !== 'catalogue.ts');
  const exported = await Promise.all(files.map(async (path) => Object.values((await import(join(root, path))) as object).map((value: unknown) => ({ file: basename(path, '.ts'), value }))));
  return exported.flat().filter(({ value }) => typeof value === 'object' && value !== null && isMember(value));
}

function kebab(kind: string): string {
  return kind.replace(/([a-z\d])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2').toLowerCase();
}

describe.each([
  ['rules', 'src/core/findings/rules', 'check', rules.map((rule) => ({ file: rule.id, value: rule }))],
  ['kinds', 'src/core/cluster/kinds', 'plural', catalogue.map((spec) => ({ file: kebab(spec.kind), value: spec }))],
  ['real components', 'test/oracles/bench/components', 'package', components.map((component) => ({ file: component.name, value: component }))],
  ['reference plugins', 'src/core/cni/config/plugins', 'shape', referencePlugins.map((plugin) => ({ file: plugin.type, value: plugin }))],
  ['simulated reference plugins', 'src/core/cni/simulation/plugins', 'plugin', simulatedPlugins.map((each) => ({ file: each.plugin.type, value: each }))],
  ['readout formats', 'src/core/readouts/formats', 'parse', readoutFormats.map((format) => ({ file: format.id, value: format }))],
  ['chat dialects', 'src/core/chat/dialects', 'linesOf', Object.entries(dialects).map(([file, value]) => ({ file, value }))],
  ['chat commands', 'src/core/chat/commands', 'usage', commands.filter(({ name }) => name !== 'help').map((command) => ({ file: command.name.replace(' ', '-'), value: command }))],
  ['tools of agents', 'src/core/mcp/tools', 'about', tools.map((tool) => ({ file: kebab(tool.name), value: tool }))],
  ['CNI plugins of clusters', 'src/core/cni/detection/plugins', 'detect', cniPlugins.map((plugin) => ({ file: plugin.name, value: plugin }))],
])('the catalogue of %s', (_, folder, mark, listed: Member[]) => {
  it('lists what its folder holds, each under the name of its file, once', async () => {
    const members = await membersUnder(folder, (value) => mark in value);
    expect(listed.map(({ file }) => file).sort()).toEqual(members.map(({ file }) => file).sort());
    for (const { file, value } of members) expect(listed.find((each) => each.file === file)?.value).toBe(value);
  });
});

describe('the rows of the bench', () => {
  it('are those that their folder holds, each under the name of its file', async () => {
    const { rows } = (await import(join(root, 'bench/rows/catalogue.mjs'))) as { rows: readonly { id: string }[] };
    const files = filesUnder('bench/rows').map((path) => basename(path, '.mjs'));
    expect(rows.map(({ id }) => id).sort()).toEqual(files.filter((file) => file !== 'catalogue'));
  });
});
