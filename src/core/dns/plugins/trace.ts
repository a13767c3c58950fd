import { parseDuration } from '../go/duration.js';
import { atoi, parseUint } from '../go/number.js';
import type { Controller } from '../plugin.js';
import { orFail, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/trace/setup.go. What its endpoint may be is not checked. */
export const trace = passive('trace', true, (c) => {
  while (c.next()) {
    if (c.remainingArgs().length > 2) throw c.argErr();
    while (c.nextBlock()) readOption(c);
  }
});

function readOption(c: Controller): void {
  const option = c.option();
  const unknown = c.err(`unknown property '${c.val()}'`);
  const args = c.remainingArgs();
  const [text = ''] = args;
  switch (option) {
    case 'client_server':
    case 'datadog_analytics_rate':
      if (args.length > 1) throw c.argErr();
      return;
    case 'every':
      if (args.length !== 1) throw c.argErr();
      orFail(c, parseUint(text, 64));
      return;
    case 'zipkin_max_backlog_size':
    case 'zipkin_max_batch_size':
      if (args.length !== 1) throw c.argErr();
      orFail(c, atoi(text));
      return;
    case 'zipkin_max_batch_interval':
      if (args.length !== 1) throw c.argErr();
      orFail(c, parseDuration(text));
      return;
    case 'service':
      if (args.length !== 1) throw c.argErr();
      return;
    default:
      throw unknown;
  }
}
