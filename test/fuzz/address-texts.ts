import fc from 'fast-check';
import type { Count } from '../../src/core/ip/index.js';

const octet = fc.oneof(fc.nat(255).map(String), fc.constantFrom('00', '01', '256', '-1', '', ' ', '0x1', '1e1', '٣', '999999999999999999999'));
const ipv4 = fc.array(octet, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
const group = fc.oneof(fc.nat(0xffff).map((value) => value.toString(16)), fc.constantFrom('', '', '0', 'FFFF', '12345', 'g', '-1', '1.2.3.4', '01.2.3.4'));
const ipv6 = fc.array(group, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(':'));
const good = fc.oneof(fc.ipV4(), fc.ipV6());
const length = fc.oneof({ weight: 4, arbitrary: fc.nat(32).map(String) }, fc.nat(200).map(String), ipv4, fc.constantFrom('', '08', '+8', '-1', '1e1', '999999999999', '255.255.0.0', '0.0.255.255'));

/** Addresses, what looks like one, and what does not. */
export const address = fc.oneof({ weight: 4, arbitrary: good }, ipv4, ipv6, fc.string({ unit: 'binary', maxLength: 20 }));

const text = fc.oneof({ weight: 2, arbitrary: fc.tuple(address, length).map((parts) => parts.join('/')) }, address);
const tidy = fc.tuple(fc.oneof(fc.constantFrom('10.0.0.0', 'fd00::', '0.0.0.0', '::', '255.255.255.255'), good), fc.nat(128)).map(([base, prefixLength]) => `${base.replace(/\.\d+$/, '.0')}/${prefixLength}`);

/** Blocks, and what looks like one. */
export const cidr = fc.oneof(text, tidy, good);
export const cidrs = fc.array(cidr, { maxLength: 6 });

/** Numbers of every kind, some as text. */
export const count: fc.Arbitrary<Count> = fc.oneof(fc.integer(), fc.double(), fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(String), fc.string({ maxLength: 5 }));
