import { replyOf } from '../message.js';
import type { DnsPlugin } from '../plugin.js';

/** Tells the client its own address and port, in the additional section. Source: coredns 1.14.7, plugin/whoami/{setup,whoami}.go */
export const whoami: DnsPlugin<undefined> = {
  name: 'whoami',
  setup(c) {
    c.next();
    if (c.nextArg()) throw c.argErr();
    return [undefined];
  },
  handler: () => (query, { journal }) => {
    journal.step('CoreDNS whoami', 'answer', `whatever is asked, the client is told its own address, ${query.client}`);
    if (query.port === undefined) journal.warn('The port from which the query comes is not known: the SRV record that the plugin whoami makes of it has port 0 here.');
    const about = { ttl: 0, class: query.class };
    const owner = query.name === '.' ? `_${query.protocol}.` : `_${query.protocol}.${query.name}`;
    return replyOf({
      additional: [
        { name: query.name, ...about, type: query.client.includes(':') ? 'AAAA' : 'A', data: query.client },
        { name: owner, ...about, type: 'SRV', data: `0 0 ${query.port ?? 0} .` },
      ],
    });
  },
};
