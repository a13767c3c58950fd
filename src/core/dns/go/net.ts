import { bitsOf, blockOf, formatAddress, readAddress, type IpAddress } from '../../ip/index.js';
import type { Parsed } from './number.js';

/** An address block as Go's net.IPNet: the first address, without host bits. */
export interface IpNet {
  readonly first: IpAddress;
  readonly prefixLength: number;
}

/** Source: Go 1.26 net.ParseIP. IPv4 within IPv6 is IPv4, as To4 has it. */
export function parseIp(text: string): IpAddress | undefined {
  const address = readAddress(text, text.length);
  if (address === undefined) return undefined;
  return address.family === 6 && address.value >> 32n === 0xffffn ? { family: 4, value: address.value & 0xffffffffn } : address;
}

/** Whether it is an IPv4 address in the only form in which Go takes one, four numbers without leading zeros: it is then written as it stands. */
export function isIPv4Text(text: string): boolean {
  if (text.length > 15) return false;
  let groups = 1;
  let digits = 0;
  let value = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      groups++;
      if (digits === 0 || groups > 4) return false;
      digits = 0;
      value = 0;
      continue;
    }
    if (code < 48 || code > 57 || (digits > 0 && value === 0)) return false;
    value = value * 10 + code - 48;
    digits++;
    if (digits > 3 || value > 255) return false;
  }
  return groups === 4 && digits > 0;
}

/** Source: Go 1.26 net.ParseCIDR. */
export function parseCidrGo(text: string): IpNet | undefined {
  if (!text.includes('/')) return undefined;
  const [, written = '', length = ''] = /^([^/]*)\/(\d{1,9})$/.exec(text) ?? [];
  const address = readAddress(written, written.length);
  if (address === undefined) return undefined;
  const prefixLength = Number(length);
  if (prefixLength > bitsOf(address.family)) return undefined;
  return { first: blockOf(address, prefixLength).first, prefixLength };
}

export function netContains(net: IpNet, address: IpAddress): boolean {
  return net.first.family === address.family && blockOf(address, net.prefixLength).first.value === net.first.value;
}

export function formatNet({ first, prefixLength }: IpNet): string {
  return `${formatAddress(first)}/${prefixLength}`;
}

/** Host and port. Source: Go 1.26 net.SplitHostPort. */
export function splitHostPort(text: string): Parsed<{ readonly host: string; readonly port: string }> {
  const fault = (why: string): { error: string } => ({ error: `address ${text}: ${why}` });
  const colon = text.lastIndexOf(':');
  if (colon < 0) return fault('missing port in address');
  let host: string;
  let [openFrom, closeFrom] = [0, 0];
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) return fault("missing ']' in address");
    if (end + 1 === text.length) return fault('missing port in address');
    if (end + 1 !== colon) return fault(text[end + 1] === ':' ? 'too many colons in address' : 'missing port in address');
    host = text.slice(1, end);
    [openFrom, closeFrom] = [1, end + 1];
  } else {
    host = text.slice(0, colon);
    if (host.includes(':')) return fault('too many colons in address');
  }
  if (text.includes('[', openFrom)) return fault("unexpected '[' in address");
  if (text.includes(']', closeFrom)) return fault("unexpected ']' in address");
  return { value: { host, port: text.slice(colon + 1) } };
}

/** Source: Go 1.26 net.JoinHostPort. */
export function joinHostPort(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
