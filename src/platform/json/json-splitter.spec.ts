import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prunable } from './pruner.js';
import { JsonSplitter, type JsonListener } from './json-splitter.js';

/** Writes down what a splitter tells. */
class Notebook implements JsonListener {
  readonly lines: string[] = [];
  deepest = 0;
  value(text: Buffer): void {
    this.lines.push(`value ${text.toString('utf8')}`);
  }
  openList(head: string): void {
    this.lines.push(`open ${head}`);
  }
  closeList(skeleton: string): void {
    this.lines.push(`close ${skeleton}`);
  }
  textLine(): void {
    this.lines.push('text');
  }
  broken(offset: number): void {
    this.lines.push(`broken at ${offset}`);
  }
  deeper(depth: number): void {
    this.deepest = depth;
  }
  holding(): void {
    // Bounds are tested where they are kept.
  }
}

function split(text: string, chunkAt: readonly number[] = [], unread?: Prunable): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const notebook = new Notebook();
  const splitter = new JsonSplitter(notebook, unread);
  [0, ...chunkAt].forEach((start, i) => splitter.write(bytes.subarray(start, chunkAt[i] ?? bytes.length)));
  const cutAt = splitter.end();
  return cutAt === undefined ? notebook.lines : [...notebook.lines, `cut at ${cutAt}`];
}

const cases: { readonly name: string; readonly text: string; readonly told: readonly string[] }[] = [
  { name: 'an object is a value', text: '{"kind":"Pod"}', told: ['value {"kind":"Pod"}'] },
  { name: 'a list gives its items one by one', text: '{"kind":"PodList","items":[{"a":1},{"a":2}]}', told: ['open {"kind":"PodList","items":', 'value {"a":1}', 'value {"a":2}', 'close {"kind":"PodList","items":null}'] },
  { name: 'what stands after the items belongs to the list', text: '{"items": [ {} ], "kind": "List"}', told: ['open {"items": ', 'value {}', 'close {"items": null, "kind": "List"}'] },
  { name: 'the internal form writes Items', text: '{"Items":[{"Spec":{}}]}', told: ['open {"Items":', 'value {"Spec":{}}', 'close {"Items":null}'] },
  { name: 'an empty list', text: '{"items":[]}', told: ['open {"items":', 'close {"items":null}'] },
  { name: 'items that are no array make no list', text: '{"items":{"a":[1]},"b":[2]}', told: ['value {"items":{"a":[1]},"b":[2]}'] },
  { name: 'items further down make no list', text: '{"spec":{"items":[1]}}', told: ['value {"spec":{"items":[1]}}'] },
  { name: 'a value that reads items makes no list', text: '{"kind":"items","list":[1]}', told: ['value {"kind":"items","list":[1]}'] },
  { name: 'a bare array', text: '[{"a":1}, {"a":2}]', told: ['open ', 'value {"a":1}', 'value {"a":2}', 'close '] },
  { name: 'lists in a list', text: '{"items":[{"items":[{"a":1}],"kind":"PodList"}]}', told: ['open {"items":', 'open {"items":', 'value {"a":1}', 'close {"items":null,"kind":"PodList"}', 'close {"items":null}'] },
  { name: 'an array of lists', text: '[{"items":[]},[{"a":1}]]', told: ['open ', 'open {"items":', 'close {"items":null}', 'open ', 'value {"a":1}', 'close ', 'close '] },
  { name: 'an object has one list at most', text: '{"items":[1],"items":[2]}', told: ['open {"items":', 'value 1', 'close {"items":null,"items":[2]}'] },
  { name: 'documents without anything between', text: '{"a":1}{"b":2}', told: ['value {"a":1}', 'value {"b":2}'] },
  { name: 'one document a line', text: '{"a":1}\n{"b":2}\n', told: ['value {"a":1}', 'value {"b":2}'] },
  { name: 'a record separator between (RFC 7464)', text: '\x1e{"a":1}\n\x1e{"b":2}\n', told: ['value {"a":1}', 'value {"b":2}'] },
  { name: 'lines of text between', text: 'Warning: old\n{"a":1}\nnot json\n{"b":2}', told: ['text', 'value {"a":1}', 'text', 'value {"b":2}'] },
  { name: 'brackets and escapes in strings', text: '{"a":"}]\\"{[\\\\","items":[{"b":"\\\\\\""}]}', told: ['open {"a":"}]\\"{[\\\\","items":', 'value {"b":"\\\\\\""}', 'close {"a":"}]\\"{[\\\\","items":null}'] },
  {
    name: 'logs, though their lines are JSON',
    text: '{"a":1}\n==== START logs for container etcd of pod kube-system/etcd-0 ====\n{"level":"info"}\n==== END logs for container x of pod y ====\n==== END logs for container etcd of pod kube-system/etcd-0 ====\n{"b":2}',
    told: ['value {"a":1}', 'text', 'text', 'text', 'text', 'value {"b":2}'],
  },
  {
    name: 'a log without a line break at its end',
    text: '==== START logs for container c of pod n/p ====\n{"level":==== END logs for container c of pod n/p ====\n{"b":2}',
    told: ['text', 'text', 'value {"b":2}'],
  },
  { name: 'a log that never ends', text: '==== START logs for container c of pod n/p ====\n{"level":1}\n{', told: ['text', 'text', 'text'] },
  { name: 'a template is no JSON', text: '{{ range }}\n{"a":1}\n', told: ['broken at 1', 'text', 'value {"a":1}'] },
  { name: 'a log line in brackets is no JSON', text: '[INFO] hello\n{"a":1}', told: ['open ', 'value INFO', 'close ', 'text', 'value {"a":1}'] },
  { name: 'after a fault no fragment is taken for a document', text: '{"items":[{"a":1} {"b":2},\n  {"c":3}\n]}\n{"d":4}', told: ['open {"items":', 'value {"a":1}', 'broken at 18', 'text', 'text', 'text', 'value {"d":4}'] },
  { name: 'an object cut short', text: '{"a":1}\n{"b":', told: ['value {"a":1}', 'cut at 8'] },
  { name: 'a list cut short', text: '{"items":[{"a":1},{"b"', told: ['open {"items":', 'value {"a":1}', 'cut at 18'] },
  { name: 'a string cut short in an escape', text: '{"a":"\\', told: ['cut at 0'] },
  { name: 'nothing', text: ' \n\t', told: [] },
  { name: 'characters of several bytes', text: '{"items":[{"a":"é中😀"}]}', told: ['open {"items":', 'value {"a":"é中😀"}', 'close {"items":null}'] },
];

describe('JsonSplitter', () => {
  it.each(cases)('$name', ({ text, told }) => {
    expect(split(text)).toEqual(told);
  });

  it.each(cases)('$name: the same, wherever the chunks end', ({ text }) => {
    const whole = split(text);
    const length = Buffer.byteLength(text);
    for (let at = 1; at < length; at += 1) expect(split(text, [at])).toEqual(whole);
    expect(split(text, Array.from({ length: Math.max(0, length - 1) }, (_, i) => i + 1))).toEqual(whole);
  });

  it('gives the items of any array as JSON.parse does, in any chunks', () => {
    const items = fc.array(fc.jsonValue(), { maxLength: 8 }).filter((all) => !all.some((item) => Array.isArray(item) || hasItems(item)));
    fc.assert(
      fc.property(items, fc.boolean(), fc.constantFrom(undefined, 1, '\t'), fc.array(fc.nat({ max: 200 })), (all, isBare, indent, cuts) => {
        const text = JSON.stringify(isBare ? all : { kind: 'List', items: all, metadata: { continue: '"]}' } }, null, indent);
        const length = Buffer.byteLength(text);
        const chunkAt = [...new Set(cuts.filter((cut) => cut > 0 && cut < length))].sort((a, b) => a - b);
        const values = split(text, chunkAt).filter((line) => line.startsWith('value '));
        expect(values.map((line): unknown => JSON.parse(line.slice(6)))).toEqual(JSON.parse(JSON.stringify(all)));
      }),
    );
  });

  it('gives objects that stand one after another as they are', () => {
    const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()).filter((object) => !hasItems(object)), { maxLength: 5 });
    fc.assert(
      fc.property(objects, fc.constantFrom('', ' ', '\n', '\r\n'), (all, between) => {
        const texts = all.map((object) => JSON.stringify(object));
        expect(split(texts.join(between))).toEqual(texts.map((text) => `value ${text}`));
      }),
    );
  });

  it('empties what is not read of items, and nothing of the list around them, in any chunks', () => {
    const text = '{"a":{"b":[1,2]},"items":[{"a":{"b":[1,{"c":"]"}],"c":[1]},"b":[1]},{"a":{"b":"x"}}],"d":{"a":[1]}}';
    const unread = { a: { b: true }, d: { a: true } } as const;
    const told = ['open {"a":{"b":[1,2]},"items":', 'value {"a":{"b":[],"c":[1]},"b":[1]}', 'value {"a":{"b":""}}', 'close {"a":{"b":[1,2]},"items":null,"d":{"a":[1]}}'];
    expect(split(text, [], unread)).toEqual(told);
    for (let at = 1; at < text.length; at += 1) {
      const lines = split(text, [at], unread);
      // A key that two chunks share is not seen: what stands under it may be there or not.
      expect([lines[0], lines.at(-1)]).toEqual([told[0], told.at(-1)]);
      expect(lines.length).toBe(told.length);
      expect(lines[1]?.replace('[1,{"c":"]"}]', '[]')).toBe(told[1]);
      expect(lines[2]?.replace('"x"', '""')).toBe(told[2]);
    }
  });

  it('never fails, whatever the bytes', () => {
    const bytes = fc.array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', 'a', '1', '"items"', '=', 'é'), { maxLength: 60 });
    fc.assert(
      fc.property(bytes, fc.nat({ max: 60 }), (parts, cut) => {
        const text = parts.join('');
        const at = Math.min(cut, Buffer.byteLength(text));
        expect(split(text, at > 0 ? [at] : [])).toEqual(split(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is done at once with a line that goes on as the beginning of a log might', () => {
    const line = `==== START logs for container ${' of pod '.repeat(100_000)}`;
    expect(split(`{"a":1}\n${line}\n{"b":2}`)).toEqual(['value {"a":1}', 'text', 'value {"b":2}']);
  });

  it.each([
    ['{"a":{"b":[1]}}', 3],
    ['{"items":[{"a":{}}]}', 4],
    ['[[[]]]', 3],
    ['[{"a":1}]', 2],
  ])('tells how deep %s is nested: %i', (text, depth) => {
    const notebook = new Notebook();
    new JsonSplitter(notebook).write(Buffer.from(text));
    expect(notebook.deepest).toBe(depth);
  });
});

function hasItems(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ['items', 'Items'].some((key) => Array.isArray((value as Record<string, unknown>)[key]));
}
