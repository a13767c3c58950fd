import { excludeCidr, mergeCidr, overlapCidr } from 'cidr-tools';
import { merge } from 'fast-cidr-tools';
import { fromBuild } from '../build.mjs';
import { median, ms } from '../quantities.mjs';

/** @type {import('../row.mjs').Row} */
export const addressesRow = {
  id: 'addresses',
  title: 'Sets of addresses',
  what: 'From texts to the texts, or the verdict, of what 100,000 random blocks of IPv4 or of IPv6 make: aggregated; without 100,000 others; whether they overlap with 100,000 others, of which none does. In one process, by turns, medians of three; `fast-cidr-tools` once, and for the aggregate alone, as it takes long.',
  floor: 'The fastest on npm, `cidr-tools`.',
  note: 'These take 256.1.1.1 and 10.0.0.1/33 for addresses and blocks; ours refuses what is none, and says of overlaps how many there are.',
  async measure() {
    const { BlockSet, formatCidr, overlapsOfTexts } = /** @type {typeof import('../../src/core/ip/index.js')} */ (await fromBuild('src/core/ip/index.js'));
    return /** @type {const} */ ([4, 6]).flatMap((family) => {
      const texts = (/** @type {number} */ seed, /** @type {0 | 1} */ half) => randomBlocks(family, seed, half).map(formatCidr);
      const [some, others, distant] = [texts(1, 0), texts(2, 0), texts(3, 1)];
      /** @type {readonly { name: string, runs: readonly [() => unknown, () => unknown, (() => unknown)?] }[]} */
      const questions = [
        { name: 'aggregate', runs: [() => BlockSet.read(some).aggregate().texts(), () => mergeCidr(some), () => merge(some, true)] },
        { name: 'subtract', runs: [() => BlockSet.read(some).subtract(BlockSet.read(others)).texts(), () => excludeCidr(some, others)] },
        { name: 'overlap', runs: [() => overlapsOfTexts([some, distant], { take: 1 }).total, () => overlapCidr(some, distant)] },
      ];
      return questions.map(({ name, runs }) => {
        const [ours, cidrTools, fastCidrTools] = byTurns(runs);
        const detail = fastCidrTools === undefined ? {} : { detail: `fast-cidr-tools ${Math.round(fastCidrTools)} ms` };
        return { case: `IPv${family}, ${name}`, measured: ms(ours), ...detail, floor: ms(cidrTools), reach: { ratioAtMost: 1 } };
      });
    });
  },
};

const count = 100_000;
const turns = 3;

/** The medians of so many turns of each, one after another; what takes long is asked once. @param {readonly [() => unknown, () => unknown, (() => unknown)?]} runs @returns {[number, number, number | undefined]} */
function byTurns([ours, cidrTools, fastCidrTools]) {
  const times = /** @type {[number[], number[]]} */ ([[], []]);
  for (let turn = 0; turn < turns; turn++) {
    times[0].push(timeOf(ours));
    times[1].push(timeOf(cidrTools));
  }
  return [median(times[0]), median(times[1]), fastCidrTools && timeOf(fastCidrTools)];
}

/** @param {() => unknown} run */
function timeOf(run) {
  const begun = performance.now();
  run();
  return performance.now() - begun;
}

/** Blocks of /20 to /32, or /32 to /128, in one half of the space; the same for the same seed. @param {4 | 6} family @param {number} seed @param {0 | 1} half */
function randomBlocks(family, seed, half) {
  let state = seed;
  const draw = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  const [bits, shortest] = family === 4 ? [32, 20] : [128, 32];
  return Array.from({ length: count }, () => {
    const prefixLength = shortest + Math.floor((draw() / 2 ** 32) * (bits - shortest + 1));
    let value = BigInt(half);
    for (let bit = 1; bit < bits; bit += 31) value = (value << 31n) | BigInt(draw() >>> 1);
    const hostBits = BigInt(bits - prefixLength);
    return { first: { family, value: (BigInt.asUintN(bits, value) >> hostBits) << hostBits }, prefixLength };
  });
}
