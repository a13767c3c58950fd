import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.js';
import { contains, formatCidr, parseCidr } from './cidr.js';

describe('parseCidr', () => {
  it.each(['10.96.0.0/12', '0.0.0.0/0', '192.0.2.1/32', 'fd00:244::/56', '::/0', '::1/128'])('%s', (text) => {
    expect(formatCidr(parseCidr(text))).toBe(text);
  });

  it.each([
    { text: '10.0.0.0', why: 'the prefix length is missing' },
    { text: '10.0.0.0/33', why: 'prefix length 33 is too long for IPv4: 0 to 32' },
    { text: '::/129', why: 'too long for IPv6: 0 to 128' },
    { text: '10.0.0.0/08', why: '“08” is not a prefix length' },
    { text: '10.0.0.0/', why: '“” is not a prefix length' },
    { text: '10.0.0.0/8/8', why: '“8/8” is not a prefix length' },
    { text: '10.0.0.1/8', why: 'its network is 10.0.0.0/8' },
    { text: 'ten/8', why: 'is not an IP address' },
  ])('“$text” is refused: $why', ({ text, why }) => {
    expect(() => parseCidr(text)).toThrow(why);
  });
});

describe('contains', () => {
  it.each([
    { cidr: '10.96.0.0/12', address: '10.96.0.0', inside: true },
    { cidr: '10.96.0.0/12', address: '10.111.255.255', inside: true },
    { cidr: '10.96.0.0/12', address: '10.112.0.0', inside: false },
    { cidr: '0.0.0.0/0', address: '203.0.113.9', inside: true },
    { cidr: '0.0.0.0/0', address: '::1', inside: false },
    { cidr: 'fd00::/64', address: 'fd00::ffff:1', inside: true },
    { cidr: '192.0.2.1/32', address: '192.0.2.2', inside: false },
  ])('$address in $cidr: $inside', ({ cidr, address, inside }) => {
    expect(contains(parseCidr(cidr), parseAddress(address))).toBe(inside);
  });

  it('agrees with counting, on the IPv4 blocks of one /24', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.integer({ min: 24, max: 32 }), fc.nat(255), (host, prefixLength, other) => {
        const size = 2 ** (32 - prefixLength);
        const first = host - (host % size);
        const cidr = parseCidr(`198.51.100.${first}/${prefixLength}`);
        expect(contains(cidr, parseAddress(`198.51.100.${other}`))).toBe(other >= first && other < first + size);
      }),
    );
  });
});
