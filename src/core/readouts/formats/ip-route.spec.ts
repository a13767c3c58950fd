import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { ipRoute } from './ip-route.js';
import type { Nexthop, Route } from './ip-route-model.js';

const fixtures = new URL('../../../../test/fixtures/readouts/ip-route/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, fixtures), 'utf8');
const read = (text: string) => ipRoute.parse(text);

/** A route as `ip -json -details` prints it. */
interface PrintedNexthop {
  gateway?: string;
  via?: { host: string };
  dev?: string;
  weight?: number;
  flags: string[];
}
interface PrintedRoute extends PrintedNexthop {
  type: string;
  dst: string;
  table?: string;
  protocol: string;
  scope: string;
  prefsrc?: string;
  metric?: number;
  metrics?: { mtu?: number }[];
  nexthops?: PrintedNexthop[];
}

function fromJson(route: PrintedRoute): object {
  const own = nexthopFromJson({ ...route, flags: [] });
  const single = own.via === undefined && own.dev === undefined ? [] : [own];
  return {
    type: route.type,
    destination: route.dst,
    table: route.table ?? 'main',
    protocol: route.protocol,
    scope: route.scope,
    src: route.prefsrc,
    metric: route.metric,
    mtu: route.metrics?.[0]?.mtu,
    nexthops: route.nexthops?.map(nexthopFromJson) ?? single,
    flags: route.flags,
  };
}

function nexthopFromJson({ gateway, via, dev, weight, flags }: PrintedNexthop): Partial<Nexthop> {
  return { via: gateway ?? via?.host, dev, weight, flags } as Partial<Nexthop>;
}

/** The same facts of a route that was read; a host's prefix length is not printed in JSON. */
function fromText({ type, destination, table = 'main', protocol, scope, src, metric, mtu, nexthops, flags }: Route): object {
  return { type, destination: destination.replace(/\.(\d+)\/32$|\/128$/, (_, last?: string) => (last === undefined ? '' : `.${last}`)), table, protocol, scope, src, metric, mtu, nexthops, flags };
}

describe('routes printed by iproute2', () => {
  it.each([
    ['the main table of IPv4', 'ipv4.txt', 'ipv4.json'],
    ['the main table of IPv6', 'ipv6.txt', 'ipv6.json'],
    ['all tables of both families', 'all-tables.txt', 'all-tables.json'],
    ['with -details', 'ipv4-details.txt', 'ipv4.json'],
    ['with -oneline', 'ipv4-oneline.txt', 'ipv4.json'],
    ['with a link whose other end is down', 'ipv4-linkdown.txt', 'ipv4-linkdown.json'],
  ])('%s: the text says what the JSON says', (_, text, json) => {
    const { parsed, problems } = read(recorded(text));
    expect(problems).toEqual([]);
    expect(parsed.routes.map(fromText)).toEqual((JSON.parse(recorded(json)) as PrintedRoute[]).map(fromJson));
  });

  it('the families of a text with both are told apart', () => {
    const { routes } = read(recorded('all-tables.txt')).parsed;
    const wrong = routes.filter(({ family, destination }) => destination !== 'default' && family !== (destination.includes(':') ? 6 : 4));
    expect(wrong).toEqual([]);
    expect(routes.filter(({ destination }) => destination === 'default').map(({ family }) => family)).toEqual([4, 4, 6, 6]);
  });
});

describe('one route', () => {
  const plain = { line: 1, type: 'unicast', family: 4, protocol: 'boot', scope: 'global', flags: [], attributes: {} };

  it.each<[string, string, object]>([
    ['the default route', 'default via 192.168.1.1 dev enp0s3 proto static ', {
      ...plain, destination: 'default', protocol: 'static', nexthops: [{ via: '192.168.1.1', dev: 'enp0s3', flags: [] }],
    }],
    ['a bridge without carrier', '172.17.0.0/16 dev docker0 proto kernel scope link src 172.17.0.1 linkdown', {
      ...plain, destination: '172.17.0.0/16', protocol: 'kernel', scope: 'link', src: '172.17.0.1', nexthops: [{ dev: 'docker0', flags: [] }], flags: ['linkdown'],
    }],
    ['flannel’s route to another node', '10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink', {
      ...plain, destination: '10.244.1.0/24', nexthops: [{ via: '10.244.1.0', dev: 'flannel.1', flags: [] }], flags: ['onlink'],
    }],
    ['an address alone is a whole prefix', '169.254.169.254 via 10.0.0.1 dev ens5 metric 512', {
      ...plain, destination: '169.254.169.254/32', metric: 512, nexthops: [{ via: '10.0.0.1', dev: 'ens5', flags: [] }],
    }],
    ['an IPv4 route by way of IPv6', 'default via inet6 fe80::1 dev eth0', {
      ...plain, destination: 'default', nexthops: [{ via: 'fe80::1', dev: 'eth0', flags: [] }],
    }],
    ['a locked MTU', '10.9.0.0/16 dev wg0 mtu lock 1420 advmss 1380', {
      ...plain, destination: '10.9.0.0/16', mtu: 1420, mtuLocked: true, nexthops: [{ dev: 'wg0', flags: [] }], attributes: { advmss: '1380' },
    }],
    ['a tunnel of its own', '10.8.0.0/16 encap ip id 7 src 0.0.0.0 dst 192.0.2.1 ttl 0 tos 0 dev tunl0 scope link', {
      ...plain, destination: '10.8.0.0/16', scope: 'link', nexthops: [{ dev: 'tunl0', encap: 'ip id 7 src 0.0.0.0 dst 192.0.2.1 ttl 0 tos 0', flags: [] }],
    }],
    ['source routing', 'default from 2001:db8:1::/48 via fe80::1 dev eth0 metric 1024 features ecn pref medium', {
      ...plain, family: 6, destination: 'default', from: '2001:db8:1::/48', metric: 1024, nexthops: [{ via: 'fe80::1', dev: 'eth0', flags: [] }],
      attributes: { features: 'ecn', pref: 'medium' },
    }],
    ['a default route that tells no family', 'blackhole default', { ...plain, type: 'blackhole', family: null, destination: 'default', nexthops: [] }],
  ])('%s', (_, line, expected) => {
    expect(read(line)).toEqual({ format: 'ip-route', parsed: { routes: [expected] }, problems: [] });
  });

  it('a default route without an address takes the family that all others have', () => {
    expect(read('blackhole default\n10.0.0.0/8 dev eth0\n').parsed.routes.map(({ family }) => family)).toEqual([4, 4]);
    expect(read('blackhole default\n10.0.0.0/8 dev eth0\n2001:db8::/64 dev eth0\n').parsed.routes[0]?.family).toBeNull();
  });
});

describe('what cannot be read', () => {
  const told = (text: string) => read(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`);
  const good = '10.0.0.0/8 dev eth0\n';

  it.each([
    ['the prompt', 'sre@node:~$ ip route show\n', '2:1 “sre@node:~$” is neither a type of route nor a destination: “default”, an address or a CIDR'],
    ['a word unheard of', '10.1.0.0/16 dev eth0 colour blue\n', '2:22 “colour” is not a word that “ip route” prints here'],
    ['a prefix too long', '10.1.0.0/33 dev eth0\n', '2:1 “10.1.0.0/33” is not a CIDR: prefix length 33 is too long for IPv4: 0 to 32'],
    ['a gateway that is a name', 'default via gateway dev eth0\n', '2:13 “gateway” is not an IP address: an IPv4 address has four numbers, this has 1'],
    ['a line cut short', 'default via 10.0.0.1 dev\n', '2:22 nothing follows “dev”'],
    ['a destination alone', '172.25.0.1\n', '2:1 neither a gateway nor a device is told by which 172.25.0.1/32 is reached'],
    ['host bits', '10.1.2.3/16 dev eth0\n', '2:1 “10.1.2.3/16” is not a CIDR: it has host bits set; its network is 10.1.0.0/16'],
    ['a metric in words', 'default via 10.0.0.1 metric low\n', '2:29 “low” after “metric” is not a number'],
  ])('%s is told, and the routes around it stay', (_, line, expected) => {
    expect(told(`${good}${line}${good}`)).toEqual([expected]);
    expect(read(`${good}${line}${good}`).parsed.routes.map((route) => route.line)).toEqual([1, 3]);
  });

  it('next hops are lost with the route that they belong to, and told', () => {
    expect(told(`${good}default colour blue\n\tnexthop via 10.0.0.1 dev eth0 weight 1 \n`)).toEqual([
      '2:9 “colour” is not a word that “ip route” prints here',
      '3:2 a next hop, but the route that it belongs to, on line 2, could not be read',
    ]);
    expect(told(`\tnexthop via 10.0.0.1 dev eth0 weight 1\n${good}`)).toEqual(['1:2 a next hop, but no route stands above it']);
  });

  it('a text without one route is refused, with the place', () => {
    expect(() => read('nameserver 10.96.0.10\nsearch a.example\n')).toThrow(/^this is not the output of “ip route”; line 1, column 1: “nameserver” is neither/);
    expect(() => read('nameserver 10.96.0.10\n')).toThrow(InputError);
  });

  it('an empty table is no mistake', () => {
    expect(read('')).toEqual({ format: 'ip-route', parsed: { routes: [] }, problems: [] });
  });

  it('no line is lost: each is a route, a next hop or a problem', () => {
    const line = fc.constantFrom('default via 10.0.0.1 dev eth0', '\tnexthop via 10.0.0.1 dev eth0 weight 1', '\tnexthop via', 'blackhole 10.1.0.0/24', 'default colour', 'default proto static', 'local ::1 dev lo');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const { parsed, problems } = read([...lines, good].join('\n'));
        const hops = parsed.routes.flatMap(({ nexthops }) => nexthops).filter(({ weight }) => weight !== undefined);
        expect(parsed.routes.length + hops.length + problems.length).toBe(lines.length + 1);
        expect(problems.every((problem) => [...lines, good][problem.line - 1]?.trimEnd() === problem.text)).toBe(true);
      }),
    );
  });
});
