import { parseBodies } from '../floors.mjs';
import { bytes, median, ms } from '../quantities.mjs';
import { openViews } from '../views.mjs';

/** @type {import('../row.mjs').Row} */
export const viewRow = {
  id: 'view',
  title: 'From a snapshot to a warm view',
  what: 'In a new process with an open database: the state of a snapshot, and a view on it with all its indexes. Then the same for the next snapshot, while the first is in memory.',
  floor: '`JSON.parse` of the texts of the rows and of each template once, in a new process; of the next snapshot the first.',
  note: 'Heap is what is left after garbage collection. The database of an embedded service is not in it: its memory is outside the heap. The floor has the texts in memory already, and does not put objects together from their template and what is their own.',
  measure: ({ stages, onEach }) =>
    onEach(async (database) => {
      const { name } = database;
      const { home } = await stages.captured(database);
      const floor = await parseBodies(home, 1);
      const runs = await openViews(home);
      const of = (/** @type {(run: import('../views.mjs').OpenedViews) => number} */ field) => median(runs.map(field));
      const heap = of(({ heapOfFirst }) => heapOfFirst);
      return [
        { case: name, measured: ms(of(({ first }) => first.view)), floor: ms(floor), reach: { ratioAtMost: 2 } },
        { case: `${name}: without the indexes`, measured: ms(of(({ first }) => first.state)), floor: ms(floor) },
        { case: `${name}: heap`, measured: bytes(heap), reach: { atMost: bytes(350_000_000) } },
        { case: `${name}: the next snapshot`, measured: ms(of(({ next }) => next.view)), floor: ms(of(({ first }) => first.view)), reach: { ratioAtMost: 0.2 } },
        { case: `${name}: the next snapshot without the indexes`, measured: ms(of(({ next }) => next.state)), floor: ms(of(({ first }) => first.state)), reach: { ratioAtMost: 0.2 } },
        { case: `${name}: further heap of the next`, measured: bytes(of(({ heapOfNext }) => heapOfNext)), floor: bytes(heap) },
      ];
    }),
};
