import { copyRows, parseDump } from '../floors.mjs';
import { MiB, bytes, median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const importRow = {
  id: 'import',
  title: 'Import of a whole dump',
  what: 'From the first byte of the upload until the snapshot is answered: one JSON document with every object, as `kubectl get -A -o json` prints it, but for the indentation.',
  floor: '`JSON.parse` of the same bytes, 500 objects at a time, then bare `COPY` of the rows that the service stored into tables of the same shape.',
  note: 'The upload is spooled to the disk first; the rest is reading and storing. Peak RSS is that of the service since its start, with the embedded database in it. What the floor leaves out: to receive, hash and write the upload, three to four seconds; to cut, normalize, encode and digest what is parsed; to compare it with the snapshot before.',
  async measure({ stages, pods, onEach }) {
    const parse = await parseDump(`${stages.dump(pods).path}.index`);
    return onEach(async (database) => {
      const { name } = database;
      const { runs } = await stages.imported(database);
      const copy = await copyRows(database, await stages.rows(database));
      const of = (/** @type {'milliseconds' | 'read' | 'store'} */ field) => ms(median(runs.map((run) => run[field])));
      return [
        { case: name, measured: of('milliseconds'), floor: ms(parse + copy), reach: { ratioAtMost: 2 } },
        { case: `${name}: reading, against parsing`, measured: of('read'), floor: ms(parse) },
        { case: `${name}: storing, against copying`, measured: of('store'), floor: ms(copy) },
        { case: `${name}: peak RSS`, measured: bytes(Math.max(...runs.map(({ peak }) => peak))), reach: { atMost: bytes(1024 * MiB) } },
      ];
    });
  },
};
