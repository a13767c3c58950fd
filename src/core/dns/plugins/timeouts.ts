import { formatDuration, hour, parseDuration, second } from '../go/duration.js';
import { atoi } from '../go/number.js';
import type { Controller } from '../plugin.js';
import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/timeouts/timeouts.go */
export const timeouts = passive('timeouts', false, (c) => {
  while (c.next()) {
    if (c.remainingArgs().length > 0) throw doubled(c.argErr());
    let given = 0;
    for (; c.nextBlock(); given++) readTimeout(c);
    if (given === 0) throw doubled(c.err('timeouts block with no timeouts specified'));
  }
});

function readTimeout(c: Controller): void {
  const kind = c.val();
  const known = c.option();
  const args = c.remainingArgs();
  const [text] = args;
  if (text === undefined || args.length !== 1) throw c.argErr();
  if (known === 'maxtcpqueries') return readQueries(c, text);
  const parsed = parseDuration('value' in atoi(text) ? `${text}s` : text);
  if ('error' in parsed) throw c.err(`failed to parse duration '${'value' in atoi(text) ? `${text}s` : text}'`);
  if (parsed.value < second || parsed.value > 24n * hour) throw c.err(`timeout provided '${formatDuration(parsed.value)}' needs to be between 1 second and 24 hours`);
  if (!['read', 'write', 'idle'].includes(kind)) throw c.err(`unknown option: '${kind}'`);
}

function readQueries(c: Controller, text: string): void {
  const number = atoi(text);
  if ('error' in number) throw c.err(`invalid value for maxtcpqueries '${text}': ${number.error}`);
  if (number.value === 0 || number.value < -1) throw c.err(`maxtcpqueries provided '${number.value}' needs to be -1 (unlimited) or a positive integer`);
}

/** It puts its own name before some errors, and CoreDNS does once more. */
function doubled(error: Error): Error {
  error.message = `plugin/timeouts: ${error.message}`;
  return error;
}
