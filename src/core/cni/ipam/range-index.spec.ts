import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockOf, contains, parseAddress, parseCidr, type Cidr } from '../../ip/index.js';
import { RangeIndex } from './range-index.js';

it('finds the innermost block that holds an address', () => {
  const index = new RangeIndex(['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', 'fd00::/8', '10.1.0.0/16'].map((text, i) => [parseCidr(text), `${i}: ${text}`]));
  const asked = ['10.1.2.3', '10.1.3.3', '10.200.0.1', '11.0.0.1', '9.255.255.255', 'fd00::1', 'fe00::1'];
  expect(asked.map((text) => index.find(parseAddress(text)))).toEqual(['2: 10.1.2.0/24', '1: 10.1.0.0/16', '0: 10.0.0.0/8', undefined, undefined, '3: fd00::/8', undefined]);
});

it('agrees with a look at every block', () => {
  const address = fc.record({ family: fc.constantFrom<4 | 6>(4, 6), value: fc.bigInt(0n, 255n) });
  const block = fc.tuple(address, fc.integer({ min: 0, max: 8 })).map(([each, bits]) => blockOf(each, (each.family === 4 ? 32 : 128) - bits));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 12 }), fc.array(address, { maxLength: 12 }), (blocks, addresses) => {
      const index = new RangeIndex<Cidr>(blocks.map((each) => [each, each]));
      for (const each of addresses) {
        const innermost = blocks.filter((candidate) => contains(candidate, each)).sort((a, b) => b.prefixLength - a.prefixLength)[0];
        expect(index.find(each)).toEqual(innermost);
      }
    }),
  );
});
