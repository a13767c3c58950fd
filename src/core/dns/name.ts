/**
 * Domain names in presentation form, as the library of CoreDNS handles them: a backslash takes the meaning from the character after it, and three digits
 * after one are an octet. Source: miekg/dns v1.1, labels.go and defaults.go.
 */

/** The name with its trailing dot. Source: miekg/dns defaults.go Fqdn. */
export function fqdn(name: string): string {
  return isFqdn(name) ? name : `${name}.`;
}

/** Whether it ends in a dot that is not escaped. */
export function isFqdn(name: string): boolean {
  if (!name.endsWith('.')) return false;
  let slashes = 0;
  for (let i = name.length - 2; i >= 0 && name[i] === '\\'; i--) slashes++;
  return slashes % 2 === 0;
}

/** Lower case of ASCII letters, and of others as Go's strings.ToLower does; fully qualified. Source: coredns plugin/normalize.go Name.Normalize. */
export function normalizeName(name: string): string {
  return fqdn(name).toLowerCase();
}

/** The labels from the left, without the root; `.` and '' have none. */
export function labelsOf(name: string): string[] {
  if (!name.includes('\\')) return plainLabels(name);
  const labels: string[] = [];
  let start = 0;
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '\\') i++;
    else if (name[i] === '.') {
      if (i > start || i > 0) labels.push(name.slice(start, i));
      start = i + 1;
    }
  }
  if (start < name.length) labels.push(name.slice(start));
  return labels;
}

/** The same where no character is escaped. By far faster than to split it. */
function plainLabels(name: string): string[] {
  const labels: string[] = [];
  let start = name.startsWith('.') ? 1 : 0;
  for (let dot = name.indexOf('.', start); dot !== -1; dot = name.indexOf('.', start)) {
    labels.push(name.slice(start, dot));
    start = dot + 1;
  }
  if (start < name.length) labels.push(name.slice(start));
  return labels;
}

/**
 * Whether `child` is `parent` or lies below it. Labels are compared without regard to case. Source: miekg/dns defaults.go IsSubDomain.
 * Both are fully qualified.
 */
export function isSubDomain(parent: string, child: string): boolean {
  if (parent === '.') return true;
  if (parent.length > child.length) return false;
  const from = child.length - parent.length;
  if (from > 0 && !startsLabel(child, from)) return false;
  return child.endsWith(parent) || child.slice(from).toLowerCase() === parent.toLowerCase();
}

/** Whether a label begins at `index`: an unescaped dot stands before it. */
function startsLabel(name: string, index: number): boolean {
  if (name[index - 1] !== '.') return false;
  return name[index - 2] !== '\\' || isFqdn(name.slice(0, index));
}

/** The longest of `zones` under which `name` lies; undefined if none. Source: coredns plugin/normalize.go Zones.Matches. */
export function matchZone(zones: readonly string[], name: string): string | undefined {
  let best: string | undefined;
  for (const zone of zones) if (isSubDomain(zone, name) && zone.length > (best?.length ?? 0)) best = zone;
  return best;
}

/** `name` without its first label; '.' at the end. */
export function parentOf(name: string): string {
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '\\') i++;
    else if (name[i] === '.') return i === name.length - 1 ? '.' : name.slice(i + 1);
  }
  return '.';
}

/** Where the next label of a fully qualified name begins after the one at `from`; -1 where it is the last. */
export function nextLabel(name: string, from: number): number {
  for (let i = from; i < name.length - 1; i++) {
    const c = name.charCodeAt(i);
    if (c === 92) i++;
    else if (c === 46) return i + 1;
  }
  return -1;
}

/** Whether two names are the same without regard to the case of ASCII letters. */
export function sameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase());
}

/** What a domain name takes over the wire at most, in octets. RFC 1035 §2.3.4 */
const longestName = 256;

/**
 * Whether it can be a domain name: labels of 1–63 octets, no more than 255 altogether, no empty label; any octets. Source: miekg/dns v1.1.72 defaults.go IsDomainName.
 */
export function isDomainName(name: string): boolean {
  if (name === '') return false;
  const whole = fqdn(name);
  const octets = plainName.test(whole) ? whole.length : wireOctets(whole);
  return octets !== undefined && octets <= longestName;
}

/** A name of ASCII without escapes: each of its characters is an octet. */
const plainName = /^(?:[^.\\\x80-\uffff]{1,63}\.)+$/;

/** The octets that the labels of a fully qualified name take, one more for each; undefined where a label is empty or too long, or the text ends in an escape. */
function wireOctets(name: string): number | undefined {
  let total = 0;
  let label = 0;
  for (let i = 0; i < name.length; i++) {
    const c = name[i] ?? '';
    if (c === '.') {
      if (label === 0) return name === '.' ? 0 : undefined;
      if (label > 63) return undefined;
      total += label + 1;
      label = 0;
      continue;
    }
    if (c === '\\') {
      i += /^\d\d\d/.test(name.slice(i + 1, i + 4)) ? 3 : 1;
      if (i >= name.length) return undefined;
      label++;
    } else label += octetsOf(c);
  }
  return label === 0 ? total : undefined;
}

/** In UTF-8; a surrogate is half of a character of four octets. */
function octetsOf(c: string): number {
  const unit = c.charCodeAt(0);
  return unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
}
