import { InputError } from '../../errors.js';
import type { Answer, Sheet } from '../../analysis/index.js';
import { formatCidr, sizeOf, type Cidr } from '../cidr.js';
import { parseNetwork } from '../netmask.js';
import { subnetsByCount, subnetsByHosts, subnetsOf, type Subnets } from '../split.js';
import { countOf, readWhole, reading, type Count } from './given.js';
import { formatAll, listed } from './listed.js';

/** Exactly one of `prefixLength`, `count` and `hosts`. */
export interface SplitQuestion {
  readonly cidr: string;
  readonly prefixLength?: number;
  readonly count?: Count;
  readonly hosts?: readonly Count[];
}

/** The parts `from` to `from` + `limit` - 1 are shown. */
export interface Window {
  readonly from: bigint;
  readonly limit: number;
}

export interface SplitAnswer extends Answer {
  readonly cidr: string;
  /** Ascending; for `hosts` in the order of what was asked for. */
  readonly subnets: readonly string[];
  /** Of all parts; those in `subnets` may be a page of them. */
  readonly count: Count;
  readonly first: string;
  readonly last: string;
  /** What no part took; only for `hosts`. */
  readonly unused: readonly string[];
  /** The number of the part after the last in `subnets`; null where that was the last. */
  readonly next: string | null;
}

/**
 * Splits a block into equal parts of a length, into at least so many equal parts, or into parts for numbers of hosts.
 *
 * @throws InputError `invalid-request` with pointers
 */
export function answerSplit(question: SplitQuestion, window: Window): SplitAnswer {
  const cidr = reading('/cidr', () => parseNetwork(question.cidr));
  const told = (['prefixLength', 'count', 'hosts'] as const).filter((name) => question[name] !== undefined);
  if (told.length !== 1) {
    const detail = `exactly one of prefixLength, count and hosts says how to split; here ${told.length === 0 ? 'is none' : `are ${told.join(' and ')}`}`;
    throw new InputError('invalid-request', detail, told.length === 0 ? [{ pointer: '', detail }] : told.map((name) => ({ pointer: `/${name}`, detail })));
  }
  const { prefixLength, count, hosts } = question;
  if (hosts !== undefined) return byHosts(cidr, hosts, window);
  if (prefixLength !== undefined) return equally(cidr, reading('/prefixLength', () => subnetsOf(cidr, prefixLength)), window, undefined);
  const wanted = readWhole(count ?? 0, '/count', 1n);
  return equally(cidr, reading('/count', () => subnetsByCount(cidr, wanted)), window, wanted);
}

export function splitSheet(answer: SplitAnswer): Sheet {
  const more = Number(answer.count) - answer.subnets.length;
  return {
    verdict: answer.summary,
    sections: [
      listed('Parts', 'part', answer.subnets, Number.isSafeInteger(more) ? more : 0),
      listed('Unused', 'block', answer.unused),
      { title: 'Notes', noun: 'note', items: answer.warnings.map((warning) => ({ text: [warning] })) },
    ],
    rest: 'The JSON rendering has them, page by page.',
  };
}

function equally(cidr: Cidr, subnets: Subnets, { from, limit }: Window, wanted: bigint | undefined): SplitAnswer {
  const end = from + BigInt(limit) < subnets.count ? from + BigInt(limit) : subnets.count;
  const shown = Array.from({ length: Number(end > from ? end - from : 0n) }, (_, i) => formatCidr(subnets.at(from + BigInt(i))));
  const more = wanted !== undefined && wanted !== subnets.count;
  return {
    summary: `${formatCidr(cidr)} has ${subnets.count} /${subnets.prefixLength}, each of ${sizeOf(subnets.at(0n))} addresses.`,
    cidr: formatCidr(cidr),
    subnets: shown,
    count: countOf(subnets.count),
    first: formatCidr(subnets.at(0n)),
    last: formatCidr(subnets.at(subnets.count - 1n)),
    unused: [],
    next: end < subnets.count ? end.toString() : null,
    steps: [],
    warnings: more ? [`equal parts are a power of two in number: ${subnets.count}, of which ${subnets.count - wanted} are more than asked for`] : [],
  };
}

function byHosts(cidr: Cidr, hosts: readonly Count[], { from, limit }: Window): SplitAnswer {
  const wanted = hosts.map((count, i) => readWhole(count, `/hosts/${i}`, 1n));
  const { subnets, unused } = reading('/hosts', () => subnetsByHosts(cidr, wanted));
  const texts = formatAll(subnets);
  const end = Number(from) + limit;
  const sorted = [...subnets].sort((a, b) => (a.first.value < b.first.value ? -1 : 1));
  return {
    summary: `${formatCidr(cidr)} has room for ${texts.length === 1 ? 'it' : `all ${texts.length}`}${unused.length === 0 ? ' and nothing is left' : `; left are ${formatAll(unused).slice(0, 4).join(', ')}${unused.length > 4 ? ' …' : ''}`}.`,
    cidr: formatCidr(cidr),
    subnets: texts.slice(Number(from), end),
    count: texts.length,
    first: formatCidr(sorted[0]!),
    last: formatCidr(sorted.at(-1)!),
    unused: formatAll(unused),
    next: end < texts.length ? String(end) : null,
    steps: [],
    warnings: [],
  };
}
