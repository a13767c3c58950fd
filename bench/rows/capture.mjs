import { listAndParsePages, listPages } from '../floors.mjs';
import { ListServer } from '../lists.mjs';
import { MiB, bytes, median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const captureRow = {
  id: 'capture',
  title: 'Capture of a live cluster',
  what: 'From the request until the snapshot is answered, of a cluster that has none yet.',
  floor: 'The same lists from the same server, 500 objects at a time, one page after another, their bodies thrown away.',
  note: 'The stub reads its pages from the disk, far faster than an API server makes them; hence the lines that hold the reading against listing and parsing, which alone takes five times as long as throwing away.',
  async measure({ stages, pods, work, onEach }) {
    const indexes = stages.lists(pods);
    const server = await ListServer.start(work, indexes);
    const list = await listPages(server, indexes[0] ?? '');
    const listAndParse = await listAndParsePages(server, indexes[0] ?? '');
    await server.stop();
    return onEach(async (database) => {
      const { name } = database;
      const { firsts } = await stages.captured(database);
      const of = (/** @type {'milliseconds' | 'read' | 'store'} */ field) => ms(median(firsts.map((run) => run[field])));
      return [
        { case: name, measured: of('milliseconds'), floor: ms(list), reach: { ratioAtMost: 1.5 } },
        { case: `${name}: reading, against listing and parsing`, measured: of('read'), floor: ms(listAndParse) },
        { case: `${name}: storing`, measured: of('store') },
        { case: `${name}: peak RSS`, measured: bytes(Math.max(...firsts.map(({ peak }) => peak))), reach: { atMost: bytes(1024 * MiB) } },
      ];
    });
  },
};
