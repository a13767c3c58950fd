import { expect, it } from 'vitest';
import { addressRow, parseAddress, readAddressRow } from './index.js';

it.each(['10.0.0.1', '255.255.255.255', '::', 'fd00:10::1f', '::ffff:192.0.2.1', 'FE80:0:0:0:0:0:0:1'])('%s is the same in a row, read or handed over', (text) => {
  const address = parseAddress(text);
  expect(readAddressRow(text)?.cidr(0).first).toEqual(address);
  expect(addressRow(address).cidr(0).first).toEqual(address);
});

it.each(['', '10.0.1', '010.0.0.1', '10.0.0.0/8', 'fe80::1%eth0', '1:2:3'])('“%s” has no row', (text) => {
  expect(readAddressRow(text)).toBeUndefined();
});
