import { replyOf } from '../message.js';
import type { DnsPlugin } from '../plugin.js';

/** Answers queries of type ANY with next to nothing (RFC 8482). Source: coredns 1.14.7, plugin/any/{setup,any}.go */
export const any: DnsPlugin<undefined> = {
  name: 'any',
  setup(c) {
    c.next();
    if (c.nextArg()) throw c.argErr();
    if (c.version.atLeast('1.14.4') && c.nextBlock()) throw c.err(`unknown property '${c.val()}'`);
    return [undefined];
  },
  handler: () => (query, chain) => {
    if (query.type !== 'ANY') return chain.next(query);
    chain.journal.step('CoreDNS any', 'answer', 'queries of type ANY are answered with a HINFO record only');
    return replyOf({ authoritative: false, answers: [{ name: query.name, ttl: 8482, type: 'HINFO', data: '"ANY obsoleted" "See RFC 8482"' }] });
  },
};
