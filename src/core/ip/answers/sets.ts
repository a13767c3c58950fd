import { InputError } from '../../errors.js';
import { count, type Answer, type Sheet } from '../../analysis/index.js';
import { formatAddress, parseAddress } from '../address.js';
import { BlockSet } from '../block-set.js';
import { contains, formatCidr, sizeOf } from '../cidr.js';
import { parseNetwork } from '../netmask.js';
import { nthAddress } from '../nth.js';
import { rangeToCidrs } from '../range.js';
import { countOf, readAll, readWhole, reading, type Count } from './given.js';
import { listed, mostBlocks } from './listed.js';

/** Blocks, the fewest for their addresses: disjoint, ascending, IPv4 before IPv6. */
export interface BlocksAnswer extends Answer {
  readonly cidrs: readonly string[];
  readonly addressCount: Count;
}

/** The fewest blocks that cover exactly the same addresses. @throws InputError `invalid-request` with pointers */
export function answerAggregate(question: { readonly cidrs: readonly string[] }): BlocksAnswer {
  const given = readBlocks(question.cidrs, '/cidrs');
  const fewest = given.aggregate();
  const fewer = fewest.count < given.count ? `${count(given.count, 'block')} cover what ${count(fewest.count, 'block')} cover.` : `No fewer than these ${count(fewest.count, 'block')} cover the same.`;
  return blocks(fewest, fewer);
}

/** What is in `from` and not in `remove`. @throws InputError `invalid-request` with pointers, `too-large` */
export function answerSubtract(question: { readonly from: readonly string[]; readonly remove: readonly string[] }): BlocksAnswer {
  const from = readBlocks(question.from, '/from');
  const remove = readBlocks(question.remove, '/remove');
  const left = reading('/remove', () => from.subtract(remove, mostBlocks));
  const [before, after] = [from.addressCount(), left.addressCount()];
  if (left.count === 0) return blocks(left, 'Nothing is left.');
  if (after === before) return blocks(left, 'Nothing was taken away: the two have no address in common.');
  return blocks(left, `${count(left.count, 'block')} are left, with ${after} of ${before} addresses.`);
}

/** The fewest blocks from one address to another. @throws InputError `invalid-request` with pointers */
export function answerRange(question: { readonly start: string; readonly end: string }): BlocksAnswer {
  const start = reading('/start', () => parseAddress(question.start));
  const end = reading('/end', () => parseAddress(question.end));
  const cidrs = reading('/end', () => rangeToCidrs(start, end));
  return blocks(BlockSet.of(cidrs), `${formatAddress(start)} to ${formatAddress(end)} are ${end.value - start.value + 1n} addresses in ${count(cidrs.length, 'block')}.`);
}

export function blocksSheet(answer: BlocksAnswer): Sheet {
  return { verdict: answer.summary, sections: [listed('Blocks', 'block', answer.cidrs)], rest: 'The JSON rendering has them all.' };
}

export interface ContainsAnswer extends Answer {
  readonly cidr: string;
  readonly results: readonly { readonly address: string; readonly contained: boolean }[];
}

/** Whether a block holds each address, never across families: an IPv4-mapped IPv6 address is in no IPv4 block. @throws InputError `invalid-request` with pointers */
export function answerContains(question: { readonly cidr: string; readonly addresses: readonly string[] }): ContainsAnswer {
  const cidr = reading('/cidr', () => parseNetwork(question.cidr));
  const addresses = readAll(question.addresses, '/addresses', parseAddress);
  const results = addresses.map((address) => ({ address: formatAddress(address), contained: contains(cidr, address) }));
  const inside = results.filter(({ contained }) => contained).length;
  const strangers = addresses.filter(({ family }) => family !== cidr.first.family).length;
  return {
    summary: `${formatCidr(cidr)} holds ${inside} of ${count(results.length, 'address', 'addresses')}.`,
    cidr: formatCidr(cidr),
    results,
    steps: [],
    warnings: strangers === 0 ? [] : [`${count(strangers, 'address is', 'addresses are')} of the other family than the block, and so not in it`],
  };
}

export function containsSheet(answer: ContainsAnswer): Sheet {
  const by = (contained: boolean) => answer.results.filter((result) => result.contained === contained).map(({ address }) => address);
  return { verdict: answer.summary, sections: [listed('Outside', 'address', by(false)), listed('Inside', 'address', by(true))], rest: 'The JSON rendering has them all.' };
}

export interface NthAnswer extends Answer {
  readonly cidr: string;
  readonly address: string;
}

/** The address at an index; a negative one counts from the end. @throws InputError `invalid-request` with pointers */
export function answerNth(question: { readonly cidr: string; readonly index: Count }): NthAnswer {
  const cidr = reading('/cidr', () => parseNetwork(question.cidr));
  const index = readWhole(question.index, '/index');
  const address = formatAddress(reading('/index', () => nthAddress(cidr, index)));
  return { summary: `${address} is at ${index} of the ${sizeOf(cidr)} addresses of ${formatCidr(cidr)}.`, cidr: formatCidr(cidr), address, steps: [], warnings: [] };
}

export function nthSheet(answer: NthAnswer): Sheet {
  return { verdict: answer.summary, sections: [], rest: '' };
}

/** Reads them as {@link readAll} does with {@link parseNetwork}. */
function readBlocks(texts: readonly string[], pointer: string): BlockSet {
  try {
    return BlockSet.read(texts);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return BlockSet.of(readAll(texts, pointer, parseNetwork));
  }
}

function blocks(set: BlockSet, summary: string): BlocksAnswer {
  return { summary, cidrs: set.texts(), addressCount: countOf(set.addressCount()), steps: [], warnings: [] };
}
