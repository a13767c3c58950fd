import { destination } from 'pino';

/** In characters. What is beyond goes out at once. */
const room = 1 << 15;

/** In milliseconds: how long a line may wait for others. */
const patience = 10;

const output = destination({ dest: 1, sync: true });
// Gathered here: with a `minLength`, the destination copies all that it has gathered with each line that comes to it.
let gathered = '';
let isAwaited = false;

function flush(): void {
  if (gathered === '') return;
  const lines = gathered;
  gathered = '';
  output.write(lines);
}

function flushInTime(): void {
  isAwaited = false;
  flush();
}

process.once('exit', flush);

/** Standard output, for a log. Lines that follow each other closely are written together, as to write costs more than to make a line. Whatever ends the process, other than a kill, what it has logged is written. */
export const logStream = {
  write(line: string): void {
    gathered += line;
    if (gathered.length >= room) flush();
    if (isAwaited) return;
    isAwaited = true;
    setTimeout(flushInTime, patience);
  },
};
