import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type Received } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const containing = (text: string): unknown => expect.stringContaining(text);
const holding = (...items: unknown[]): unknown => expect.arrayContaining(items);

const info = (query: string, accept = 'application/json'): Promise<Received> => app.send({ url: `/v1/ip/info?${query}`, headers: { accept } });

const ask = (operation: string, question: unknown, query = '', accept = 'application/json'): Promise<Received> =>
  app.send({ method: 'POST', url: `/v1/ip/${operation}${query}`, headers: { accept, 'content-type': 'application/json' }, payload: JSON.stringify(question) });

async function answerOf<T = Record<string, unknown>>(received: Promise<Received>): Promise<T> {
  const { status, json, text } = await received;
  expect([status, text]).toEqual([200, expect.any(String)]);
  return json<T>();
}

describe('info', () => {
  it('tells all of an IPv4 address', async () => {
    expect(await answerOf(info('address=192.6.31.6/20'))).toEqual({
      summary: '192.6.31.6 is public, in 192.6.16.0/20, which has 4094 addresses for hosts.',
      address: '192.6.31.6',
      network: '192.6.16.0/20',
      netmask: '255.255.240.0',
      wildcard: '0.0.15.255',
      broadcast: '192.6.31.255',
      firstHost: '192.6.16.1',
      lastHost: '192.6.31.254',
      hostCount: 4094,
      addressCount: 4096,
      firstAddress: '192.6.16.0',
      lastAddress: '192.6.31.255',
      prefixLength: 20,
      version: 4,
      class: 'C',
      scope: 'global',
      specialPurposes: [],
      reverseZone: Array.from({ length: 16 }, (_, i) => `${16 + i}.6.192.in-addr.arpa`),
      enclosingReverseZone: '6.192.in-addr.arpa',
      pointer: '6.31.6.192.in-addr.arpa',
      embedded: null,
      binary: '11000000.00000110.00011111.00000110',
      integer: 3221626630,
      expanded: '192.6.31.6',
      steps: [],
      warnings: ['this is public address space that belongs to somebody; the private block that begins alike is 192.168.0.0/16'],
    });
  });

  it('tells of IPv6, whose numbers are strings from 2^53 on', async () => {
    expect(await answerOf(info('address=2001:DB8:0::1/47'))).toMatchObject({
      address: '2001:db8::1',
      network: '2001:db8::/47',
      broadcast: null,
      firstHost: '2001:db8::',
      lastHost: '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
      hostCount: '2417851639229258349412352',
      class: null,
      scope: 'documentation',
      reverseZone: ['0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', '1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
      enclosingReverseZone: '0.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
      expanded: '2001:0db8:0000:0000:0000:0000:0000:0001',
    });
  });

  it.each([
    ['0.0.0.0/0', { hostCount: 4294967294, broadcast: '255.255.255.255', reverseZone: ['in-addr.arpa'] }],
    ['::/0', { hostCount: '340282366920938463463374607431768211456', broadcast: null, reverseZone: ['ip6.arpa'] }],
    ['10.0.0.1/31', { hostCount: 2, broadcast: null, firstHost: '10.0.0.0', lastHost: '10.0.0.1', reverseZone: ['0/31.0.0.10.in-addr.arpa'] }],
    ['10.0.0.1/32', { hostCount: 1, broadcast: null, firstHost: '10.0.0.1', lastHost: '10.0.0.1', reverseZone: ['1.0.0.10.in-addr.arpa'] }],
    ['fd00::2/127', { hostCount: 2, firstHost: 'fd00::2', lastHost: 'fd00::3' }],
    ['fd00::2/128', { hostCount: 1, firstHost: 'fd00::2', lastHost: 'fd00::2' }],
    ['10.1.2.3/255.255.0.0', { network: '10.1.0.0/16', warnings: [] }],
    ['10.1.2.3/0.0.255.255', { network: '10.1.0.0/16', warnings: [containing('wildcard')] }],
    ['::ffff:10.0.0.1', { version: 6, address: '::ffff:10.0.0.1', embedded: { by: 'ipv4-mapped', address: '10.0.0.1' } }],
    ['192.0.0.9/24', { scope: 'anycast', specialPurposes: holding(expect.objectContaining({ cidr: '192.0.0.9/32', coverage: 'partly', globallyReachable: true })) }],
    ['100.64.0.1/10', { scope: 'shared', class: 'A' }],
  ])('of %s', async (address, expected) => {
    expect(await answerOf(info(`address=${encodeURIComponent(address)}`))).toMatchObject(expected);
  });

  it('reads as text like ipcalc -b', async () => {
    const { text, headers } = await info('address=192.168.31.6/20', 'text/plain');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toBe(
      `${['Address:   192.168.31.6', 'Netmask:   255.255.240.0 = 20', 'Wildcard:  0.0.15.255', '=>', 'Network:   192.168.16.0/20', 'HostMin:   192.168.16.1', 'HostMax:   192.168.31.254', 'Broadcast: 192.168.31.255', 'Hosts/Net: 4094                   Class C, Private Internet'].join('\n')}\n`,
    );
    expect((await info('address=192.168.31.6/20&format=md')).text).toMatch(/^\*\*192\\?\.168/);
  });

  it('of an address alone is of that alone, unless a length is given for it', async () => {
    expect(await answerOf(info('address=10.0.0.1'))).toMatchObject({ network: '10.0.0.1/32', warnings: [containing('10.0.0.1/24')] });
    expect(await answerOf(info('address=10.0.0.1&prefixLength=24'))).toMatchObject({ network: '10.0.0.0/24', warnings: [] });
  });
});

describe('an operation', () => {
  it.each<[string, unknown, object]>([
    ['split', { cidr: '10.0.0.0/30', prefixLength: 32 }, { subnets: ['10.0.0.0/32', '10.0.0.1/32', '10.0.0.2/32', '10.0.0.3/32'], count: 4, next: null }],
    ['split', { cidr: '10.0.0.0/24', count: 3 }, { subnets: ['10.0.0.0/26', '10.0.0.64/26', '10.0.0.128/26', '10.0.0.192/26'], warnings: [containing('1 are more')] }],
    ['split', { cidr: '10.1.2.0/24', hosts: [10, 20, 30] }, { subnets: ['10.1.2.64/28', '10.1.2.0/27', '10.1.2.32/27'], unused: ['10.1.2.80/28', '10.1.2.96/27', '10.1.2.128/25'] }],
    ['aggregate', { cidrs: ['10.1.0.0/16', '10.0.0.0/16', '10.1.2.0/24', 'fd00::', '10.2.0.1'] }, { cidrs: ['10.0.0.0/15', '10.2.0.1/32', 'fd00::/128'], addressCount: 131074 }],
    ['aggregate', { cidrs: [] }, { cidrs: [] }],
    ['subtract', { from: ['0.0.0.0/0'], remove: ['0.0.0.0/1', '255.255.255.255'] }, { addressCount: 2147483647 }],
    ['subtract', { from: ['fd00::/127'], remove: ['fd00::1'] }, { cidrs: ['fd00::/128'] }],
    ['overlaps', { ranges: { vpc: ['10.0.0.0/8'], pods: ['10.1.0.0/16', 'fd00::/48'], nodes: ['10.1.0.0/16'] } }, {
      count: 3,
      overlaps: holding(
        { a: 'vpc', b: 'pods', cidrA: '10.0.0.0/8', cidrB: '10.1.0.0/16', common: '10.1.0.0/16', relation: 'contains' },
        { a: 'pods', b: 'nodes', cidrA: '10.1.0.0/16', cidrB: '10.1.0.0/16', common: '10.1.0.0/16', relation: 'equal' },
      ),
    }],
    ['overlaps', { ranges: { pods: ['10.1.0.0/16'], vpc: ['10.0.0.0/8'] } }, { overlaps: [{ a: 'pods', b: 'vpc', cidrA: '10.1.0.0/16', cidrB: '10.0.0.0/8', common: '10.1.0.0/16', relation: 'within' }] }],
    ['overlaps', { ranges: { a: ['10.0.0.0/8', '10.0.0.0/9'], b: ['::/0'] } }, { overlaps: [], count: 0, next: null }],
    ['contains', { cidr: '10.0.0.0/8', addresses: ['10.0.0.1', '11.0.0.1', '::ffff:10.0.0.1'] }, { results: [{ address: '10.0.0.1', contained: true }, { address: '11.0.0.1', contained: false }, { address: '::ffff:10.0.0.1', contained: false }] }],
    ['range', { start: '0.0.0.0', end: '255.255.255.255' }, { cidrs: ['0.0.0.0/0'], addressCount: 4294967296 }],
    ['range', { start: '::', end: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' }, { cidrs: ['::/0'] }],
    ['range', { start: '192.168.1.10', end: '192.168.1.13' }, { cidrs: ['192.168.1.10/31', '192.168.1.12/31'], addressCount: 4 }],
    ['nth', { cidr: 'fd00::/64', index: -1 }, { address: 'fd00::ffff:ffff:ffff:ffff' }],
    ['nth', { cidr: 'fd00::/64', index: '18446744073709551615' }, { address: 'fd00::ffff:ffff:ffff:ffff' }],
    ['nth', { cidr: '10.96.0.0/12', index: 10 }, { address: '10.96.0.10' }],
    ['free', { pool: ['10.0.0.0/16'], used: ['10.0.0.0/24', '10.0.1.0/24', '10.9.0.0/24'], prefixLength: 24 }, { firstFree: '10.0.2.0/24', available: 254, largest: '10.0.128.0/17', utilisation: 0.007812, warnings: [containing('10.9.0.0/24')] }],
    ['free', { pool: ['10.0.0.0/31'], used: ['10.0.0.0'] }, { firstFree: '10.0.0.1', available: null, utilisation: 0.5 }],
    ['free', { pool: ['10.0.0.0/31'], used: ['10.0.0.0/8'] }, { firstFree: null, largest: null, cidrs: [], utilisation: 1 }],
    ['plan', { nodes: 100, podsPerNode: 110, services: 1000, avoid: ['10.0.0.0/16'] }, { clusterCIDR: '10.1.0.0/17', nodeCIDRMaskSize: 24, serviceClusterIPRange: '10.1.128.0/22', nodeRange: '10.1.132.0/25' }],
  ])('%s %j', async (operation, question, expected) => {
    expect(await answerOf(ask(operation, question))).toMatchObject(expected);
  });

  it.each(['text/plain', 'text/markdown'])('is rendered as %s with the verdict first', async (type) => {
    const { text, headers } = await ask('subtract', { from: ['10.0.0.0/8'], remove: ['10.0.0.1'] }, '', type);
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(text.split('\n')[0]).toContain('24 blocks are left, with 16777215 of 16777216 addresses.');
    expect(text.split('\n').length).toBeLessThan(41);
  });
});

describe('a split of a huge block', () => {
  interface Split {
    readonly subnets: string[];
    readonly count: string;
    readonly next: string | null;
  }

  it('comes page by page', async () => {
    const question = { cidr: '::/0', prefixLength: 128 };
    const first = await answerOf<Split>(ask('split', question, '?limit=2'));
    expect(first).toMatchObject({ subnets: ['::/128', '::1/128'], count: '340282366920938463463374607431768211456', last: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128' });
    const second = await answerOf<Split>(ask('split', question, `?limit=3&cursor=${first.next}`));
    expect(second.subnets).toEqual(['::2/128', '::3/128', '::4/128']);
    const { status, text } = await ask('split', { cidr: '::/0', prefixLength: 64 }, `?cursor=${first.next}`);
    expect([status, text]).toEqual([400, containing('another question')]);
  });

  it('ends', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await answerOf<Split>(ask('split', { cidr: '10.0.0.0/24', count: 10 }, `?limit=5${cursor}`));
      seen.push(...page.subnets);
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen).toEqual(Array.from({ length: 16 }, (_, i) => `10.0.0.${16 * i}/28`));
  });
});

describe('a plan', () => {
  interface Plan {
    readonly families: { clusterCIDR: string; serviceClusterIPRange: string; nodeRange: string }[];
    readonly flags: string[];
    readonly steps: { detail: string }[];
    readonly warnings: string[];
  }

  it('of both families shows its arithmetic and clashes with nothing', async () => {
    const avoid = ['10.0.0.0/9', '172.16.0.0/16'];
    const plan = await answerOf<Plan>(ask('plan', { nodes: 5000, podsPerNode: 250, services: 20_000, avoid, ipFamilies: ['IPv6', 'IPv4'] }));
    const ranges = plan.families.flatMap(({ clusterCIDR, serviceClusterIPRange, nodeRange }) => [clusterCIDR, serviceClusterIPRange, nodeRange]);
    expect(await answerOf(ask('overlaps', { ranges: Object.fromEntries([...ranges, ...avoid, '172.17.0.0/16'].map((cidr) => [cidr, [cidr]])) }))).toMatchObject({ count: 0 });
    expect(plan.flags).toEqual([expect.stringMatching(/^--cluster-cidr=fd.*\/51,10\.128\.0\.0\/10$/), '--node-cidr-mask-size-ipv6=64', '--node-cidr-mask-size-ipv4=23', expect.stringMatching(/^--service-cluster-ip-range=fd.*\/112,/)]);
    expect(plan.steps.map(({ detail }) => detail).join('\n')).toContain('8192 node blocks of /23');
    expect(plan.warnings.join('\n')).toMatch(/RFC 4193[^]*maxPods/);
  });
});

describe('what cannot be taken', () => {
  it.each([
    ['', '?address', 'must stand once'],
    ['address=', '?address', 'four numbers'],
    ['address=10.0.0.01', '?address', 'leading zero'],
    ['address=010.0.0.1/8', '?address', 'leading zero'],
    ['address=10.0.0.1/024', '?address', 'is not a prefix length'],
    ['address=10.0.0.1/33', '?address', 'too long for IPv4: 0 to 32'],
    ['address=::1/129', '?address', 'too long for IPv6: 0 to 128'],
    ['address=10.0.0.1/255.0.255.0', '?address', 'do not stand together'],
    ['address=fe80::1%25eth0', '?address', 'a zone'],
    ['address=fe80::1%25eth0/64', '?address', 'a zone'],
    ['address=::1/ffff::', '?address', 'IPv6 has no masks'],
    ['address=10.0.0.1&prefixLength=33', '?address', 'too long for IPv4'],
    ['address=10.0.0.1&prefixLength=x', '?prefixLength', 'whole number'],
  ])('info of “%s”', async (query, pointer, detail) => {
    const { status, json } = await info(query);
    expect([status, json<{ errors: unknown[] }>().errors]).toEqual([400, holding({ pointer, detail: containing(detail) })]);
  });

  it.each<[string, unknown, string, string]>([
    ['split', { cidr: '10.0.0.1/8', prefixLength: 9 }, '/cidr', 'its network is 10.0.0.0/8'],
    ['split', { cidr: '10.0.0.0/8' }, '', 'exactly one of'],
    ['split', { cidr: '10.0.0.0/8', count: 2, prefixLength: 9 }, '/count', 'exactly one of'],
    ['split', { cidr: '10.0.0.0/8', prefixLength: 7 }, '/prefixLength', 'larger than it'],
    ['split', { cidr: '10.0.0.0/8', prefixLength: 33 }, '/prefixLength', 'at most 32'],
    ['split', { cidr: '10.0.0.0/31', count: 3 }, '/count', 'it has 2 addresses'],
    ['split', { cidr: '10.0.0.0/31', count: 0 }, '/count', 'at least 1'],
    ['split', { cidr: '10.0.0.0/31', count: 1.5 }, '/count', 'not a whole number'],
    ['split', { cidr: '10.0.0.0/24', hosts: [200, 100] }, '/hosts', 'they need 384 addresses'],
    ['split', { cidr: '10.0.0.0/24', hosts: [1, 'x'] }, '/hosts/1', 'not a whole number'],
    ['split', { cidr: '10.0.0.0/24', hosts: [] }, '/hosts', 'at least 1'],
    ['aggregate', { cidrs: ['10.0.0.0/8', '10.0.0.0/33', 'x'] }, '/cidrs/1', 'too long for IPv4'],
    ['aggregate', { cidrs: '10.0.0.0/8' }, '/cidrs', 'must be a list of strings'],
    ['aggregate', { cidrs: [1] }, '/cidrs', 'nothing but strings'],
    ['aggregate', { cidr: [] }, '/cidr', 'known here: cidrs'],
    ['subtract', { from: ['10.0.0.0/8'], remove: ['fe80::1%eth0'] }, '/remove/0', 'a zone'],
    ['overlaps', { ranges: { 'a/b': ['10.0.0.1/8'] } }, '/ranges/a~1b/0', 'its network is 10.0.0.0/8'],
    ['overlaps', { ranges: ['10.0.0.0/8'] }, '/ranges', 'an object'],
    ['contains', { cidr: '10.0.0.0/8', addresses: ['10.0.0.0/9'] }, '/addresses/0', 'belongs to a CIDR'],
    ['range', { start: '10.0.0.2', end: '10.0.0.1' }, '/end', 'exchange them'],
    ['range', { start: '10.0.0.2', end: '::1' }, '/end', 'one end is IPv4'],
    ['nth', { cidr: '10.0.0.0/31', index: 2 }, '/index', 'from 0 to 1, or from the end -1 to -2'],
    ['nth', { cidr: '10.0.0.0/31', index: 2 ** 53 }, '/index', 'as a string'],
    ['nth', { cidr: '10.0.0.0/31', index: null }, '/index', 'whole number'],
    ['free', { pool: [], used: [] }, '/pool', 'at least 1'],
    ['free', { pool: ['10.0.0.0/8', '::/0'], used: [] }, '/pool/1', 'ask for each'],
    ['free', { pool: ['10.0.0.0/8'], used: [], prefixLength: 64 }, '/prefixLength', 'too long for IPv4'],
    ['plan', { nodes: 0, podsPerNode: 110, services: 10 }, '/nodes', '1'],
    ['plan', { nodes: 10, podsPerNode: 110, services: 2_000_000 }, '/services', '2^20'],
    ['plan', { nodes: 100_000, podsPerNode: 110, services: 10, ipFamilies: ['IPv6'] }, '/nodes', '2^16'],
    ['plan', { nodes: 16_000_000, podsPerNode: 1000, services: 10 }, '/podsPerNode', 'more than IPv4 has'],
    ['plan', { nodes: 1000, podsPerNode: 110, services: 10, within: ['10.0.0.0/16'] }, '/within', 'no /14 for pods'],
    ['plan', { nodes: 1000, podsPerNode: 110, services: 10, within: ['10.0.0.0/8'], ipFamilies: ['IPv6'] }, '/within', 'must hold an IPv6 block'],
    ['plan', { nodes: 10, podsPerNode: 110, services: 10, ipFamilies: ['ipv4'] }, '/ipFamilies', 'IPv4 and IPv6'],
  ])('%s %j', async (operation, question, pointer, detail) => {
    const { status, json } = await ask(operation, question);
    expect([status, json<{ errors: unknown[] }>().errors]).toEqual([400, holding({ pointer, detail: containing(detail) })]);
  });

  it('what would leave too many blocks is refused, and told so', async () => {
    const remove = Array.from({ length: 3000 }, (_, i) => `${(i * 20).toString(16)}::1`);
    const { status, json } = await ask('subtract', { from: ['::/0'], remove });
    expect([status, json<{ detail: string }>().detail]).toEqual([413, containing('more than 100000 blocks')]);
  });
});
