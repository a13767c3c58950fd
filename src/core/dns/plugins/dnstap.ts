import { passive } from '../setup-tools.js';

/** Sends what is asked and answered to a listener. Source: coredns 1.14.7, plugin/dnstap/setup.go; the numbers after the endpoint are not checked */
export const dnstap = passive('dnstap', true, (c) => {
  while (c.next()) {
    if (c.remainingArgs().length === 0) throw c.argErr();
    while (c.nextBlock()) {
      const unknown = c.err(`unknown property '${c.val()}'`);
      const option = c.option();
      const args = c.remainingArgs();
      if (!['skipverify', 'tls', 'identity', 'version', 'extra'].includes(option)) throw unknown;
      if (['identity', 'version', 'extra'].includes(option) && args.length === 0) throw c.argErr();
    }
  }
});
