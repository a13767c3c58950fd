import { originsOf } from '../corefile/zone-address.js';
import { parseIp, splitHostPort } from '../go/net.js';
import { quoteGo } from '../go/quote.js';
import { matchZone } from '../name.js';
import type { Controller, DnsPlugin } from '../plugin.js';
import { fail } from '../setup-tools.js';

/** Hands whole zones out; queries of other types pass. Source: coredns 1.14.7, plugin/transfer/{setup,transfer}.go */
export const transfer: DnsPlugin<{ readonly zones: readonly string[] }> = {
  name: 'transfer',
  setup(c) {
    const zones: string[] = [];
    while (c.next()) zones.push(...readLine(c));
    return [{ zones }];
  },
  handler: ({ zones }) => (query, chain) =>
    (query.type === 'AXFR' || query.type === 'IXFR') && matchZone(zones, query.name) !== undefined ? { kind: 'unknown', plugin: 'transfer', reason: 'transfers of zones are not simulated' } : chain.next(query),
};

function readLine(c: Controller): readonly string[] {
  const zones = originsOf(c.remainingArgs(), c.origins);
  let [targets, source] = [0, false];
  while (c.nextBlock()) {
    const unknown = c.err(`unknown property ${quoteGo(c.val())}`);
    const option = c.option();
    const args = c.remainingArgs();
    if (option === 'to') {
      if (args.length === 0) throw c.argErr();
      args.forEach((host) => checkHost(c, host));
      targets += args.length;
    } else if (option === 'source') {
      if (args.length !== 1) throw c.argErr();
      if (source) throw doubled(c.err('source already specified'));
      if (parseIp(args[0] ?? '') === undefined) throw doubled(c.err(`invalid source address ${quoteGo(args[0] ?? '')}`));
      source = true;
    } else throw doubled(unknown);
  }
  if (targets === 0) throw doubled(c.err("'to' is required"));
  return zones;
}

/** Source: coredns 1.14.7, plugin/pkg/parse/host.go HostPort. */
function checkHost(c: Controller, text: string): void {
  if (text === '*') return;
  const split = splitHostPort(text);
  const host = 'error' in split ? text : split.value.host;
  if (parseIp(host.replace(/%[^%]*$/, '')) === undefined) fail(c, `must specify an IP address: \`${host}'`);
}

/** It puts its own name before some errors, and CoreDNS does once more. */
function doubled(error: Error): Error {
  error.message = `plugin/transfer: ${error.message}`;
  return error;
}
