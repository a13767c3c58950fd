import type { DnsPlugin } from '../plugin.js';
import { passive } from '../setup-tools.js';

/** What two plugins were until 1.0.6, and what 1.1.0 made of them: an error. Source: coredns 1.1.0, plugin.cfg and plugin/deprecated/setup.go */
function withdrawn(name: string): DnsPlugin<undefined> {
  return passive(name, false, (c) => {
    if (c.version.atLeast('1.1.0')) throw c.plainErr('this plugin has been deprecated');
    while (c.next()) c.remainingArgs();
  });
}

export const startup = withdrawn('startup');
export const shutdown = withdrawn('shutdown');
