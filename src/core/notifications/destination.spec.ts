import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseCidr } from '../ip/index.js';
import { refusalOf, refusalOfUrl } from './destination.js';

const none = [] as const;
const all = [parseCidr('0.0.0.0/0'), parseCidr('::/0')];
const inside = [parseCidr('10.0.0.0/8'), parseCidr('fd00::/8'), parseCidr('127.0.0.1/32')];

describe('an address', () => {
  it.each<[address: string, byDefault: boolean, whereAllAllowed: boolean, whereInsideAllowed: boolean]>([
    ['93.184.215.14', true, true, true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true, true, true],
    ['127.0.0.1', false, true, true],
    ['127.0.0.2', false, true, false],
    ['127.255.255.254', false, true, false],
    ['::1', false, true, false],
    ['0.0.0.0', false, false, false],
    ['0.1.2.3', false, false, false],
    ['::', false, false, false],
    ['10.0.0.7', false, true, true],
    ['172.16.0.1', false, true, false],
    ['172.31.255.255', false, true, false],
    ['172.32.0.1', true, true, true],
    ['192.168.1.1', false, true, false],
    ['100.64.0.1', false, true, false],
    ['169.254.1.1', false, false, false],
    ['169.254.169.254', false, false, false],
    ['169.254.170.2', false, false, false],
    ['168.63.129.16', false, false, false],
    ['100.100.100.200', false, false, false],
    ['192.0.0.192', false, false, false],
    ['fd00:ec2::254', false, false, false],
    ['fd20:ce::254', false, false, false],
    ['fd12:3456:789a::1', false, true, true],
    ['fc00::1', false, true, false],
    ['fe80::1', false, false, false],
    ['fec0::1', false, true, false],
    ['224.0.0.1', false, false, false],
    ['ff02::1', false, false, false],
    ['255.255.255.255', false, false, false],
    ['240.0.0.1', false, true, false],
    ['192.0.2.1', false, true, false],
    ['198.18.0.1', false, true, false],
    ['2001:db8::1', false, true, false],
    ['::ffff:127.0.0.1', false, true, true],
    ['::ffff:169.254.169.254', false, false, false],
    ['::ffff:10.0.0.7', false, true, true],
    ['::ffff:93.184.215.14', true, true, true],
    ['64:ff9b::127.0.0.1', false, true, true],
    ['64:ff9b::169.254.169.254', false, false, false],
    ['64:ff9b::93.184.215.14', true, true, true],
    ['64:ff9b:1::10.0.0.7', false, true, false],
    ['2002:7f00:1::', false, true, false],
    ['2001:0:1:2:3:4:5:6', false, true, false],
    ['::127.0.0.1', false, true, false],
    ['::7f00:1', false, true, false],
    ['4000::1', false, true, false],
    ['fe80::1%eth0', false, false, false],
    ['localhost', false, false, false],
    ['', false, false, false],
  ])('%s', (address, byDefault, whereAllAllowed, whereInsideAllowed) => {
    expect([refusalOf(address, none), refusalOf(address, all), refusalOf(address, inside)].map((refusal) => refusal === undefined)).toEqual([byDefault, whereAllAllowed, whereInsideAllowed]);
  });

  it('of IPv4 is judged alike in every form that carries it', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), fc.constantFrom(none, inside), (value, allowed) => {
        const plain = refusalOf(formatAddress({ family: 4, value }), allowed) === undefined;
        const mapped = refusalOf(formatAddress({ family: 6, value: (0xffffn << 32n) | value }), allowed) === undefined;
        const translated = refusalOf(formatAddress({ family: 6, value: (0x64ff9bn << 96n) | value }), allowed) === undefined;
        expect([mapped, translated]).toEqual([plain, plain]);
      }),
    );
  });
});

describe('a URL', () => {
  const https = { scheme: 'https', host: 'receiver.example.com', hasCredentials: false, hasFragment: false };
  it.each<[string, Partial<typeof https>, boolean]>([
    ['of a name', {}, true],
    ['without TLS', { scheme: 'http' }, true],
    ['of another scheme', { scheme: 'gopher' }, false],
    ['with a user', { hasCredentials: true }, false],
    ['with a fragment', { hasFragment: true }, false],
    ['of a private address', { host: '10.0.0.7' }, false],
    ['of a public address', { host: '93.184.215.14' }, true],
    ['of a mapped address', { host: '::ffff:7f00:1' }, false],
    ['of localhost', { host: 'localhost' }, false],
    ['of a name below localhost', { host: 'foo.localhost' }, false],
    ['of localhost with the root’s dot', { host: 'localhost.' }, false],
    ['of a name that only looks like it', { host: 'notlocalhost' }, true],
  ])('%s', (_, parts, isGood) => {
    expect(refusalOfUrl({ ...https, ...parts }, none) === undefined).toBe(isGood);
  });

  it('of localhost is taken where this machine is allowed', () => {
    expect(refusalOfUrl({ ...https, host: 'localhost' }, inside)).toBeUndefined();
  });
});
