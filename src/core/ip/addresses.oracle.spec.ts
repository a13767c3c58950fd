import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  answerAggregate, answerContains, answerInfo, answerNth, answerOverlaps, answerRange, answerSplit, answerSubtract, renderInfoText, specialPurposesOf, parseNetwork, type IpInfo,
} from './index.js';

interface Golden {
  readonly info: readonly {
    readonly asked: string;
    readonly python: Readonly<Record<string, string | boolean | null>>;
    readonly ipcalc: readonly string[] | null;
    readonly 'ipcalc-ng': Readonly<Record<string, string>> | null;
    readonly sipcalc: Readonly<Record<string, string>> | null;
  }[];
  readonly aggregate: readonly Case<{ cidrs: string[] }, string[]>[];
  readonly subtract: readonly Case<{ from: string[]; remove: string[] }, string[]>[];
  readonly range: readonly Case<{ start: string; end: string }, string[]>[];
  readonly split: readonly Case<{ cidr: string; prefixLength: number }, string[]>[];
  readonly nth: readonly Case<{ cidr: string; index: string | number }, string>[];
  readonly overlaps: readonly Case<{ a: string[]; b: string[] }, string[]>[];
  readonly contains: readonly Case<{ cidr: string; addresses: string[] }, boolean[]>[];
  readonly 'range by ipcalc-ng': readonly Case<{ start: string; end: string }, string[]>[];
  readonly 'split by sipcalc': readonly Case<{ cidr: string; prefixLength: number }, [string, string][]>[];
  readonly 'split by ipcalc': readonly Case<{ cidr: string; hosts: number[] }, { subnets: string[]; unused: string[] }>[];
}

interface Case<Asked, Answer> {
  readonly asked: Asked;
  readonly answer: Answer;
}

/** Recorded by `test/oracles/addresses/record.sh`. */
const golden = JSON.parse(readFileSync(new URL('../../../test/oracles/addresses/golden.json', import.meta.url), 'utf8')) as Golden;

/** What we tell of each input; undefined where we refuse it. */
const ours = new Map(golden.info.map(({ asked }) => [asked, infoOf(asked)]));

function infoOf(address: string): IpInfo | undefined {
  try {
    return answerInfo({ address });
  } catch {
    return undefined;
  }
}

/** Inputs that a tool takes and we refuse, or the other way round, with the reason. */
type Differences = readonly { readonly of: RegExp; readonly because: string }[];

const takenBy: Readonly<Record<'python' | 'ipcalc' | 'ipcalc-ng' | 'sipcalc', Differences>> = {
  python: [
    { of: /%/, because: 'a zone has no meaning outside its host' },
    { of: /\/0\d/, because: 'it reads /024 as 24, and ipcalc-ng as 20: nobody knows what a leading zero means' },
  ],
  ipcalc: [
    { of: /(^|\.)0\d/, because: 'it reads 010 as 10, where glibc and Go’s old parser read 8 or nothing' },
    { of: /\/$/, because: 'it takes a slash with nothing behind it for none' },
    { of: /\/0\.0\.0\.0$/, because: 'it refuses a netmask without ones, which Python and sipcalc read as /0' },
  ],
  'ipcalc-ng': [{ of: /\/(0\d|\+|0x)/, because: 'it reads the length as C does: octal, hexadecimal, with a sign' }],
  sipcalc: [
    { of: /(^|[.:])0\d+(\.|$)/, because: 'it reads 010 as 10' },
    { of: /\/\d+\.\d+\.\d+\.\d+$/, because: 'it takes no mask behind a slash, only behind a blank' },
    { of: /\/0\d/, because: 'it reads /064 as 64' },
  ],
};

function differs(differences: Differences, asked: string): boolean {
  return differences.some(({ of }) => of.test(asked));
}

/** Inputs that one takes and the other refuses; all are named, and every name is needed. */
function expectSame(tool: keyof typeof takenBy, took: (entry: Golden['info'][number]) => boolean | undefined): void {
  const differences = takenBy[tool];
  const odd = golden.info.filter((entry) => took(entry) !== undefined && took(entry) !== (ours.get(entry.asked) !== undefined)).map(({ asked }) => asked);
  expect(odd.filter((asked) => !differs(differences, asked))).toEqual([]);
  expect(differences.filter(({ of }) => !odd.some((asked) => of.test(asked)))).toEqual([]);
}

/** What both take. */
function takenByBoth(took: (entry: Golden['info'][number]) => boolean | undefined): { asked: string; entry: Golden['info'][number]; info: IpInfo }[] {
  return golden.info.flatMap((entry) => {
    const info = ours.get(entry.asked);
    return info === undefined || took(entry) !== true ? [] : [{ asked: entry.asked, entry, info }];
  });
}

describe('Python’s ipaddress', () => {
  const took = ({ python }: Golden['info'][number]) => !('error' in python);

  it('refuses what we refuse, but for what is named', () => expectSame('python', took));

  it.each(takenByBoth(took))('agrees on $asked', ({ entry: { python }, info }) => {
    expect({
      address: undotted(info.address),
      network: info.network.split('/').map(undotted).join('/'),
      netmask: info.netmask,
      wildcard: undotted(info.wildcard),
      last: undotted(info.lastAddress),
      count: String(info.addressCount),
      expanded: info.expanded,
      pointer: info.pointer,
      integer: String(info.integer),
      multicast: info.scope === 'multicast',
      loopback: info.scope === 'loopback',
      linkLocal: info.scope === 'link-local',
      mapped: carried(info, 'ipv4-mapped'),
      sixToFour: carried(info, '6to4'),
      teredo: carried(info, 'teredo'),
    }).toEqual({ mapped: null, sixToFour: null, teredo: null, ...pick(python, ['address', 'network', 'netmask', 'wildcard', 'last', 'count', 'expanded', 'pointer', 'integer', 'multicast', 'loopback', 'linkLocal', 'mapped', 'sixToFour', 'teredo']) });
  });

  /** Addresses on whose reach Python 3.11.2 says otherwise than the registries do now. */
  const reachedOtherwise: Differences = [
    { of: /^(192\.0\.0\.9|2001:(1::1|3::|4:112::|20::))/, because: 'Python took all of the block of protocol assignments for private until 3.13; the registry has exceptions' },
    { of: /^192\.0\.0\.(1|9|170)\b/, because: 'Python took only 192.0.0.0/29 and two addresses of the block for private until 3.13' },
    { of: /^(64:ff9b:1:|3fff:|2002:|fec0:)/, because: 'the registry came to know them, or says N/A, where Python says that they are global' },
    { of: /^(22[4-9]|23\d)\.|^ff/, because: 'the registries of special purposes do not hold multicast, which has scopes of its own' },
    { of: /^192\.88\.99\./, because: 'the registry says N/A of the deprecated relays' },
    { of: /^::ffff:/, because: 'Python took the address within for it in some versions' },
  ];

  it('agrees on what is reached from everywhere, but for what is named', () => {
    const odd = takenByBoth(took).filter(({ entry: { python }, info }) => python['global'] !== isGlobal(info)).map(({ asked }) => asked);
    expect(odd.filter((asked) => !differs(reachedOtherwise, asked))).toEqual([]);
  });
});

function isGlobal({ address }: IpInfo): boolean {
  return specialPurposesOf(parseNetwork(address)).at(-1)?.special.globallyReachable ?? specialPurposesOf(parseNetwork(address)).length === 0;
}

function carried({ embedded }: IpInfo, by: string): string | null {
  return embedded?.by === by ? embedded.address : null;
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));
}

/** Python 3.11 writes IPv4-mapped addresses without dots. */
function undotted(address: string): string {
  const [, a, b, c, d] = /^::ffff:(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.map(Number) ?? [];
  return d === undefined ? address : `::ffff:${(a! * 256 + b!).toString(16)}:${(c! * 256 + d).toString(16)}`;
}

describe('ipcalc -b', () => {
  const took = ({ ipcalc }: Golden['info'][number]) => (ipcalc === null ? undefined : ipcalc.some((line) => line.startsWith('Hosts/Net')));

  it('refuses what we refuse, but for what is named', () => expectSame('ipcalc', took));

  /** Remarks that ipcalc has: of all others it says nothing. */
  const vocabulary = /^(Class .|Private Internet|APIPA|Loopback|Multicast|PtP Link RFC 3021)$/;

  it.each(takenByBoth(took))('prints the same for $asked', ({ asked, entry }) => {
    // ipcalc takes /24 for an address alone, whatever its class.
    const text = renderInfoText(answerInfo({ address: asked, prefixLength: 24 })).split('\n\n')[0]!.trimEnd().split('\n');
    // It has no class for what begins with five ones; RFC 1112 §4 calls all of 240.0.0.0/4 class E.
    const theirs = entry.ipcalc!.filter((line) => line !== 'WILDCARD').map((line) => line.replace('Class invalid', 'Class E'));
    expect(text.slice(0, -1)).toEqual(theirs.slice(0, -1));
    const [[ourCount, ourRemarks], [theirCount, theirRemarks]] = [text, theirs].map((lines) => remarksIn(lines.at(-1)!)) as [Remarks, Remarks];
    expect(ourCount).toBe(theirCount);
    expect(ourRemarks.filter((remark) => vocabulary.test(remark))).toEqual(theirRemarks.filter((remark) => vocabulary.test(remark)));
    if (theirRemarks.some((remark) => remark.startsWith('In Part'))) expect(ourRemarks.some((remark) => remark.startsWith('In Part'))).toBe(true);
  });
});

type Remarks = [string, string[]];

function remarksIn(line: string): Remarks {
  const [, count = '', remarks = ''] = /^Hosts\/Net: (\d+) +(.*)$/.exec(line) ?? [];
  return [count, remarks.split(', ')];
}

describe('ipcalc-ng', () => {
  const took = (entry: Golden['info'][number]) => (entry['ipcalc-ng'] === null ? undefined : !('error' in entry['ipcalc-ng']));

  it('refuses what we refuse, but for what is named', () => expectSame('ipcalc-ng', took));

  it.each(takenByBoth(took).filter(({ asked }) => !isWildcard(asked)))('agrees on $asked', ({ entry, info }) => {
    const theirs = entry['ipcalc-ng']!;
    const isV4 = info.version === 4;
    expect({ NETWORK: info.network.split('/')[0], NETMASK: info.netmask, PREFIX: String(info.prefixLength), MINADDR: info.firstHost, MAXADDR: info.lastHost }).toEqual(pick(theirs, ['NETWORK', 'NETMASK', 'PREFIX', 'MINADDR', 'MAXADDR']));
    // It counts one host too many in 0.0.0.0/0, calls 255.255.255.255 the broadcast of every /31, and a /32 its own.
    if (isV4 && info.prefixLength > 0) expect(theirs['ADDRESSES']).toBe(String(info.hostCount));
    if (isV4 && info.prefixLength < 31) expect([theirs['BROADCAST'], theirs['ADDRCLASS']]).toEqual([info.broadcast, `Class ${info.class}`]);
    // Between two boundaries it writes a range of labels into the name, which is no zone of anybody's.
    if (info.reverseZone.length === 1 && theirs['REVERSEDNS'] !== undefined && !/^\d+-\d+\./.test(theirs['REVERSEDNS'])) expect(`${info.reverseZone[0]}.`).toBe(theirs['REVERSEDNS']);
  });

  it('reads a wildcard as a mask of as many bits, and we do not', () => {
    expect(golden.info.find(({ asked }) => asked === '172.29.77.190/0.0.15.255')?.['ipcalc-ng']?.['PREFIX']).toBe('12');
    expect(ours.get('172.29.77.190/0.0.15.255')?.prefixLength).toBe(20);
  });
});

function isWildcard(asked: string): boolean {
  return /\/(0|1|3|7|15|31|63|127)\.\d+\.\d+\.\d+$/.test(asked) && !asked.endsWith('/0.0.0.0');
}

describe('sipcalc', () => {
  const took = ({ asked, sipcalc }: Golden['info'][number]) => (sipcalc === null || isWildcard(asked) ? undefined : sipcalc['Network range'] !== undefined);

  it('refuses what we refuse, but for what is named', () => expectSame('sipcalc', took));

  it.each(takenByBoth(took).filter(({ info }) => info.version === 4))('agrees on $asked', ({ entry, info }) => {
    const theirs = entry.sipcalc!;
    expect([theirs['Network mask (bits)'], theirs['Cisco wildcard'], theirs['Host address (decimal)'], theirs['Network range']]).toEqual([String(info.prefixLength), info.wildcard, String(info.integer), `${info.firstAddress} - ${info.lastAddress}`]);
    // It counts one address too few in 0.0.0.0/0, and tells no usable range of /31 and /32.
    if (info.prefixLength > 0) expect(theirs['Addresses in network']).toBe(String(info.addressCount));
    if (theirs['Usable range'] !== undefined && info.prefixLength < 31) expect(theirs['Usable range']).toBe(`${info.firstHost} - ${info.lastHost}`);
  });

  it.each(takenByBoth(took).filter(({ info }) => info.version === 6))('agrees on $asked', ({ entry, info }) => {
    const theirs = entry.sipcalc!;
    const expanded = (address: string) => answerInfo({ address }).expanded;
    expect([theirs['Expanded Address'], theirs['Prefix length'], theirs['Network range'], theirs['Reverse DNS']]).toEqual([info.expanded, String(info.prefixLength), `${expanded(info.firstAddress)} - ${expanded(info.lastAddress)}`, `${info.pointer}.`]);
  });
});

const all = { from: 0n, limit: 1000 };

describe('operations', () => {
  it('aggregate as collapse_addresses does', () => {
    for (const { asked, answer } of golden.aggregate) expect(answerAggregate(asked).cidrs, JSON.stringify(asked)).toEqual(answer);
  });

  it('subtract as address_exclude does', () => {
    for (const { asked, answer } of golden.subtract) expect(answerSubtract(asked).cidrs, JSON.stringify(asked)).toEqual(answer);
  });

  it('cover ranges as summarize_address_range and ipcalc-ng --deaggregate do', () => {
    for (const { asked, answer } of [...golden.range, ...golden['range by ipcalc-ng']]) expect(answerRange(asked).cidrs, JSON.stringify(asked)).toEqual(answer);
  });

  it('split as subnets and sipcalc --v4split do', () => {
    for (const { asked, answer } of golden.split) expect(answerSplit(asked, all).subnets, JSON.stringify(asked)).toEqual(answer);
    for (const { asked, answer } of golden['split by sipcalc']) {
      const ends = answerSplit(asked, all).subnets.map((address) => answerInfo({ address })).map(({ firstAddress, lastAddress }) => [firstAddress, lastAddress]);
      expect(ends, JSON.stringify(asked)).toEqual(answer);
    }
  });

  it('split for hosts as ipcalc --split does', () => {
    for (const { asked, answer } of golden['split by ipcalc']) {
      // It lays the parts right, and tells many of them with a prefix length that is one too long: Perl's bignum rounds a logarithm.
      const firsts = (cidrs: readonly string[]) => cidrs.map((cidr) => cidr.split('/')[0]);
      const { subnets, unused } = answerSplit(asked, all);
      expect([firsts(subnets), unused], JSON.stringify(asked)).toEqual([firsts(answer.subnets), answer.unused]);
    }
  });

  it('pick addresses as an index of a network does', () => {
    for (const { asked, answer } of golden.nth) expect(answerNth(asked).address, JSON.stringify(asked)).toBe(answer);
  });

  it('find overlaps as overlaps does, of each with each', () => {
    for (const { asked, answer } of golden.overlaps) {
      const found = answerOverlaps({ ranges: asked }, all).overlaps.map(({ cidrA, cidrB }) => `${cidrA} ${cidrB}`);
      expect(found.sort(), JSON.stringify(asked)).toEqual(answer);
    }
  });

  it('test addresses as in does', () => {
    for (const { asked, answer } of golden.contains) expect(answerContains(asked).results.map(({ contained }) => contained), JSON.stringify(asked)).toEqual(answer);
  });
});
