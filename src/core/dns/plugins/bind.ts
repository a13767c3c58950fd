import { parseIp } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { fail } from '../setup-tools.js';

/** Settles at which addresses a block listens. Interfaces can be named too; which ones a node has is not known. Source: coredns 1.14.7, plugin/bind/setup.go */
export const bind: DnsPlugin<undefined> = {
  name: 'bind',
  setup(c) {
    const hosts: string[] = [];
    while (c.next()) {
      const given = addresses(c, c.remainingArgs(), 'at least one address or interface name is expected');
      let except: string[] = [];
      while (c.nextBlock()) {
        if (c.option() !== 'except') fail(c, `invalid option ${quoteGo(c.val())}`);
        except = addresses(c, c.remainingArgs(), 'at least one address or interface must be given to except subdirective');
      }
      hosts.push(...given.filter((host) => !except.includes(host)));
    }
    c.block.listenHosts = hosts;
    return [];
  },
};

/** An interface stands for addresses that are not known: its name is kept in their place. */
function addresses(c: Controller, args: readonly string[], missing: string): string[] {
  if (args.length === 0) fail(c, missing);
  return args.map((arg) => {
    if (parseIp(arg) !== undefined) return arg;
    if (!/^[\w.@-]{1,15}$/.test(arg)) fail(c, `not a valid IP address or interface name: ${quoteGo(arg)}`);
    c.assume(`${arg} is an interface of the node, on which the plugin bind listens`);
    return arg;
  });
}
