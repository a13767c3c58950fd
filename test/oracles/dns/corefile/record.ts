import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Daemon, freePort } from '../../bench/processes.js';
import { askAll, type DnsReply } from '../dns-client.js';
import type { ReadCorefile } from './compare.js';
import { startFaults, type Scenario } from './scenarios.js';

/** What the program says of each case. */
export function askReader<Q, A>(program: string, questions: readonly Q[]): Promise<readonly A[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, { maxBuffer: 1 << 28 }, (error, stdout) => (error === null ? resolve(JSON.parse(stdout) as readonly A[]) : reject(new Error(`the reader failed: ${error.message}`))));
    child.stdin?.end(JSON.stringify(questions));
  });
}

/** Of a Corefile that holds no block, the program tells no block: CoreDNS serves its own then. */
export function readTheirs(read: ReadCorefile): ReadCorefile {
  if (read.error !== '' || (read.blocks ?? []).length > 0) return { ...read, blocks: read.blocks ?? [] };
  return { error: '', blocks: [{ keys: ['.:53'], plugins: { log: ['log'], whoami: ['whoami'] } }] };
}

/** Starts CoreDNS on a Corefile and asks it everything, over TCP. */
export async function answerTheirs(program: string, { corefile, files = {}, questions }: Scenario): Promise<Readonly<Record<string, DnsReply>>> {
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-coredns-'));
  const port = await freePort();
  for (const [name, text] of Object.entries({ Corefile: corefile, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const daemon = Daemon.start('coredns', 'sh', ['-c', `cd ${folder} && exec ${program} -dns.port ${port}`], join(folder, 'log'));
  try {
    await daemon.until(() => askAll(port, [{ name: '.', type: 'A' }]).then(() => true, () => false));
    const replies = await askAll(port, questions.map((question) => ({ name: question.split(' ')[0] ?? '', type: question.split(' ')[1] ?? '' })));
    return Object.fromEntries(questions.map((question, i) => [question, replies[i] as DnsReply]));
  } finally {
    await daemon.stop();
    await rm(folder, { recursive: true });
  }
}

/** What CoreDNS says as it ends, by Corefile; its own port taken out. */
export async function startFaultsOf(program: string): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-coredns-'));
  const port = await freePort();
  const said: Record<string, string> = {};
  for (const { name, corefile } of startFaults) {
    await writeFile(join(folder, 'Corefile'), corefile);
    said[name] = await new Promise((resolve) => execFile(program, ['-dns.port', String(port)], { cwd: folder, timeout: 20_000 }, (_, stdout, stderr) => resolve(`${stdout}${stderr}`.trim().split('\n').at(-1)?.replaceAll(`:${port}`, ':53') ?? '')));
  }
  await rm(folder, { recursive: true });
  return said;
}
