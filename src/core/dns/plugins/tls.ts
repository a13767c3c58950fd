import { passive } from '../setup-tools.js';

/** Source: coredns 1.14.7, plugin/tls/tls.go. What its files hold, and the block of ACME, are not checked. */
export const tls = passive('tls', false, (c) => {
  if (c.block.hasTls) throw c.err('TLS already configured for this server instance');
  c.block.hasTls = true;
  while (c.next()) {
    const args = c.remainingArgs();
    if (args.length > 3 || args.length === 1 || (args.length === 0 && !c.version.atLeast('1.14.7'))) throw doubled(c.argErr());
    c.assume(args.length === 0 ? 'the options of the plugin tls are not checked' : `the plugin tls can read ${args.join(', ')}`);
    while (c.nextBlock()) c.remainingArgs();
  }
});

/** It puts its own name before some errors, and CoreDNS does once more. */
function doubled(error: Error): Error {
  error.message = `plugin/tls: ${error.message}`;
  return error;
}
