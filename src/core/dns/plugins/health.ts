import { parseDuration } from '../go/duration.js';
import { splitHostPort } from '../go/net.js';
import { fail, orFail, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/health/setup.go */
export const health = passive('health', false, (c) => {
  while (c.next()) {
    const args = c.remainingArgs();
    if (args.length > 1) throw c.argErr();
    if (args[0] !== undefined) orFail(c, splitHostPort(args[0]));
    while (c.nextBlock()) {
      if (c.option() !== 'lameduck') throw c.err(`unknown property '${c.val()}'`);
      const [text, more] = c.remainingArgs();
      if (text === undefined || more !== undefined) throw c.argErr();
      const duration = parseDuration(text);
      if ('error' in duration) fail(c, `unable to parse lameduck duration value: '${text}' : ${duration.error}`);
    }
  }
});
