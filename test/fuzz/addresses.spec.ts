import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import {
  answerAggregate, answerContains, answerFree, answerInfo, answerNth, answerOverlaps, answerPlan, answerRange, answerSplit, answerSubtract,
  parseAddress, parseCidr, parseNetwork, renderInfoText,
} from '../../src/core/ip/index.js';
import { renderText } from '../../src/core/analysis/index.js';
import { blocksSheet, freeSheet, infoSheet, overlapsSheet, planSheet, splitSheet } from '../../src/core/ip/index.js';
import { address, cidr, cidrs, count } from './address-texts.js';

const runs = Number(process.env['FUZZ_ADDRESSES'] ?? 3000);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const prefixLength = fc.nat(128);
const window = fc.record({ from: fc.bigInt(0n, 2n ** 20n), limit: fc.integer({ min: 1, max: 50 }) });

/** Each operation with questions of every kind, as far as the validation of a request lets them through. */
const questions = fc.oneof(
  fc.tuple(fc.constant('info'), fc.oneof(fc.record({ address: cidr }), fc.record({ address: cidr, prefixLength })).map((question) => () => {
    const info = answerInfo(question);
    renderText(infoSheet(info));
    return renderInfoText(info);
  })),
  fc.tuple(fc.constant('split'), fc.tuple(fc.oneof(fc.record({ cidr, prefixLength }), fc.record({ cidr, count }), fc.record({ cidr, hosts: fc.array(count, { minLength: 1, maxLength: 5 }) })), window).map(([question, of]) => () => renderText(splitSheet(answerSplit(question, of))))),
  fc.tuple(fc.constant('aggregate'), fc.record({ cidrs }).map((question) => () => renderText(blocksSheet(answerAggregate(question))))),
  fc.tuple(fc.constant('subtract'), fc.record({ from: cidrs, remove: cidrs }).map((question) => () => renderText(blocksSheet(answerSubtract(question))))),
  fc.tuple(fc.constant('overlaps'), fc.tuple(fc.record({ ranges: fc.dictionary(fc.string({ maxLength: 5 }), cidrs, { maxKeys: 4 }) }), window).map(([question, of]) => () => renderText(overlapsSheet(answerOverlaps(question, of))))),
  fc.tuple(fc.constant('contains'), fc.record({ cidr, addresses: fc.array(address, { maxLength: 5 }) }).map((question) => () => answerContains(question).summary)),
  fc.tuple(fc.constant('range'), fc.record({ start: address, end: address }).map((question) => () => renderText(blocksSheet(answerRange(question))))),
  fc.tuple(fc.constant('nth'), fc.record({ cidr, index: count }).map((question) => () => answerNth(question).summary)),
  fc.tuple(fc.constant('free'), fc.record({ pool: cidrs, used: cidrs, prefixLength }).map((question) => () => renderText(freeSheet(answerFree(question))))),
  fc.tuple(fc.constant('plan'), fc.record({
    nodes: fc.integer({ min: 1, max: 2 ** 24 }), podsPerNode: fc.integer({ min: 1, max: 2 ** 24 }), services: fc.integer({ min: 1, max: 2 ** 24 }), avoid: fc.array(cidr, { maxLength: 3 }),
    ipFamilies: fc.constantFrom<('IPv4' | 'IPv6')[][]>(['IPv4'], ['IPv6'], ['IPv4', 'IPv6']),
  }).map((question) => () => renderText(planSheet(answerPlan(question))))),
);

describe('addresses under questions of every kind', () => {
  it(`are answered, or refused with a pointer and a sentence (${runs} questions, seed ${seed})`, () => {
    const counts = { answered: 0, refused: 0 };
    fc.assert(
      fc.property(questions, ([, ask]) => {
        try {
          expect(ask()).toMatch(/\S/);
          counts.answered++;
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          expect(error.faults.length).toBeGreaterThan(0);
          for (const { pointer, detail } of error.faults) expect(`${pointer} ${detail}`).toMatch(/^([?/].*)? .{10,}/su);
          counts.refused++;
        }
      }),
      { numRuns: runs, seed },
    );
    expect(Math.min(counts.answered, counts.refused)).toBeGreaterThan(runs / 10);
  }, 60_000 + runs * 20);

  it(`are read the same by each reader (${runs} texts, seed ${seed})`, () => {
    fc.assert(
      fc.property(cidr, (any) => {
        const strict = taken(() => parseCidr(any));
        const lenient = taken(() => parseNetwork(any));
        const alone = taken(() => parseAddress(any));
        if (strict !== undefined) expect(lenient).toEqual(strict);
        if (alone !== undefined) expect(lenient).toEqual({ first: alone, prefixLength: alone.family === 4 ? 32 : 128 });
        expect(strict !== undefined && alone !== undefined).toBe(false);
      }),
      { numRuns: runs, seed },
    );
  }, 60_000 + runs * 20);
});

function taken<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
