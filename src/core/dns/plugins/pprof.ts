import { splitHostPort } from '../go/net.js';
import { atoi } from '../go/number.js';
import { once, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/pprof/setup.go */
export const pprof = passive('pprof', false, (c) => {
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    const args = c.remainingArgs();
    if (args.length === 1) {
      const address = splitHostPort(args[0] ?? '');
      if ('error' in address) throw c.err(address.error);
    }
    if (args.length > 1) throw c.argErr();
    while (c.nextBlock()) {
      if (c.option() !== 'block') throw c.err(`unknown property '${c.val()}'`);
      const [rate, more] = c.remainingArgs();
      if (more !== undefined) throw c.argErr();
      if (rate !== undefined && 'error' in atoi(rate)) throw c.err(`property 'block' invalid integer value '${rate}'`);
    }
  }
});
