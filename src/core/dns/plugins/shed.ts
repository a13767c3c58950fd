import { splitTransport } from '../corefile/zone-address.js';
import { quoteGo } from '../go/quote.js';
import { once, passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/shed/setup.go */
export const shed = passive('shed', true, (c) => {
  for (let lines = 1; c.next(); lines++) {
    once(c, lines);
    if (c.remainingArgs().length > 0) throw c.argErr();
    if (c.nextBlock()) throw c.err('shed takes no options');
  }
  for (const key of c.serverBlockKeys) {
    const { transport } = splitTransport(key);
    if (transport !== 'dns') throw c.err(`only plain DNS server blocks are supported; ${quoteGo(key)} uses transport ${quoteGo(transport)}`);
  }
});
