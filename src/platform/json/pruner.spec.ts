import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pruner, prunePlan, Scissors, Shears, type Prunable } from './pruner.js';

const plan: Prunable = { meta: { notes: true }, items: { meta: { notes: true }, 'a"b': true, text: true } };
const prune = (text: string) => new Shears(prunePlan(plan)).prune(Buffer.from(text)).toString();

/** The same in chunks, as a caller does it that passes texts which two chunks share. */
function pruneChunks(text: string, chunkAt: readonly number[]): string {
  const bytes = Buffer.from(text);
  const pruner = new Pruner(prunePlan(plan));
  pruner.begin();
  let at = 1;
  for (const stop of [...chunkAt, bytes.length]) {
    while (at < stop) {
      if (pruner.inString) {
        while (at < stop && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
        if (at >= stop) break;
        at += 1;
      }
      at = pruner.pass(bytes, at, stop, 0, 0);
      if (pruner.depth === 0) break;
    }
  }
  return new Scissors().cut(bytes, pruner.cuts, 0).toString();
}

describe('Shears', () => {
  it.each([
    ['an array', '{"meta":{"notes":[1,{"a":["]"]}]}}', '{"meta":{"notes":[]}}'],
    ['an object', '{"meta":{"notes":{"a":{"}":1}},"b":2}}', '{"meta":{"notes":{},"b":2}}'],
    ['a text', '{"meta":{"notes":"a\\"b"}}', '{"meta":{"notes":""}}'],
    ['in every item of an array', '{"items":[{"text":["a"]},{"b":{"text":1},"text":{"c":1}}]}', '{"items":[{"text":[]},{"b":{"text":1},"text":{}}]}'],
    ['in arrays of arrays', '{"items":[["a",{"text":["a"]}]]}', '{"items":[["a",{"text":[]}]]}'],
    ['before white space and behind it', '{"meta": {\n "notes": [ 1 ]\n}}', '{"meta": {\n "notes": []\n}}'],
  ])('empties %s', (_, text, pruned) => {
    expect(prune(text)).toBe(pruned);
  });

  it.each([
    ['a number, which has no inside', '{"meta":{"notes":12,"a":[1]}}'],
    ['the same key elsewhere', '{"notes":[1],"b":{"notes":[1],"meta":{"notes":[1]}}}'],
    ['a text that reads like the key', '{"meta":{"a":"\\"notes\\":[1]","b":["notes",["x"]]}}'],
    ['a key that is longer or shorter', '{"meta":{"note":[1],"notesy":[1]}}'],
    ['a key that white space parts from its colon', '{"meta":{"notes" :[1]}}'],
    ['such a key behind one whose value has no inside', '{"items":{"text":null,"a" :["b"]}}'],
    ['what is under such a key behind an object', '{"items":{"meta":{"x":1},"a"\n:{"text":"b"}}}'],
    ['what does not end', '{"meta":{"notes":[1,{"a"'],
    ['what is no object', '[{"meta":{"notes":[1]}}]'],
    ['nothing', ''],
  ])('leaves %s', (_, text) => {
    expect(prune(text)).toBe(text);
  });
});

describe('a chunk that ends between a key and its colon', () => {
  it.each(['{"items":{"text":null,"a"|:["b"]}}', '{"items":{"text":null,"a" |:["b"]}}', '{"items":{"text":1,"a"| :{"text":2}}}'])('%s loses nothing', (text) => {
    const whole = text.replace('|', '');
    expect(pruneChunks(whole, [text.indexOf('|')])).toBe(whole);
  });
});

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.constantFrom('meta', 'notes', 'items', 'text', 'a"b', '\\', '{', 'é'), tie('value')),
  ),
}));
const object = fc.dictionary(fc.constantFrom('meta', 'items', 'notes', 'x'), value);

function emptied(from: unknown, place: Prunable | true | undefined): unknown {
  if (place === true) return Array.isArray(from) ? [] : typeof from === 'string' ? '' : typeof from === 'object' && from !== null ? {} : from;
  if (Array.isArray(from)) return from.map((each: unknown) => (typeof each === 'object' ? emptied(each, place) : each));
  if (typeof from !== 'object' || from === null || place === undefined) return from;
  // A key with an escape in it is not the one that is looked for.
  return Object.fromEntries(Object.entries(from).map(([key, each]) => [key, emptied(each, Object.hasOwn(place, key) && key !== 'a"b' ? place[key] : undefined)]));
}

describe('pruning any object', () => {
  it('empties what is named and changes nothing else', () => {
    fc.assert(
      fc.property(object, (any) => {
        expect(JSON.parse(prune(JSON.stringify(any)))).toEqual(emptied(JSON.parse(JSON.stringify(any)), plan));
      }),
    );
  });

  it('comes to a text with the same meaning however it is cut into chunks', () => {
    fc.assert(
      fc.property(object, fc.array(fc.nat(80)), fc.constantFrom('', ' '), (any, places, indent) => {
        const text = JSON.stringify(any, null, indent);
        const chunkAt = [...new Set(places)].filter((at) => at > 0 && at < Buffer.byteLength(text)).sort((a, b) => a - b);
        const [whole, inChunks] = [JSON.parse(text) as unknown, JSON.parse(pruneChunks(text, chunkAt)) as unknown];
        expect(emptied(inChunks, plan)).toEqual(emptied(whole, plan));
      }),
    );
  });
});
