import { destination } from 'pino';

/** In characters. What is beyond goes out at once. */
const room = 1 << 15;

/** In milliseconds: how long a line may wait for others. */
const patience = 10;

const output = destination({ dest: 1, sync: true, minLength: room, maxWrite: 2 * room });
let isAwaited = false;

function flush(): void {
  isAwaited = false;
  output.flush();
}

process.once('exit', flush);

/** Standard output, for a log. Lines that follow each other closely are written together, as to write costs more than to make a line. Whatever ends the process, other than a kill, what it has logged is written. */
export const logStream = {
  write(line: string): void {
    output.write(line);
    if (isAwaited) return;
    isAwaited = true;
    setTimeout(flush, patience);
  },
};
