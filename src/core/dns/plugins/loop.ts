import { normalizeExact } from '../corefile/zone-address.js';
import type { DnsPlugin } from '../plugin.js';
import { once } from '../setup-tools.js';

/** Asks itself a random name at start, and ends the process if that comes back again and again. Source: coredns 1.14.7, plugin/loop/{setup,loop}.go */
export const loop: DnsPlugin<{ readonly zone: string }> = {
  name: 'loop',
  setup(c) {
    for (let lines = 1; c.next(); lines++) {
      once(c, lines);
      if (c.nextArg()) throw c.argErr();
    }
    return [{ zone: normalizeExact(c.serverBlockKeys[0] ?? '.')[0] ?? '.' }];
  },
};
