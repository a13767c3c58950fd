import { splitHostPort } from '../go/net.js';
import { once, orFail, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/ready/setup.go */
export const ready = passive('ready', false, (c) => {
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    const args = c.remainingArgs();
    if (args.length > 1) throw c.argErr();
    if (args[0] !== undefined) orFail(c, splitHostPort(args[0]));
    while (c.nextBlock()) {
      if (c.option() !== 'monitor') throw c.err(`unknown property '${c.val()}'`);
      const [kind, more] = c.remainingArgs();
      if (kind === undefined || more !== undefined) throw c.argErr();
      if (kind !== 'until-ready' && kind !== 'continuously') throw c.err(`monitor type '${kind}' not supported`);
    }
  }
});
