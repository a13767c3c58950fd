import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programOf } from '../bench/build.js';
import { cniPluginPrograms } from '../bench/components/catalogue.js';
import { libcni } from '../bench/components/libcni.js';
import { attachCases } from '../cni/cases.js';
import { differencesOf, type Recorded } from '../cni/compare.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../cni/golden.json');
/** The release of the kernel on which that was recorded. */
const kernel = join(import.meta.dirname, '../cni/golden.kernel');

describe('libcni and the network plugins, run as root in network namespaces', () => {
  it('do what is told of them', async () => {
    const seen = await attachAll();
    const text = `{\n${attachCases.map(({ name }) => `${JSON.stringify(name)}: ${JSON.stringify(seen[name])}`).join(',\n')}\n}\n`;
    if (process.env['FIDELITY'] === 'write') {
      await writeFile(golden, text);
      await writeFile(kernel, `${release()}\n`);
    }
    // Another kernel may be able to do more, or less: there it is held below to what we tell, and not to what this one did.
    if (release() === (await readFile(kernel, 'utf8')).trim()) expect(text, `${golden} is not what the plugins do: run npm run test:oracles and commit what it records`).toBe(await readFile(golden, 'utf8'));
    expect(attachCases.flatMap((each) => differencesOf(each, seen[each.name] as Recorded).map((difference) => `${each.name}: ${difference}`))).toEqual([]);
    // By what was recorded, so that the page does not depend on the kernel.
    const recorded = JSON.parse(await readFile(golden, 'utf8')) as Readonly<Record<string, Recorded>>;
    const runs = (count: (each: Recorded) => boolean) => attachCases.filter(({ name }) => count(recorded[name] as Recorded)).length;
    await tell({ component: 'libcni', scenario: 'texts that it reads or refuses, word for word (test/oracles/cni)', questions: attachCases.length, differences: [] });
    await tell({ component: 'bridge', scenario: 'ADD, CHECK, DEL, STATUS and GC through chains of the sixteen plugins of containernetworking/plugins: stdin, result, links, addresses, routes, rules and allocations after each (test/oracles/cni)', questions: runs(({ operations = [] }) => operations.length > 0 && operations[0]?.error === undefined), differences: [] });
    await tell({ component: 'bridge', scenario: 'what the plugins refuse, word for word and by code (test/oracles/cni); past their configuration, macvlan, ipvlan, vlan and vrf are not run where the kernel lacks them', questions: runs(({ operations = [] }) => operations[0]?.error !== undefined), differences: [] });
  });
});

async function attachAll(): Promise<Readonly<Record<string, Recorded>>> {
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-cni-'));
  try {
    for (const plugin of cniPluginPrograms) await symlink(await programOf(plugin), join(folder, plugin.name));
    return JSON.parse(await answerOf(await programOf(libcni), folder, JSON.stringify(attachCases))) as Readonly<Record<string, Recorded>>;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function answerOf(program: string, plugins: string, question: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { env: { ...process.env, CNI_PATH: plugins }, stdio: ['pipe', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(parts).toString('utf8')) : reject(new Error(`it ended with ${code}`))));
    child.stdin.end(question);
  });
}
