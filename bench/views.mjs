import { ask } from './processes.mjs';
import { repeat } from './quantities.mjs';
import { clusterName } from './stages.mjs';

/**
 * What `view.mjs` tells: milliseconds until there was a state, and a view on it; bytes of heap.
 *
 * @typedef {{ readonly state: number, readonly view: number }} Times
 * @typedef {{ readonly first: Times, readonly next: Times, readonly heapOfFirst: number, readonly heapOfNext: number, readonly objects: number }} OpenedViews
 */

/** Of the first two snapshots, which differ by 1 % of the pods. @type {(home: import('./databases.mjs').Home) => Promise<OpenedViews[]>} */
export function openViews({ where }) {
  return repeat(async () => /** @type {OpenedViews} */ (await ask('view.mjs', [where, clusterName, '1', '2'], ['--expose-gc'])), ({ first }) => first.view);
}
