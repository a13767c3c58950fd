import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, isAddress, parseAddress } from './address.js';

describe('parseAddress and formatAddress', () => {
  it.each([
    { name: 'IPv4 stays as it is', text: '10.96.0.10', canonical: '10.96.0.10' },
    { name: 'the lowest IPv4', text: '0.0.0.0', canonical: '0.0.0.0' },
    { name: 'the highest IPv4', text: '255.255.255.255', canonical: '255.255.255.255' },
    { name: 'IPv6 is lower case', text: 'FD00:96::A', canonical: 'fd00:96::a' },
    { name: 'IPv6 loses leading zeros', text: 'fd00:0096:0000:0000:0000:0000:0000:0010', canonical: 'fd00:96::10' },
    { name: 'the longest run of zeros is shortened', text: '2001:0:0:1:0:0:0:1', canonical: '2001:0:0:1::1' },
    { name: 'of equal runs the first is shortened', text: '2001:db8:0:0:1:0:0:1', canonical: '2001:db8::1:0:0:1' },
    { name: 'a single zero group is written out', text: '2001:db8::1:1:1:1:1', canonical: '2001:db8:0:1:1:1:1:1' },
    { name: 'all zeros', text: '::', canonical: '::' },
    { name: 'loopback', text: '0:0:0:0:0:0:0:1', canonical: '::1' },
    { name: 'zeros at the end', text: '1:0:0:0:0:0:0:0', canonical: '1::' },
    { name: 'IPv4 within IPv6', text: '64:ff9b::192.0.2.33', canonical: '64:ff9b::c000:221' },
    { name: 'IPv4-mapped IPv6 keeps the dots', text: '::ffff:c000:201', canonical: '::ffff:192.0.2.1' },
  ])('$name', ({ text, canonical }) => {
    expect(formatAddress(parseAddress(text))).toBe(canonical);
  });

  it.each([
    { text: '', why: 'four numbers' },
    { text: '10.0.0', why: 'this has 3' },
    { text: '10.0.0.0.1', why: 'this has 5' },
    { text: '10.0.0.256', why: '256 is too large' },
    { text: '10.0.0.01', why: 'leading zero' },
    { text: '10.0.0.-1', why: '“-1” is not a number' },
    { text: '10.0.0.1 ', why: '“1 ” is not a number' },
    { text: '0x0a.0.0.1', why: '“0x0a” is not a number' },
    { text: '١.0.0.1', why: 'is not a number' },
    { text: 'fe80::1%eth0', why: 'a zone' },
    { text: '1::2::3', why: '“::” may stand once' },
    { text: ':::', why: '“” is not a group' },
    { text: '1:2:3:4:5:6:7', why: 'this has 7' },
    { text: '1:2:3:4::5:6:7:8', why: 'at least one group' },
    { text: '12345::', why: '“12345” is not a group' },
    { text: '1.2.3.4::', why: '“1.2.3.4” is not a group' },
    { text: '::1.2.3', why: 'four numbers' },
    { text: ':1:2:3:4:5:6:7', why: '“” is not a group' },
  ])('“$text” is refused: $why', ({ text, why }) => {
    expect(() => parseAddress(text)).toThrow(why);
    expect(isAddress(text)).toBe(false);
  });

  it('reads back what it writes', () => {
    const group = fc.constantFrom<bigint[]>(0n, 0n, 1n, 0xffffn);
    const sparse = fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.reduce((value, each) => (value << 16n) | each, 0n));
    const address = fc.oneof(
      fc.record({ family: fc.constant(4 as const), value: fc.bigInt(0n, 2n ** 32n - 1n) }),
      fc.record({ family: fc.constant(6 as const), value: fc.bigInt(0n, 2n ** 128n - 1n) }),
      fc.record({ family: fc.constant(6 as const), value: sparse }),
    );
    fc.assert(
      fc.property(address, (a) => {
        expect(parseAddress(formatAddress(a))).toEqual({ ...a });
      }),
    );
  });
});
