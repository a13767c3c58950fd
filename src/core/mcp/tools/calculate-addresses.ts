import { text, texts, textOf, whole, type Arguments } from '../argument.js';
import { everything } from '../project.js';
import type { Query, Tool } from '../tool.js';

/** The operations, and what each asks for. */
const operations: Readonly<Record<string, { readonly asks: readonly string[]; readonly isPaged?: boolean }>> = {
  info: { asks: ['address'] },
  split: { asks: ['cidr', 'prefixLength', 'count'], isPaged: true },
  aggregate: { asks: ['cidrs'] },
  subtract: { asks: ['from', 'remove'] },
  overlaps: { asks: ['ranges'], isPaged: true },
  contains: { asks: ['cidr', 'addresses'] },
  range: { asks: ['start', 'end'] },
  nth: { asks: ['cidr', 'index'] },
  free: { asks: ['pool', 'used', 'prefixLength'] },
};

const infoFields = ['address', 'network', 'broadcast', 'firstHost', 'lastHost', 'hostCount', 'addressCount', 'prefixLength', 'version', 'scope', 'warnings'];

/** A list repeats its name; of an entry of a map that is `name:value`. */
function valuesOf(value: Arguments[string]): string | number | readonly string[] | undefined {
  if (typeof value !== 'object') return value;
  return Array.isArray(value) ? (value as readonly string[]) : Object.entries(value).flatMap(([name, each]) => (each as readonly string[]).map((one) => `${name}:${one}`));
}

export const calculateAddresses: Tool = {
  name: 'calculateAddresses',
  title: 'Calculate with IP addresses',
  description: `Exact arithmetic with IPv4 and IPv6, no snapshot: ${Object.entries(operations).map(([name, { asks }]) => `${name} {${asks.join(', ')}}`).join(', ')}.`,
  about: 'nothing',
  arguments: {
    operation: { schema: text(undefined, { enum: Object.keys(operations) }) },
    address: { schema: text() },
    cidr: { schema: text() },
    prefixLength: { schema: whole() },
    count: { schema: { type: ['string', 'integer'] } },
    cidrs: { schema: texts() },
    from: { schema: texts() },
    remove: { schema: texts() },
    ranges: { schema: { type: 'object', description: '{name: [cidr]}' } },
    addresses: { schema: texts() },
    start: { schema: text() },
    end: { schema: text() },
    index: { schema: { type: ['string', 'integer'] } },
    pool: { schema: texts() },
    used: { schema: texts() },
  },
  required: ['operation'],
  limit: 20,
  fields: (given) => (textOf(given, 'operation') === 'info' ? infoFields : [everything]),
  path: (_, given) => `/v1/ip/${textOf(given, 'operation') ?? ''}`,
  query: (given): Query => [
    ...Object.keys(calculateAddresses.arguments).filter((name) => name !== 'operation').map((name) => [name, valuesOf(given[name])] as const),
    ...(operations[textOf(given, 'operation') ?? '']?.isPaged === true ? [['limit', Number(given['limit'] ?? calculateAddresses.limit)] as const] : []),
  ],
  examples: [
    { operation: 'free', pool: ['10.0.0.0/16'], used: ['10.0.0.0/18'], prefixLength: 20 },
    { operation: 'info', address: '192.6.31.6/20' },
    { operation: 'split', cidr: '10.0.0.0/16', prefixLength: 18 },
    { operation: 'aggregate', cidrs: ['10.0.0.0/9', '10.128.0.0/9'] },
    { operation: 'subtract', from: ['10.0.0.0/24'], remove: ['10.0.0.64/26'] },
    { operation: 'overlaps', ranges: { pods: ['10.244.0.0/16'], vpn: ['10.0.0.0/8'] } },
    { operation: 'contains', cidr: 'fd00::/8', addresses: ['fd12::1', '10.0.0.1'] },
    { operation: 'range', start: '10.0.0.1', end: '10.0.0.6' },
    { operation: 'nth', cidr: '2001:db8::/32', index: -1 },
  ],
};
