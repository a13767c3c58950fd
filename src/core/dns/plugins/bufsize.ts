import { atoi } from '../go/number.js';
import type { Controller } from '../plugin.js';
import { passive } from '../setup-tools.js';

/** Limits the size of packets; records stay. Source: coredns 1.14.7, plugin/bufsize/setup.go */
export const bufsize = passive('bufsize', true, (c) => {
  c.next();
  const [text, more] = c.remainingArgs();
  if (text === undefined) return;
  const size = atoi(text);
  if (more !== undefined || 'error' in size || size.value < 512 || size.value > 4096) throw doubled(c);
});

/** It puts its own name before, and CoreDNS does once more. */
function doubled(c: Controller): Error {
  const error = c.argErr();
  error.message = `plugin/bufsize: ${error.message}`;
  return error;
}
