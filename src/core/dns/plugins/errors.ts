import { parseDuration } from '../go/duration.js';
import { byteLength } from '../go/quote.js';
import { compileRegex, longestPattern } from '../regex-pattern.js';
import type { Controller } from '../plugin.js';
import { once, passive } from '../setup-tools.js';

const levels = ['warning', 'error', 'info', 'debug'];

/** Source: coredns 1.14.7, plugin/errors/setup.go */
export const errors = passive('errors', true, (c) => {
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    const args = c.remainingArgs();
    if (args.length > 1) throw c.argErr();
    if (args[0] !== undefined && args[0] !== 'stdout') throw c.err(`invalid log file: ${args[0]}`);
    while (c.nextBlock()) {
      switch (c.option()) {
        case 'stacktrace':
          break;
        case 'consolidate':
          readConsolidate(c);
          break;
        default:
          throw c.syntaxErr(`Unknown field ${c.val()}`);
      }
    }
  }
});

function readConsolidate(c: Controller): void {
  const args = c.remainingArgs();
  const [period, pattern, ...rest] = args;
  if (period === undefined || pattern === undefined || args.length > 4) throw c.argErr();
  const duration = parseDuration(period);
  if ('error' in duration) throw c.err(duration.error);
  if (byteLength(pattern) > longestPattern) throw c.err(`regex pattern too long: ${byteLength(pattern)} > ${longestPattern}`);
  const regex = compileRegex(pattern);
  if ('error' in regex) throw c.err(regex.error);
  let level = false;
  let first = false;
  for (const arg of rest) {
    if (levels.includes(arg)) {
      if (level) throw c.err('multiple log levels specified in consolidate');
      if (first) throw c.err('log level must come before show_first in consolidate');
      level = true;
    } else if (arg === 'show_first') first = true;
    else throw c.err(`unknown option in consolidate: ${arg}`);
  }
}
