import { splitHostPort } from '../go/net.js';
import { once, orFail, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/metrics/setup.go */
export const prometheus = passive('prometheus', true, (c) => {
  let tls = false;
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    const args = c.remainingArgs();
    if (args.length > 1) throw c.argErr();
    if (args[0] !== undefined) orFail(c, splitHostPort(args[0]));
    while (c.nextBlock()) {
      switch (c.option()) {
        case 'runtime_metrics':
          if (c.remainingArgs().length > 0) throw c.argErr();
          break;
        case 'tls':
          if (tls) throw c.err('tls block already specified');
          if (c.remainingArgs().length !== 1) throw c.argErr();
          tls = true;
          break;
        default:
          throw c.err(`unknown option: ${c.val()}`);
      }
    }
  }
});
