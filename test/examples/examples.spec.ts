import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

const run = promisify(execFile);
const examples = join(import.meta.dirname, '../../examples');

let app: TestApp;
let url: string;
let folder: string;

beforeAll(async () => {
  app = await TestApp.start();
  await app.nest.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${((app.nest.getHttpServer() as { address(): AddressInfo }).address()).port}`;
  folder = await mkdtemp(join(tmpdir(), 'foretrace-examples-'));
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const question = 'trace dev/toolbox to shop/redis';
const answer = /^\*\*NO: 10\.104\.150\.88:6379\/TCP/;

describe('the Hubot script', () => {
  interface Message {
    readonly match: readonly (string | undefined)[];
    readonly envelope: object;
    send(text: string): void;
  }

  it('answers what is typed after its name', async () => {
    const { default: script } = (await import(join(examples, 'hubot/foretrace.mjs'))) as { default: (robot: object) => void };
    const listeners: [RegExp, (message: Message) => Promise<void>][] = [];
    script({ respond: (pattern: RegExp, listener: (message: Message) => Promise<void>) => listeners.push([pattern, listener]) });
    const [[pattern, listener] = []] = listeners;
    process.env['FORETRACE_URL'] = url;
    const sent: string[] = [];
    for (const line of [`foretrace ${question}`, 'foretrace', 'foretrace trcae x']) await listener?.({ match: pattern?.exec(line) ?? [], envelope: { room: 'incident' }, send: (text) => void sent.push(text) });
    process.env['FORETRACE_URL'] = 'http://127.0.0.1:1';
    await listener?.({ match: ['', 'help'], envelope: {}, send: (text) => void sent.push(text) });
    delete process.env['FORETRACE_URL'];
    expect(sent).toEqual([expect.stringMatching(answer), expect.stringMatching(/^\*\*Ask about a cluster in one line/), expect.stringMatching(/^\*\*There is no command/), expect.stringMatching(/^Foretrace cannot be reached/)]);
  });
});

const python = await run('python3', ['--version']).then(() => true, () => false);

describe.runIf(python)('the Errbot plugin', () => {
  it('answers its command', async () => {
    await writeFile(join(folder, 'errbot.py'), 'class BotPlugin: pass\n\ndef botcmd(f): return f\n');
    const script = `import foretrace\nprint(foretrace.Foretrace().foretrace(type("Message", (), {"to": "#incident"})(), "${question}"))`;
    const { stdout } = await run('python3', ['-c', script], { env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PYTHONPATH: `${folder}:${join(examples, 'errbot')}`, FORETRACE_URL: url, PYTHONDONTWRITEBYTECODE: '1' } });
    expect(stdout).toMatch(answer);
  });
});

describe('the workflow of GitHub', () => {
  interface Workflow {
    readonly jobs: { readonly diff: { readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[] } };
  }

  async function steps() {
    return (load(await readFile(join(examples, 'github-action/foretrace-diff.yml'), 'utf8')) as Workflow).jobs.diff.steps.filter(({ run: script }) => script !== undefined);
  }

  it('imports both sides and tells what changed', async () => {
    const repository = join(folder, 'repository');
    await mkdir(join(repository, 'manifests'), { recursive: true });
    const git = async (...args: string[]) => (await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: repository })).stdout.trim();
    const commit = async (port: number) => {
      await writeFile(join(repository, 'manifests/web.yaml'), `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {app: web}\n  ports: [{port: ${port}}]\n`);
      await git('add', '.');
      await git('commit', '-qm', String(port));
      return git('rev-parse', 'HEAD');
    };
    await git('init', '-q');
    const [BASE, HEAD] = [await commit(80), await commit(8080)];
    const [first] = await steps();
    await run('bash', ['-e', '-o', 'pipefail', '-c', first?.run ?? 'false'], { cwd: repository, env: { ...process.env, FORETRACE_URL: url, FORETRACE_TOKEN: 'none', BASE, HEAD } });
    const comment = await readFile(join(repository, 'foretrace.md'), 'utf8');
    expect(comment).toMatch(/Service shop\/web/);
    expect(comment).toContain('8080');
  });

  it('takes nothing of the pull request into a script but by the environment', async () => {
    const scripts = await steps();
    expect(scripts).toHaveLength(2);
    for (const { run: script = '' } of scripts) {
      expect(script).not.toContain('${{');
      await run('bash', ['-n', '-c', script]);
    }
  });
});
