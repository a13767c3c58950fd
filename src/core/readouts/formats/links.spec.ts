import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { ipAddr } from './ip-addr.js';
import { ipLink } from './ip-link.js';

const fixtures = new URL('../../../../test/fixtures/readouts/links/', import.meta.url);
const recorded = (file: string) => readFileSync(new URL(file, fixtures), 'utf8');

/** What was read, without the lines, which JSON does not have. */
function unlined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'line' ? undefined : each)));
}

/** JSON has the number of a namespace, never its name. */
function unnamed(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key === 'netns' ? '0' : each)));
}

/** The seconds that are left run on between two recordings. */
function settled(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, each: unknown) => (key.endsWith('Lifetime') && typeof each === 'number' && each > 0 ? 1 : each)));
}

describe('links and addresses printed by iproute2', () => {
  it.each(['addr', 'addr-bridges', 'addr-eth0', 'addr-details', 'addr-inet6'])('%s: the text says what the JSON says', (name) => {
    const [text, json] = [ipAddr.parse(recorded(`${name}.txt`)), ipAddr.parse(recorded(`${name}.json`))];
    expect([text.problems, json.problems]).toEqual([[], []]);
    expect(text.parsed.links.length).toBeGreaterThan(0);
    expect(unnamed(settled(unlined(text.parsed)))).toEqual(settled(unlined(json.parsed)));
  });

  it.each(['link', 'link-details', 'link-statistics', 'link-eth0'])('%s: the text says what the JSON says', (name) => {
    const [text, json] = [ipLink.parse(recorded(`${name}.txt`)), ipLink.parse(recorded(`${name}.json`))];
    expect([text.problems, json.problems]).toEqual([[], []]);
    expect(text.parsed.links.length).toBeGreaterThan(0);
    expect(unnamed(unlined(text.parsed))).toEqual(unlined(json.parsed));
  });

  it('-oneline has the same addresses', () => {
    const addressesOf = (file: string) => ipAddr.parse(recorded(file)).parsed.links.flatMap(({ name, addresses }) => addresses.map((address) => ({ name, ...address })));
    expect(ipAddr.parse(recorded('addr-oneline.txt')).problems).toEqual([]);
    expect(settled(unlined(addressesOf('addr-oneline.txt')))).toEqual(settled(unlined(addressesOf('addr.txt'))));
    expect(unlined(ipLink.parse(recorded('link-oneline.txt')))).toEqual(unlined(ipLink.parse(recorded('link.txt'))));
  });

  it('-brief has the same names, states and addresses', () => {
    const briefly = (file: string) => ipAddr.parse(recorded(file)).parsed.links.map(({ name, parent, state, addresses }) => ({ name, parent, state, addresses: addresses.map(({ address, prefixLength, peer, metric }) => ({ address, prefixLength, peer, metric })) }));
    expect(ipAddr.parse(recorded('addr-brief.txt')).problems).toEqual([]);
    expect(briefly('addr-brief.txt')).toEqual(briefly('addr.txt'));
    const layers = (file: string) => ipLink.parse(recorded(file)).parsed.links.map(({ name, parent, state, address, flags }) => ({ name, parent, state, address, flags }));
    expect(layers('link-brief.txt')).toEqual(layers('link.txt'));
  });

  it('a VXLAN is told with what makes it reachable, and a port with its bridge', () => {
    const { links } = ipLink.parse(recorded('link-details.txt')).parsed;
    expect(links.find(({ name }) => name === 'flannel.1')).toMatchObject({ kind: 'vxlan', mtu: 1450, details: { id: '1', local: '192.168.56.10', dev: 'eth0', dstport: '8472' } });
    expect(links.find(({ name }) => name === 'vethabc')).toMatchObject({ kind: 'veth', portOf: 'bridge', master: 'cni0', parent: 'if2', netns: 'cni-foretrace-links' });
  });
});

const eth0 = '2: eth0@if7: <BROADCAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default \n    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netnsid 0\n    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\n       valid_lft forever preferred_lft forever\n';

describe('what is told of a copy', () => {
  const told = (text: string) => ipAddr.parse(text).problems.map(({ line, column, detail }) => `${line}:${column} ${detail}`);
  const plain = unlined(ipAddr.parse(eth0).parsed);

  it.each([
    ['nothing of a whole one', eth0, []],
    ['nothing where every line is quoted', eth0.replace(/^/gm, '#  '), []],
    ['nothing of tabs and line ends of Windows', eth0.replaceAll('    ', '\t').replaceAll('\n', '\r\n'), []],
    ['prompts and what other commands printed, once for all that follow one another', `me@node:~$ ip a\n[sudo] password for me: \n${eth0}\nme@node:~$ exit\n`, [
      '1:1 this line and the one after it are nothing that “ip addr” prints; passed over',
      '8:1 this is nothing that “ip addr” prints; passed over',
    ]],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(unlined(ipAddr.parse(text).parsed)).toEqual(plain);
  });

  it.each([
    ['a beginning that is cut off', eth0.slice(eth0.indexOf('    link/ether')) + eth0, [
      '1:5 “link/ether” belongs to a link, and the line on which that begins is missing or cut',
      '2:5 “inet” belongs to a link, and the line on which that begins is missing or cut',
      '3:8 “valid_lft” belongs to a link, and the line on which that begins is missing or cut',
    ]],
    ['a head of which the number is cut off, and never gives its lines to the link above', `${eth0}if8: <UP> mtu 1500\n    link/ether 02:00:00:00:00:02\n`, [
      '5:1 this is nothing that “ip addr” prints; passed over',
      '6:5 “link/ether” belongs to a link, and the line on which that begins is missing or cut',
    ]],
    ['an end that is cut off', `${eth0}3: eth1: <UP> mtu 1500 qdisc\n`, ['5:24 nothing follows “qdisc”']],
    ['an address that is none', eth0.replace('10.0.0.5/24', '10.0.0.5/33'), ['3:10 “33” is not a prefix length: 0 to 32', '4:8 lifetimes of an address that is missing or cut']],
    ['an address of the other family', eth0.replace('inet ', 'inet6 '), ['3:11 “10.0.0.5/24” is not an IPv6 address', '4:8 lifetimes of an address that is missing or cut']],
  ])('%s', (_, text, expected) => {
    expect(told(text)).toEqual(expected);
    expect(ipAddr.parse(text).parsed.links.filter(({ name, address }) => name === 'eth0' && address === '02:00:00:00:00:01')).toHaveLength(1);
  });

  it('nothing printed is nothing there, and `{}` of an older release is nothing', () => {
    expect(ipAddr.parse('\n')).toEqual({ format: 'ip-addr', parsed: { links: [] }, problems: [] });
    expect(ipAddr.parse('[{},{},{"ifname":"lo"}]').parsed.links).toMatchObject([{ name: 'lo' }]);
    expect(ipLink.parse('[]').problems).toEqual([]);
  });

  it.each([
    ['a device that there is not', 'Device "eth9" does not exist.\n', 'this is not the output of “ip addr”; line 1, column 1: this is nothing that “ip addr” prints; passed over'],
    ['JSON that is cut off', '$ ip -j a\n[{"ifname":"lo",\n', 'this is not JSON; line 2, column 17: the JSON is cut off here'],
    ['JSON with a fault', '[\n  {"ifname" "lo"}]', 'this is not JSON; line 2, column 13: “:” should stand here, not ““lo”'],
  ])('%s is refused, with the place', (_, text, detail) => {
    expect(() => ipAddr.parse(text)).toThrow(detail.replace('““lo”', '“"lo"”'));
  });
});

describe('whatever is given', () => {
  const words = ['1: lo: <UP> mtu 5', '2: eth0@if3: <', 'link/ether', '02:00:00:00:00:01', 'inet', 'inet6', '10.0.0.1/8', '::1/128', 'peer', 'scope', 'valid_lft', 'forever', '5sec', 'RX:', 'bytes', '0', 'metric', '\\', 'promiscuity 1', 'veth', 'alias', 'altname', 'lo UP', '<UP>', '[', '{', '"ifname":"lo"', '}', ']', ',', ':', '#', '__proto__', 'constructor'];
  const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.oneof(fc.constantFrom(...words, ' ', '\n', '    ', '\t', '\r\n'), fc.string()), { maxLength: 40 }).map((parts) => parts.join('')));

  it.each([['ip-addr', ipAddr], ['ip-link', ipLink]] as const)('%s reads it, or refuses it as input', (_, format) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { problems } = format.parse(text);
          for (const { line, column } of problems) expect(line * column).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
