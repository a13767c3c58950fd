import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseYaml, type YamlReading } from './yaml.js';

const limits = { depth: 100, nodes: 10_000 };

interface Recorded {
  readonly yaml: string;
  readonly json?: unknown;
  readonly error?: string;
}

/** Recorded by `cd test/oracles/yaml && go run . < documents.json > recorded.json`. */
const recorded = JSON.parse(readFileSync(new URL('../../test/oracles/yaml/recorded.json', import.meta.url), 'utf8')) as Recorded[];

/** What is read here though kubectl refuses it: all of it is YAML 1.2, and its meaning is plain. */
const taken: Readonly<Record<string, unknown>> = {
  'a: "x\\ny\\u00e9\\x41\\/"\n': { a: 'x\nyéA/' },
  'a: "\\ud83d\\ude00"\n': { a: '😀' },
  '%YAML 1.2\n---\na: yes\n': { a: true },
  'a: x\u0085y\n': { a: 'x\u0085y' },
  'a: x\u2028y\n': { a: 'x\u2028y' },
};

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function told(reading: YamlReading): string {
  return reading.outcome === 'read' ? canonical(reading.documents[0] ?? null) : reading.outcome;
}

describe('parseYaml reads as sigs.k8s.io/yaml does', () => {
  it.each(recorded.map(({ yaml, json, error }) => ({ yaml, expected: yaml in taken ? canonical(taken[yaml]) : error === undefined ? canonical(json) : 'malformed' })))(
    '$yaml',
    ({ yaml, expected }) => {
      expect(told(parseYaml(yaml, limits))).toBe(expected);
    },
  );
});

describe('parseYaml', () => {
  it('tells where a text stops being YAML, lines and columns from 1', () => {
    expect(parseYaml('a: 1\nb: [1, 2\nc: 3\n', limits)).toMatchObject({ outcome: 'malformed', fault: { line: 3 } });
    expect(parseYaml('a: 1\nb: {{ hole }}\n', limits)).toMatchObject({ outcome: 'malformed', fault: { line: 2 } });
  });

  it('tells of each key that is given twice, and keeps the last value', () => {
    const reading = parseYaml('spec:\n  a: 1\n  b: 2\n  a: 3\n', limits);
    expect(reading).toEqual({
      outcome: 'read',
      documents: [{ spec: { a: 3, b: 2 } }],
      duplicates: [{ line: 4, column: 3, detail: 'the key "a" is given twice; the last value counts' }],
    });
  });

  it('takes no key that a merge brought for a duplicate', () => {
    expect(parseYaml('base: &b {x: 1}\nm: {<<: *b, x: 2}\n', limits)).toMatchObject({ documents: [{ m: { x: 2 } }], duplicates: [] });
  });

  it('reads all documents of a text, and an empty one as null', () => {
    expect(parseYaml('a: 1\n---\n# nothing\n---\nb: 2\n', limits)).toMatchObject({ documents: [{ a: 1 }, null, { b: 2 }] });
  });

  it('keeps __proto__ and constructor as plain keys', () => {
    const reading = parseYaml('{"__proto__": {"isAdmin": true}, constructor: {prototype: {isAdmin: true}}}\n', limits);
    const document = reading.outcome === 'read' ? (reading.documents[0] as object) : {};
    expect(Object.keys(document)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
    expect('isAdmin' in document).toBe(false);
  });

  it('keeps __proto__ that a merge brings as a plain key', () => {
    const reading = parseYaml('b: &b {"__proto__": {isAdmin: true}}\nm: {<<: *b}\n', limits);
    const { m } = (reading.outcome === 'read' ? reading.documents[0] : {}) as { m: object };
    expect(Object.keys(m)).toEqual(['__proto__']);
    expect('isAdmin' in m).toBe(false);
  });

  it('refuses aliases that write out to more nodes than allowed', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i}: &l${i} [${Array(9).fill(i === 0 ? 'x' : `*l${i - 1}`).join(', ')}]`);
    expect(parseYaml(`${levels.join('\n')}\n`, limits)).toMatchObject({ outcome: 'unsafe', fault: { detail: expect.stringContaining('10000 nodes') as string } });
  });

  it('refuses merges that write out to more nodes than allowed', () => {
    const keys = Array.from({ length: 100 }, (_, i) => `k${i}: ${i}`).join(', ');
    const merges = Array.from({ length: 200 }, (_, i) => `m${i}: {<<: *b}`).join('\n');
    expect(parseYaml(`b: &b {${keys}}\n${merges}\n`, limits).outcome).toBe('unsafe');
  });

  it.each([
    ['flow', `${'['.repeat(101)}${']'.repeat(101)}\n`],
    ['block', Array.from({ length: 101 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')],
    ['far beyond the stack', `a: ${'['.repeat(200_000)}`],
  ])('refuses nesting deeper than allowed: %s', (_, text) => {
    expect(parseYaml(text, limits).outcome).toBe('unsafe');
  });

  it('reads nesting as deep as allowed', () => {
    expect(parseYaml(`${'['.repeat(99)}${']'.repeat(99)}\n`, limits).outcome).toBe('read');
  });
});
