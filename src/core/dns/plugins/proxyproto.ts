import { parseDuration } from '../go/duration.js';
import { parseCidrGo } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import type { Controller } from '../plugin.js';
import { fail, passive } from '../setup-tools.js';

/** Takes the client's address from the PROXY protocol. Source: coredns 1.14.7, plugin/proxyproto/setup.go */
export const proxyproto = passive('proxyproto', false, (c) => {
  while (c.next()) {
    if (c.remainingArgs().length > 0) throw c.argErr();
    while (c.nextBlock()) readOption(c);
  }
});

function readOption(c: Controller): void {
  const option = c.val();
  const args = c.remainingArgs();
  const [first = ''] = args;
  if (option === 'allow') {
    const wrong = args.find((text) => parseCidrGo(text) === undefined);
    if (wrong !== undefined) fail(c, `${wrong}: invalid CIDR address: ${wrong}`);
  } else if (option === 'default') {
    if (args.length !== 1 || !['use', 'ignore', 'reject', 'skip'].includes(first.toLowerCase())) throw c.argErr();
  } else if (option === 'udp_session_tracking') {
    if (args.length < 1 || args.length > 2) throw c.argErr();
    const duration = parseDuration(first);
    if ('error' in duration) fail(c, `udp_session_tracking: invalid duration ${quoteGo(first)}: ${duration.error}`);
  } else fail(c, `unknown option ${quoteGo(option)}`);
}
