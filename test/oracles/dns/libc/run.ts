import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { libcCases } from './cases.js';

const run = promisify(execFile);
const folder = import.meta.dirname;

/** What a library did in one case. */
export interface RecordedLookup {
  /** How the call ended for the program. */
  readonly status: string;
  /** As `name type server transport`, in the order in which they reached the servers; the first sixty. */
  readonly queries: readonly string[];
}

export type RecordedLibc = Readonly<Record<string, RecordedLookup>>;

/** Compilers by the library that their programs have. musl’s is of Debian’s package musl-tools. */
export const compilers = { glibc: 'gcc', musl: 'musl-gcc' } as const;

/** Looks up every case with a C library, as root in namespaces of its own; with the version of the library. */
export async function recordLibc(libc: keyof typeof compilers): Promise<{ readonly version: string; readonly cases: RecordedLibc }> {
  const work = await mkdtemp(join(tmpdir(), 'foretrace-libc-'));
  try {
    const program = join(work, 'lookup');
    await run(compilers[libc], ['-Wall', '-o', program, join(folder, 'lookup.c'), ...(libc === 'glibc' ? ['-lresolv'] : ['-static'])]);
    return { version: await versionOf(libc), cases: JSON.parse(await answerOf(program)) as RecordedLibc };
  } finally {
    await rm(work, { recursive: true });
  }
}

async function versionOf(libc: keyof typeof compilers): Promise<string> {
  const { stdout } = libc === 'glibc' ? await run('getconf', ['GNU_LIBC_VERSION']) : await run('dpkg-query', ['-W', '-f', '${Version}', 'musl-dev']);
  return /\d+\.\d+(?:\.\d+)?/.exec(stdout)?.[0] ?? 'unknown';
}

function answerOf(program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(folder, 'record.sh'), [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const parts: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(parts).toString('utf8')) : reject(new Error(`it ended with ${code}`))));
    child.stdin.end(JSON.stringify(libcCases));
  });
}
