import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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

  /** The first line that holds `text`. */
  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/**
 * Starts a script of this folder, or one of the build, and waits for a line that `isReady` takes.
 *
 * @param {string} script relative to this folder
 * @param {{ readonly args?: readonly string[], readonly env?: Readonly<Record<string, string>>, readonly isReady?: (line: string) => boolean }} [options]
 * @returns {Promise<Started>}
 */
export function start(script, { args = [], env = {}, isReady = () => true } = {}) {
  const begun = performance.now();
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  return new Promise((resolve, reject) => {
    let [out, errors] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      if (out === done) return;
      out += text;
      const line = out.split('\n').slice(0, -1).find(isReady);
      if (line === undefined) return;
      out = done;
      resolve(new Started(child, line, performance.now() - begun));
    });
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (errors = (errors + text).slice(-4_000)));
    child.once('exit', (code, signal) => reject(new Error(`${script} ended with ${code ?? signal}: ${errors}`)));
  });
}

const done = '\0';
