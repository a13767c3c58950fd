import { InputError } from '../../errors.js';
import { count, type Answer, type Sheet } from '../../analysis/index.js';
import { bitsOf, formatAddress } from '../address.js';
import { formatCidr } from '../cidr.js';
import { firstFree, freeSpace, roomFor } from '../free.js';
import { parseNetwork } from '../netmask.js';
import { countOf, readAll, reading, type Count } from './given.js';
import { formatAll, listed, mostBlocks } from './listed.js';

export interface FreeQuestion {
  readonly pool: readonly string[];
  readonly used: readonly string[];
  readonly prefixLength?: number;
}

export interface FreeAnswer extends Answer {
  /** What is free, in the fewest blocks, ascending. */
  readonly cidrs: readonly string[];
  /** The first of the largest free blocks. */
  readonly largest: string | null;
  /** The first free block of the asked length, or, where none was asked for, the first free address. */
  readonly firstFree: string | null;
  /** How many disjoint blocks of the asked length are free; null where none was asked for. */
  readonly available: Count | null;
  /** Addresses of the pool that are used, 0–1, rounded to six decimals. */
  readonly utilisation: number;
  readonly addressCount: Count;
  readonly usedCount: Count;
  readonly freeCount: Count;
}

/** What of a pool is free. @throws InputError `invalid-request` with pointers, `too-large` */
export function answerFree(question: FreeQuestion): FreeAnswer {
  const pool = readAll(question.pool, '/pool', parseNetwork);
  const used = readAll(question.used, '/used', parseNetwork);
  const [first] = pool;
  if (first === undefined) throw new InputError('invalid-request', 'a pool has at least one block', [{ pointer: '/pool', detail: 'must hold at least one block' }]);
  const { family } = first.first;
  const stranger = pool.findIndex((cidr) => cidr.first.family !== family);
  if (stranger >= 0) {
    const detail = `the pool is of IPv${family} and of IPv${10 - family}, which share no arithmetic; ask for each`;
    throw new InputError('invalid-request', detail, [{ pointer: `/pool/${stranger}`, detail }]);
  }
  const { prefixLength } = question;
  if (prefixLength !== undefined && prefixLength > bitsOf(family)) {
    const detail = `prefix length ${prefixLength} is too long for IPv${family}: 0 to ${bitsOf(family)}`;
    throw new InputError('invalid-request', detail, [{ pointer: '/prefixLength', detail }]);
  }
  const space = reading('/used', () => freeSpace(pool, used, mostBlocks));
  const free = space.capacity - space.used;
  const fitting = prefixLength === undefined ? undefined : firstFree(space.free, prefixLength);
  const firstAddress = space.free[0] && formatAddress(space.free[0].first);
  const utilisation = Number((space.used * 1_000_000n) / space.capacity) / 1_000_000;
  const room = prefixLength === undefined ? null : roomFor(space.free, prefixLength);
  const largest = space.largest === undefined ? null : formatCidr(space.largest);
  return {
    summary: summaryOf({ capacity: space.capacity, free, utilisation, largest, prefixLength, room }),
    cidrs: formatAll(space.free),
    largest,
    firstFree: (prefixLength === undefined ? firstAddress : fitting && formatCidr(fitting)) ?? null,
    available: room === null ? null : countOf(room),
    utilisation,
    addressCount: countOf(space.capacity),
    usedCount: countOf(space.used),
    freeCount: countOf(free),
    steps: [],
    warnings: space.outside.length === 0 ? [] : [`${count(space.outside.length, 'block')} of what is used ${space.outside.length === 1 ? 'is' : 'are'} not in the pool, first ${formatCidr(space.outside[0]!)}`],
  };
}

export function freeSheet(answer: FreeAnswer): Sheet {
  const first = answer.firstFree === null ? [] : [{ text: ['First free: ', { code: answer.firstFree }] }];
  return {
    verdict: answer.summary,
    sections: [
      { title: 'Next', noun: 'line', items: first },
      listed('Free', 'block', answer.cidrs),
      { title: 'Notes', noun: 'note', items: answer.warnings.map((warning) => ({ text: [warning] })) },
    ],
    rest: 'The JSON rendering has them all.',
  };
}

interface Figures {
  readonly capacity: bigint;
  readonly free: bigint;
  readonly utilisation: number;
  readonly largest: string | null;
  readonly prefixLength: number | undefined;
  readonly room: bigint | null;
}

function summaryOf({ capacity, free, utilisation, largest, prefixLength, room }: Figures): string {
  if (largest === null) return `The pool is full: all of its ${capacity} addresses are used.`;
  const share = `${free} of ${capacity} addresses are free (${(utilisation * 100).toFixed(1)} % used)`;
  if (room === null) return `${share}; the largest free block is ${largest}.`;
  return room === 0n ? `No /${prefixLength} is free: ${share}, and the largest block is ${largest}.` : `${room} /${prefixLength} are free; ${share}.`;
}
