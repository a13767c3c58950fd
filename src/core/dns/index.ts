export { replyOf, type Beyond, type Query, type Question, type Rcode, type Reply, type ResourceRecord, type Served, type UnwrittenRcode } from './message.js';
export type { Chain, Controller, CoreDnsVersion, DnsPlugin, Handler, Surroundings } from './plugin.js';
