import { describe, expect, it } from 'vitest';
import {
  address,
  bool,
  choice,
  compareText,
  defaulted,
  derived,
  dict,
  flag,
  integer,
  intOrString,
  json,
  list,
  needed,
  Notes,
  onlyIf,
  positive,
  quantity,
  struct,
  text,
  type Shape,
} from './shape.js';

function read(shape: Shape<unknown>, raw: unknown) {
  const notes = new Notes();
  return { value: shape.read(raw, notes), notes: notes.all.map(({ field, detail }) => `${field}: ${detail}`) };
}

const port = struct({ name: text, number: needed(integer), protocol: defaulted(choice('TCP', 'UDP'), 'TCP') });

describe('a shape', () => {
  it.each<{ name: string; shape: Shape<unknown>; raw: unknown; value: unknown; notes?: string[] }>([
    { name: 'keeps text as it stands', shape: text, raw: ' a\n', value: ' a\n' },
    { name: 'does not take a number for text', shape: text, raw: 8080, value: undefined, notes: [': found a number, expected text; left out'] },
    { name: 'does not take text for a number', shape: integer, raw: '8080', value: undefined, notes: [': found text, expected a whole number; left out'] },
    { name: 'takes no fraction for a whole number', shape: integer, raw: 1.5, value: undefined, notes: [': found a number, expected a whole number; left out'] },
    { name: 'keeps a 0 that may mean something', shape: integer, raw: 0, value: 0 },
    { name: 'drops the 0 of a port', shape: positive, raw: 0, value: undefined },
    { name: 'keeps true and drops false of a flag', shape: list(flag), raw: [true, false], value: [true] },
    { name: 'keeps false where it is a choice', shape: bool, raw: false, value: false },
    { name: 'keeps a port by number and by name', shape: list(intOrString), raw: [80, 'http'], value: [80, 'http'] },
    { name: 'writes a quantity as text', shape: list(quantity), raw: [110, '16Gi'], value: ['110', '16Gi'] },
    { name: 'refuses a word that Kubernetes does not know', shape: choice('TCP', 'UDP'), raw: 'tcp', value: undefined, notes: [': found "tcp", expected one of TCP, UDP; left out'] },
    { name: 'leaves out what a support bundle masked', shape: list(address), raw: ['***HIDDEN***/25', '10.0.0.0/8'], value: ['10.0.0.0/8'], notes: ['[0]: was masked before the upload; left out'] },
    { name: 'leaves out an address with its digits gone', shape: address, raw: 'xx.xxx.xx.x', value: undefined, notes: [': was masked before the upload; left out'] },
    { name: 'keeps a host name with an x', shape: address, raw: 'x.example.com', value: 'x.example.com' },
    { name: 'keeps text that merely holds stars', shape: text, raw: '# *** edit with care ***', value: '# *** edit with care ***' },
    { name: 'fixes the order of fields, fills defaults in and drops the rest', shape: port, raw: { other: 1, number: 80, name: 'http' }, value: { name: 'http', number: 80, protocol: 'TCP' } },
    { name: 'takes null and empty text of a field for not written', shape: port, raw: { name: '', number: 80, protocol: null }, value: { number: 80, protocol: 'TCP' } },
    { name: 'drops an item without what it needs, and says where', shape: list(port), raw: [{ number: 1 }, { name: 'x' }], value: [{ number: 1, protocol: 'TCP' }], notes: ['[1].number: is missing, and nothing can be said without it; left out'] },
    { name: 'sorts a list in which the order is noise', shape: list(text, { ordered: false }), raw: ['b', 'a', 'B'], value: ['B', 'a', 'b'] },
    { name: 'sorts by the key, then by the rest', shape: list(port, { key: ['name'], ordered: false }), raw: [{ name: 'b', number: 1 }, { name: 'a', number: 2 }, { name: 'a', number: 1 }], value: [{ name: 'a', number: 1, protocol: 'TCP' }, { name: 'a', number: 2, protocol: 'TCP' }, { name: 'b', number: 1, protocol: 'TCP' }] },
    { name: 'keeps the order of a list where it means something', shape: list(text), raw: ['b', 'a'], value: ['b', 'a'] },
    { name: 'leaves out an empty list', shape: list(text), raw: [], value: undefined },
    { name: 'sorts the keys of a map', shape: dict(text), raw: { b: '2', a: '', c: null }, value: { a: '', b: '2' } },
    { name: 'names the key of a map at which something does not fit', shape: struct({ labels: dict(text) }), raw: { labels: { on: true } }, value: {}, notes: ['labels.on: found true, expected text; left out'] },
    { name: 'derives a default from a sibling', shape: struct({ a: text, b: derived(text, ({ a }) => (a === 'x' ? 'from x' : undefined)) }), raw: { a: 'x' }, value: { a: 'x', b: 'from x' } },
    { name: 'drops a field whose condition does not hold', shape: struct({ a: text, b: onlyIf(({ a }) => a === 'x', text) }), raw: { a: 'y', b: 'z' }, value: { a: 'y' } },
    { name: 'sorts keys deep in a JSON value', shape: json, raw: [{ b: { d: 1, c: [null, { f: 1, e: 2 }] } }], value: [{ b: { c: [null, { e: 2, f: 1 }], d: 1 } }] },
  ])('$name', ({ shape, raw, value, notes = [] }) => {
    const found = read(shape, raw);
    expect(found.value).toEqual(value);
    expect(JSON.stringify(found.value)).toBe(JSON.stringify(value));
    expect(found.notes).toEqual(notes);
  });

  it('never says the value that it could not use', () => {
    expect(read(struct({ port: integer }), { port: 'hunter2' }).notes.join()).not.toContain('hunter2');
  });

  it('keeps a key called __proto__ as data', () => {
    const { value } = read(dict(text), JSON.parse('{"__proto__":"x","constructor":"y"}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":"x","constructor":"y"}');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('reads no inherited field', () => {
    expect(read(struct({ constructor: text, toString: text }), {}).value).toEqual({});
  });
});

describe('compareText', () => {
  it('orders by code unit, upper case first', () => {
    expect(['b', 'a', 'B', ''].sort(compareText)).toEqual(['', 'B', 'a', 'b']);
  });
});
