import type { CoreDnsVersion, DnsPlugin } from '../plugin.js';
import { kindOf } from '../reply-kind.js';

/** Takes authority and additional records from positive answers. Source: coredns 1.14.7, plugin/minimal/{setup,minimal}.go */
export const minimal: DnsPlugin<CoreDnsVersion> = {
  name: 'minimal',
  setup(c) {
    c.next();
    if (c.nextArg()) throw c.argErr();
    return [c.version];
  },
  handler: (version) => (query, chain) => {
    const served = chain.next(query);
    if (served.kind !== 'reply' || kindOf(query, served.reply, version) !== 'no-error') return served;
    if (served.reply.authority.length + served.reply.additional.length > 0) chain.journal.step('CoreDNS minimal', 'shorten', 'authority and additional records are left out');
    return { kind: 'reply', reply: { ...served.reply, authority: [], additional: [] } };
  },
};
