import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeObject, Template } from './codec.js';
import { isEqual } from './is-equal.js';
import type { EndpointSlice } from './kinds/catalogue.js';
import { normalizeObject } from './normalize.js';
import type { AbridgedPair } from './object-pair.js';

type Endpoint = EndpointSlice['endpoints'][number];

function slice(endpoints: readonly object[], more: object = {}): EndpointSlice {
  const normalized = normalizeObject({ kind: 'EndpointSlice', metadata: { name: 's', namespace: 'shop' }, addressType: 'IPv4', endpoints, ...more });
  if (normalized.outcome !== 'kept') throw new Error(JSON.stringify(normalized));
  return normalized.object as EndpointSlice;
}

/** As storage hands it out: two versions that share a template. Undefined where they do not, or nothing was left out. */
function abridged(before: EndpointSlice, after: EndpointSlice): AbridgedPair | undefined {
  const [was, is] = [encodeObject(before), encodeObject(after)];
  return was.template === is.template ? new Template(was.template).abridge({ before: was.body, after: is.body }) : undefined;
}

function endpointsOf(pair: AbridgedPair | undefined): { before: string[]; after: string[] } | undefined {
  const told = (side: unknown) => (side as EndpointSlice).endpoints.map(({ addresses, conditions }) => `${conditions.ready ? '' : '!'}${addresses[0]}`);
  return pair && { before: told(pair.before), after: told(pair.after) };
}

const endpoint = (address: string) => ({ addresses: [address.replace('!', '')], conditions: { ready: !address.startsWith('!') }, nodeName: 'n' });

describe('two versions of a list, abridged', () => {
  it.each<{ name: string; before: string[]; after: string[]; kept: { before: string[]; after: string[] } | undefined }>([
    { name: 'one that came', before: ['10.0.0.1', '10.0.0.2'], after: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], kept: { before: ['10.0.0.1'], after: ['10.0.0.1', '10.0.0.3'] } },
    { name: 'one that went', before: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], after: ['10.0.0.1', '10.0.0.3'], kept: { before: ['10.0.0.1', '10.0.0.2'], after: ['10.0.0.1'] } },
    { name: 'the first, which went', before: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], after: ['10.0.0.2', '10.0.0.3'], kept: { before: ['10.0.0.1', '10.0.0.2'], after: ['10.0.0.2'] } },
    { name: 'one that is no longer ready', before: ['10.0.0.1', '10.0.0.2', '10.0.0.3'], after: ['10.0.0.1', '10.0.0.2', '!10.0.0.3'], kept: { before: ['10.0.0.1', '10.0.0.3'], after: ['10.0.0.1', '!10.0.0.3'] } },
    { name: 'one that is not ready on both sides', before: ['10.0.0.1', '!10.0.0.2', '10.0.0.3'], after: ['10.0.0.1', '!10.0.0.2', '10.0.0.3', '10.0.0.4'], kept: { before: ['10.0.0.1', '!10.0.0.2'], after: ['10.0.0.1', '!10.0.0.2', '10.0.0.4'] } },
    { name: 'a list of one, of which nothing can be left out', before: ['10.0.0.1'], after: ['10.0.0.1'], kept: undefined },
    { name: 'lists that have nothing in common', before: ['10.0.0.1', '10.0.0.2'], after: ['10.0.0.3', '10.0.0.4'], kept: undefined },
    { name: 'a list that was empty', before: [], after: ['10.0.0.3', '10.0.0.4'], kept: undefined },
  ])('keeps $name', ({ before, after, kept }) => {
    expect(endpointsOf(abridged(slice(before.map(endpoint)), slice(after.map(endpoint))))).toEqual(kept);
  });

  it('knows what was left out by its first field', () => {
    const pair = abridged(slice(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map(endpoint)), slice(['10.0.0.1', '10.0.0.2'].map(endpoint)));
    expect(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'].map((address) => pair?.omits([address]))).toEqual([false, true, false, false]);
  });

  it('is the whole where much differs', () => {
    const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => endpoint(`10.0.${from}.${i}`));
    expect(abridged(slice([...numbered(0, 50), ...numbered(1, 50)]), slice(numbered(1, 50)))).toBeDefined();
    expect(abridged(slice([...numbered(0, 100), ...numbered(1, 50)]), slice(numbered(1, 50)))).toBeUndefined();
  });

  const name = fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom('a,["', '",["', '],[', '{', '\\', '\\"', 'ä'));
  const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  const rawEndpoint = fc.record({
    addresses: fc.array(fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'), { minLength: 1, maxLength: 2 }),
    conditions: optional(fc.record({ ready: optional(fc.boolean()), terminating: optional(fc.boolean()) })),
    nodeName: optional(name),
    targetRef: optional(fc.record({ kind: fc.constant('Pod'), name, uid: optional(name) })),
    hints: optional(fc.record({ forZones: fc.array(fc.record({ name }), { maxLength: 2 }) })),
  });

  it('lacks on both sides the same, and nothing that differs', () => {
    fc.assert(
      fc.property(fc.array(rawEndpoint, { maxLength: 8 }), fc.array(rawEndpoint, { maxLength: 3 }), fc.array(rawEndpoint, { maxLength: 3 }), (common, gone, come) => {
        const [before, after] = [slice([...gone, ...common]), slice([...common, ...come])];
        const pair = abridged(before, after);
        if (pair === undefined) return;
        const [was, is] = [pair.before as EndpointSlice, pair.after as EndpointSlice];
        const left = { before: without(before.endpoints, was.endpoints), after: without(after.endpoints, is.endpoints) };
        expect(left.before.length).toBeGreaterThan(0);
        expect(sorted(left.before)).toEqual(sorted(left.after));
        expect({ ...was, endpoints: [] }).toEqual({ ...before, endpoints: [] });
        expect([was.endpoints.length > 0, is.endpoints.length > 0]).toEqual([before.endpoints.length > 0, after.endpoints.length > 0]);
        for (const { addresses } of left.before) expect(pair.omits(addresses)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The items of `whole` without those of `part`, each of which must be among them. */
function without(whole: readonly Endpoint[], part: readonly Endpoint[]): Endpoint[] {
  const rest = [...whole];
  for (const item of part) {
    const at = rest.findIndex((each) => isEqual(each, item));
    expect(at).toBeGreaterThanOrEqual(0);
    rest.splice(at, 1);
  }
  return rest;
}

function sorted(items: readonly Endpoint[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}
