import { setTimeout } from 'node:timers/promises';

/** Longest wait for anything: only a hang takes it. */
const patience = 180_000;

/** Waits by condition. @throws after a time that only a hang takes; `what` is told then */
export async function waitUntil(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
    await setTimeout(50);
  }
}
