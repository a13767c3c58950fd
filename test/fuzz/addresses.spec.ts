import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.js';
import {
  answerAggregate, answerContains, answerFree, answerInfo, answerNth, answerOverlaps, answerPlan, answerRange, answerSplit, answerSubtract,
  parseAddress, parseCidr, parseNetwork, renderInfoText, type Count,
} from '../../src/core/ip/index.js';
import { renderText } from '../../src/core/analysis/index.js';
import { blocksSheet, freeSheet, infoSheet, overlapsSheet, planSheet, splitSheet } from '../../src/core/ip/index.js';

const runs = Number(process.env['FUZZ_ADDRESSES'] ?? 3000);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

const octet = fc.oneof(fc.nat(255).map(String), fc.constantFrom('00', '01', '256', '-1', '', ' ', '0x1', '1e1', '٣', '999999999999999999999'));
const ipv4 = fc.array(octet, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
const group = fc.oneof(fc.nat(0xffff).map((value) => value.toString(16)), fc.constantFrom('', '', '0', 'FFFF', '12345', 'g', '-1', '1.2.3.4', '01.2.3.4'));
const ipv6 = fc.array(group, { minLength: 1, maxLength: 10 }).map((parts) => parts.join(':'));
const good = fc.oneof(fc.ipV4(), fc.ipV6());
const address = fc.oneof({ weight: 4, arbitrary: good }, ipv4, ipv6, fc.string({ unit: 'binary', maxLength: 20 }));
const length = fc.oneof({ weight: 4, arbitrary: fc.nat(32).map(String) }, fc.nat(200).map(String), ipv4, fc.constantFrom('', '08', '+8', '-1', '1e1', '999999999999', '255.255.0.0', '0.0.255.255'));
const text = fc.oneof({ weight: 2, arbitrary: fc.tuple(address, length).map((parts) => parts.join('/')) }, address);
const tidy = fc.tuple(fc.oneof(fc.constantFrom('10.0.0.0', 'fd00::', '0.0.0.0', '::', '255.255.255.255'), good), fc.nat(128)).map(([base, prefixLength]) => `${base.replace(/\.\d+$/, '.0')}/${prefixLength}`);
const cidr = fc.oneof(text, tidy, good);
const cidrs = fc.array(cidr, { maxLength: 6 });
const count: fc.Arbitrary<Count> = fc.oneof(fc.integer(), fc.double(), fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(String), fc.string({ maxLength: 5 }));
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
