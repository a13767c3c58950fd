import { describe, expect, it } from 'vitest';
import { holds, readGoAddress, readGoNetwork } from './go-address.js';

describe('an address as kube-proxy reads it', () => {
  it.each([
    ['stays as it is', '10.0.0.7', 'IPv4 10.0.0.7'],
    ['loses leading zeros, which are decimal', '010.000.0.08', 'IPv4 10.0.0.8'],
    ['is shortened as RFC 5952 has it', '2001:DB8:0:0:0:0:0:5', 'IPv6 2001:db8::5'],
    ['is IPv4 where it is mapped', '::ffff:192.0.2.1', 'IPv4 192.0.2.1'],
    ['may have no zone', 'fe80::1%eth0', undefined],
    ['may not be too large', '10.0.0.256', undefined],
    ['may not be long beyond reason', `10.0.0.${'0'.repeat(100)}1`, undefined],
    ['is no host name', 'db.example.com', undefined],
    ['is not empty', '', undefined],
  ])('%s: %s', (_, text, expected) => {
    const read = readGoAddress(text);
    expect(read && `${read.family} ${read.text}`).toBe(expected);
  });
});

describe('a network as kube-proxy reads it', () => {
  it.each([
    ['stays as it is', '10.0.0.0/8', 'IPv4 10.0.0.0/8'],
    ['loses its host bits', '203.0.113.77/25', 'IPv4 203.0.113.0/25'],
    ['loses leading zeros', '010.1.0.0/016', 'IPv4 10.1.0.0/16'],
    ['may be everything', '::/0', 'IPv6 ::/0'],
    ['of mapped addresses is of no family', '::ffff:10.0.0.0/104', undefined],
    ['needs a length', '10.0.0.0', undefined],
    ['may not be longer than its family', '10.0.0.0/33', undefined],
    ['has no other characters', '10.0.0.0/8 ', undefined],
  ])('%s: %s', (_, text, expected) => {
    const read = readGoNetwork(text);
    expect(read && `${read.family} ${read.text}`).toBe(expected);
  });

  it.each([
    ['10.0.0.0/8', '10.9.9.9', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', 'fd00::1', false],
    ['fd00::/8', 'fd12::1', true],
    ['10.0.0.0/8', 'none', false],
  ])('%s holds %s: %s', (network, address, expected) => {
    const read = readGoNetwork(network);
    expect(read !== undefined && holds(read, address)).toBe(expected);
  });
});
