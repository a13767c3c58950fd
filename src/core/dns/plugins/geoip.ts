import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/geoip/setup.go. Whether the database opens is not known. */
export const geoip = passive('geoip', true, (c) => {
  for (let databases = 0; c.next(); databases++) {
    if (!c.nextArg()) throw c.argErr();
    if (databases > 0) throw c.err('configuring multiple databases is not supported');
    c.assume(`the database ${c.val()} of the plugin geoip can be opened`);
    if (c.remainingArgs().length > 0) throw c.argErr();
    while (c.nextBlock()) if (c.val() !== 'edns-subnet') throw c.err(`unknown property "${c.val()}"`);
  }
});
