import { atoi } from '../go/number.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { passive } from '../setup-tools.js';

/** A plugin that sets bounds on the connections of its transport. `least` is what a bound may be at least. */
function bounds(name: string, options: readonly string[], least: 0 | 1): DnsPlugin<undefined> {
  return passive(name, false, (c) => {
    c.next();
    if (c.remainingArgs().length > 0) throw c.argErr();
    const seen = new Set<string>();
    while (c.nextBlock()) readBound(c, options, least, seen);
  });
}

function readBound(c: Controller, options: readonly string[], least: 0 | 1, seen: Set<string>): void {
  const option = c.val();
  if (!options.includes(option)) throw c.err(`unknown property '${option}'`);
  const [text, more] = c.remainingArgs();
  if (text === undefined || more !== undefined) throw c.argErr();
  const value = atoi(text);
  if ('error' in value) throw c.err(`invalid ${option} value '${text}': ${value.error}`);
  if (value.value < least) throw c.err(`${option} must be a ${least === 0 ? 'non-negative' : 'positive'} integer: ${value.value}`);
  if (seen.has(option)) throw c.err(`${option} already defined for this server block`);
  seen.add(option);
}

/** Source: coredns 1.14.7, plugin/{quic,https,https3,grpc_server}/setup.go */
export const quic = bounds('quic', ['max_streams', 'worker_pool_size'], 1);
export const https = bounds('https', ['max_connections'], 0);
export const https3 = bounds('https3', ['max_streams', 'max_connections'], 0);
export const grpcServer = bounds('grpc_server', ['max_streams', 'max_connections'], 0);
