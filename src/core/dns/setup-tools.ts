import type { Controller, DnsPlugin } from './plugin.js';

/** What CoreDNS says where a plugin stands twice in a block that may stand once. Source: coredns 1.14.7, plugin/plugin.go ErrOnce. */
export const errOnce = 'this plugin can only be used once per Server Block';

/** A plugin that stands in the chain and passes every query on, or none that stands there: it has no part in what is answered. */
export function passive(name: string, inChain: boolean, read: (c: Controller) => void, more: { readonly barePrefix?: true } = {}): DnsPlugin<undefined> {
  return {
    name,
    ...more,
    setup(c) {
      read(c);
      return inChain ? [undefined] : [];
    },
  };
}

/** A plugin that is known, whose options are not looked at, and whose answers are not simulated: a query that reaches it ends there. `zones` tells whether it leaves queries outside them alone. */
export function notSimulated(name: string, what: string, zonesOf: (c: Controller) => readonly string[]): DnsPlugin<readonly string[]> {
  return {
    name,
    setup(c) {
      c.assume(`the options of the plugin ${name} are not checked`);
      c.next();
      return [zonesOf(c)];
    },
    handler: (zones) => (query, chain) => {
      if (zones.length > 0 && !zones.some((zone) => inZone(zone, query.name))) return chain.next(query);
      chain.journal.step(`CoreDNS ${name}`, 'stop', `${what}: not simulated`);
      return { kind: 'unknown', plugin: name, reason: what };
    },
  };
}

function inZone(zone: string, name: string): boolean {
  const lower = name.toLowerCase();
  return zone === '.' || lower === zone || lower.endsWith(`.${zone}`);
}

/** Fails unless the plugin stands once. Called for each line. */
export function once(c: Controller, lines: number): void {
  if (lines > 1) throw c.plainErr(errOnce);
}

/** Ends a set-up with a message that CoreDNS gives without a line. */
export function fail(c: Controller, message: string): never {
  throw c.plainErr(message);
}

/** The value, or the end of the set-up with its error as it is. */
export function orFail<T>(c: Controller, parsed: { readonly value: T } | { readonly error: string }): T {
  if ('error' in parsed) throw c.plainErr(parsed.error);
  return parsed.value;
}

