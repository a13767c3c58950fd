import { readIPv4Number, readIPv6Words, type IpAddress } from './address.js';
import { PrefixTable } from './prefix-table.js';

/** One for each family, which holds one address after the other: so those that are many need no object for each. */
const rows = { 4: new PrefixTable(4, 1), 6: new PrefixTable(6, 1) };

/** The address that `text` is as the one row of a table, until the next is asked for; undefined where parseAddress refuses it. */
export function readAddressRow(text: string): PrefixTable | undefined {
  const number = readIPv4Number(text, text.length);
  if (number < 0) return readIPv6Words(text, text.length, rows[6].words, 0) ? rows[6] : undefined;
  rows[4].words[0] = number;
  return rows[4];
}

/** The same of an address that is read already. */
export function addressRow(address: IpAddress): PrefixTable {
  const row = rows[address.family];
  row.setAddress(0, address);
  return row;
}
