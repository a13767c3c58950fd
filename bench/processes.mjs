import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Milliseconds in which a process has to say that it is ready, or what it found. */
const patience = 900_000;

/** Those that are under way, to be ended with the bench. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
let isOver = false;

/** A Node process that the bench started, ready for work. */
export class Started {
  /** @param {import('node:child_process').ChildProcess} child @param {string} line what it printed first @param {number} milliseconds until then */
  constructor(child, line, milliseconds) {
    this.child = child;
    this.line = line;
    this.milliseconds = milliseconds;
  }

  /** In bytes: what it has in memory, and the most it ever had. Linux only. */
  get memory() {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    const field = (/** @type {string} */ name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
    return { now: field('VmRSS'), peak: field('VmHWM') };
  }

  /** From here on the most that it ever had is counted anew. Source: proc_pid_clear_refs(5). */
  forgetPeak() {
    writeFileSync(`/proc/${this.child.pid}/clear_refs`, '5');
  }

  stop() {
    return end(this.child, 'SIGTERM');
  }
}

/**
 * Starts a script of this folder, or one of the build, and waits for a line that `isReady` takes. It inherits nothing of the environment that could change what it does.
 *
 * @param {string} script relative to this folder
 * @param {{ readonly args?: readonly string[], readonly env?: Readonly<Record<string, string>>, readonly execArgv?: readonly string[], readonly isReady?: (line: string) => boolean }} [options]
 * @returns {Promise<Started>}
 */
export function start(script, { args = [], env = {}, execArgv = [], isReady = () => true } = {}) {
  if (isOver) return Promise.reject(new Error('the bench has ended'));
  const begun = performance.now();
  const { PATH = '', HOME = '/', TMPDIR = '/tmp' } = process.env;
  const preload = ['--import', new URL('end-with-parent.mjs', import.meta.url).href];
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { env: { PATH, HOME, TMPDIR, ...env }, execArgv: [...preload, ...execArgv], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return new Promise((resolve, reject) => {
    let [out, errors] = ['', ''];
    const late = setTimeout(() => {
      reject(new Error(`${script} ${args.join(' ')} was not ready in ${patience / 1000} s`));
      void end(child, 'SIGKILL');
    }, patience);
    const take = (/** @type {string} */ text) => {
      out += text;
      const line = out.split('\n').slice(0, -1).find(isReady);
      if (line === undefined) return;
      clearTimeout(late);
      child.stdout?.off('data', take).resume();
      resolve(new Started(child, line, performance.now() - begun));
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors = (errors + text).slice(-4_000)));
    // Not at its exit: what it printed may still be on the way then.
    child.once('close', (code, signal) => {
      clearTimeout(late);
      reject(new Error(`${script} ${args.join(' ')} ended with ${code ?? signal}: ${errors}`));
    });
  });
}

/** What a script finds and prints as one line of JSON. @type {(script: string, args: readonly string[], execArgv?: readonly string[]) => Promise<unknown>} */
export async function ask(script, args, execArgv = []) {
  const started = await start(script, { args, execArgv });
  await started.stop();
  /** @type {unknown} */
  const found = JSON.parse(started.line);
  return found;
}

/** None is started any more. */
export async function stopAll() {
  isOver = true;
  await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
}

/** @type {(child: import('node:child_process').ChildProcess, signal: NodeJS.Signals) => Promise<void>} */
async function end(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
