export type Family = 4 | 6;

/** The family of an IP address, its zone (`%eth0`) aside; undefined for what is none. Source: RFC 4291 §2.2, RFC 6943 §3.1.1 (strict IPv4). */
export function familyOf(address: string): Family | undefined {
  if (isIPv4(address)) return 4;
  return isIPv6(address.replace(/%[^%]+$/, '')) ? 6 : undefined;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIPv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const embedded = last.includes('.') && !text.endsWith('::');
  const plain = embedded ? groups.slice(0, -1) : groups;
  const size = plain.length + (embedded ? 2 : 0);
  const isWhole = halves.length === 2 ? size <= 7 : size === 8;
  return isWhole && plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) && (!embedded || isIPv4(last));
}
