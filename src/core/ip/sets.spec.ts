import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, BlockSet, compareCidrs, containsBlock, expandAddress, formatAddress, formatCidr, freeSpace, lastOf, netmaskOf, overlaps, overlapsOfTexts, parseCidr, parseNetwork, rangeToCidrs, sizeOf, subtract, type Cidr } from './index.js';

/** A part of a family's space, small enough to mark each of its 256 cells; at both ends of the space, and across the words of 32 bits in which rows are kept. */
const windows = ['198.51.100.0/24', '0.0.0.0/0', '0.0.0.0/8', '255.255.255.0/24', '2001:db8::/120', '::/0', '2001:db0::/28', 'fd00::ffff:f0:0:0/92', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120'].map(parseCidr);

const cellBits = 8;

/** A block of the window: its length behind the window's, and the number of the cell in which it begins. */
const blockIn = (window: Cidr): fc.Arbitrary<Cidr> =>
  fc.tuple(fc.integer({ min: 0, max: cellBits }), fc.nat(255)).map(([length, cell]) => {
    const size = 2 ** (cellBits - length);
    return { first: { family: window.first.family, value: window.first.value + BigInt(cell - (cell % size)) * cellSize(window) }, prefixLength: window.prefixLength + length };
  });

const setIn = (window: Cidr): fc.Arbitrary<Cidr[]> => fc.array(blockIn(window), { maxLength: 12 });

const windowAnd = <T>(of: (window: Cidr) => fc.Arbitrary<T>) => fc.constantFrom(...windows).chain((window) => of(window).map((given) => ({ window, given })));

function cellSize(window: Cidr): bigint {
  return sizeOf(window) >> BigInt(cellBits);
}

/** The cells of the window that the blocks hold, by marking each. */
function cellsOf(window: Cidr, cidrs: readonly Cidr[]): boolean[] {
  const cells = Array<boolean>(2 ** cellBits).fill(false);
  for (const cidr of cidrs) {
    const first = Number((cidr.first.value - window.first.value) / cellSize(window));
    cells.fill(true, first, first + Number(sizeOf(cidr) / cellSize(window)));
  }
  return cells;
}

/** The fewest blocks for these cells, by trying the largest block at each cell. */
function fewest(window: Cidr, cells: readonly boolean[]): string[] {
  const blocks: string[] = [];
  for (let cell = 0; cell < cells.length; ) {
    const size = [256, 128, 64, 32, 16, 8, 4, 2, 1].find((each) => cell % each === 0 && cells.slice(cell, cell + each).every(Boolean));
    if (size === undefined) {
      cell++;
      continue;
    }
    const first = { family: window.first.family, value: window.first.value + BigInt(cell) * cellSize(window) };
    blocks.push(formatCidr({ first, prefixLength: window.prefixLength + cellBits - Math.log2(size) }));
    cell += size;
  }
  return blocks;
}

describe('the algebra of sets agrees with marking every address', () => {
  it('aggregate', () => {
    fc.assert(
      fc.property(windowAnd(setIn), ({ window, given }) => {
        expect(aggregate(given).map(formatCidr)).toEqual(fewest(window, cellsOf(window, given)));
      }),
      { numRuns: 400 },
    );
  });

  it('subtract', () => {
    fc.assert(
      fc.property(windowAnd((window) => fc.tuple(setIn(window), setIn(window))), ({ window, given: [from, remove] }) => {
        const removed = cellsOf(window, remove);
        expect(subtract(from, remove).map(formatCidr)).toEqual(fewest(window, cellsOf(window, from).map((has, cell) => has && !removed[cell])));
      }),
      { numRuns: 400 },
    );
  });

  it('overlaps, and each page of them', () => {
    const some = windowAnd((window) => fc.tuple(fc.array(fc.array(blockIn(window), { maxLength: 5 }), { maxLength: 4 }), fc.nat(6), fc.nat(6)));
    fc.assert(
      fc.property(some, ({ window, given: [lists, skip, take] }) => {
        const expected = new Set<string>();
        const all = lists.flatMap((list, l) => list.map((cidr, index) => ({ name: `${l}.${index}`, list: l, cidr, cells: cellsOf(window, [cidr]) })));
        for (const a of all) {
          for (const b of all) if (a.list < b.list && a.cells.some((has, cell) => has && b.cells[cell])) expected.add(`${a.name} ${b.name}`);
        }
        const { total, pairs } = overlaps(lists);
        expect(total).toBe(expected.size);
        expect(new Set(pairs.map(({ outer, inner }) => [outer, inner].sort((a, b) => a.list - b.list).map(({ list, index }) => `${list}.${index}`).join(' ')))).toEqual(expected);
        for (const { outer, inner } of pairs) expect(containsBlock(lists[outer.list]![outer.index]!, lists[inner.list]![inner.index]!)).toBe(true);
        expect(overlaps(lists, { skip, take })).toEqual({ total, pairs: pairs.slice(skip, skip + take) });
      }),
      { numRuns: 400 },
    );
  });

  it('range', () => {
    fc.assert(
      fc.property(windowAnd(() => fc.tuple(fc.nat(255), fc.nat(255))), ({ window, given }) => {
        const [low, high] = given.sort((a, b) => a - b);
        const { family, value } = window.first;
        const first = { family, value: value + BigInt(low) * cellSize(window) };
        const last = { family, value: value + BigInt(high + 1) * cellSize(window) - 1n };
        expect(rangeToCidrs(first, last).map(formatCidr)).toEqual(fewest(window, Array.from({ length: 256 }, (_, cell) => cell >= low && cell <= high)));
      }),
      { numRuns: 400 },
    );
  });

  it('free', () => {
    fc.assert(
      fc.property(windowAnd((window) => fc.tuple(setIn(window), setIn(window))), ({ window, given: [pool, used] }) => {
        const [ofPool, ofUsed] = [cellsOf(window, pool), cellsOf(window, used)];
        const space = freeSpace(pool, used);
        const count = (has: (cell: number) => boolean | undefined) => BigInt(ofPool.filter((_, cell) => has(cell)).length) * cellSize(window);
        expect(space.capacity).toBe(count((cell) => ofPool[cell]));
        expect(space.used).toBe(count((cell) => ofPool[cell] && ofUsed[cell]));
        expect(space.outside.map(formatCidr)).toEqual(fewest(window, ofUsed.map((has, cell) => has && !ofPool[cell])));
      }),
      { numRuns: 200 },
    );
  });
});

/** Blocks of both families, of any length, anywhere; many of them near each other. */
const anyCidr = fc.oneof(
  fc.record({ family: fc.constant(4 as const), base: fc.constantFrom(0n, 0x0a000000n, 0xffffff00n), spread: fc.bigInt(0n, 2n ** 32n - 1n), length: fc.integer({ min: 0, max: 32 }) }),
  fc.record({ family: fc.constant(6 as const), base: fc.constantFrom(0n, 0xfd00n << 112n, (1n << 128n) - 256n), spread: fc.bigInt(0n, 2n ** 128n - 1n), length: fc.integer({ min: 0, max: 128 }) }),
).map(({ family, base, spread, length }): Cidr => {
  const bits = family === 4 ? 32 : 128;
  const hostBits = BigInt(bits - length);
  return { first: { family, value: (BigInt.asUintN(bits, base + spread) >> hostBits) << hostBits }, prefixLength: length };
});
const anySet = fc.array(anyCidr, { maxLength: 40 });

/** What it gives, or the message of what it throws. */
function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
}

describe('laws', () => {
  it('an aggregate is sorted and disjoint, and is its own aggregate', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const blocks = aggregate(set);
        expect([...blocks].sort(compareCidrs)).toEqual(blocks);
        blocks.slice(1).forEach((block, i) => expect(blocks[i]!.first.family < block.first.family || lastOf(blocks[i]!).value < block.first.value).toBe(true));
        expect(aggregate([...blocks].reverse())).toEqual(blocks);
        for (const cidr of set) expect(blocks.some((block) => containsBlock(block, cidr))).toBe(true);
      }),
    );
  });

  it('what is left and what was removed make the whole, and share nothing', () => {
    fc.assert(
      fc.property(anySet, anySet, (from, remove) => {
        const left = subtract(from, remove);
        expect(aggregate([...left, ...remove])).toEqual(aggregate([...from, ...remove]));
        expect(overlaps([left, remove]).total).toBe(0);
      }),
    );
  });

  it('texts give what blocks give, in whatever notation', () => {
    const written = anyCidr.chain((cidr) => fc.constantFrom(formatCidr(cidr), ...(cidr.first.family === 4 ? [`${formatAddress(cidr.first)}/${formatAddress(netmaskOf(4, cidr.prefixLength))}`] : [`${expandAddress(cidr.first).toUpperCase()}/${cidr.prefixLength}`])).map((text) => ({ cidr, text })));
    fc.assert(
      fc.property(fc.array(written, { maxLength: 40 }), fc.array(written, { maxLength: 40 }), (from, remove) => {
        const [some, others] = [from, remove].map((each) => ({ blocks: each.map(({ cidr }) => cidr), set: BlockSet.read(each.map(({ text }) => text)) })) as [{ blocks: Cidr[]; set: BlockSet }, { blocks: Cidr[]; set: BlockSet }];
        expect(some.set.cidrs()).toEqual([...some.blocks].sort((a, b) => a.first.family - b.first.family));
        expect(some.set.aggregate().texts()).toEqual(aggregate(some.blocks).map(formatCidr));
        expect(some.set.subtract(others.set).texts()).toEqual(subtract(some.blocks, others.blocks).map(formatCidr));
        expect(overlapsOfTexts([from, remove].map((each) => each.map(({ text }) => text)))).toEqual(overlaps([some.blocks, others.blocks]));
        expect(some.set.addressCount()).toBe(aggregate(some.blocks).reduce((sum, cidr) => sum + sizeOf(cidr), 0n));
      }),
    );
  });

  it('texts are refused as one alone is', () => {
    for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.1/8', '010.0.0.0/8', '2001:db8::1/64', '2001:db8::/129', '::/00', 'fe80::%1/64', '', '/', '1.2.3/8', '10.0.0.0/8 ', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127']) {
      const alone = outcomeOf(() => formatCidr(parseNetwork(text)));
      expect([text, outcomeOf(() => BlockSet.read([text]).texts()[0])]).toEqual([text, alone]);
    }
  });

  it('many rows are sorted as few are', () => {
    fc.assert(
      fc.property(fc.array(anyCidr, { minLength: 1, maxLength: 30 }), (few) => {
        const many = Array.from({ length: 40_000 }, (_, i) => few[i % few.length]!);
        expect(aggregate(many)).toEqual(aggregate(few));
      }),
      { numRuns: 5 },
    );
  });
});
