import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project, type Projection } from './project.js';

const answer = { summary: 's', items: [{ a: 1, b: { c: 2, d: 3 } }, { a: 4, b: null }, { a: 5 }], none: [], word: 'x', nothing: null };

describe('project', () => {
  it.each<[what: string, fields: string[], limit: number, expected: Partial<Projection>]>([
    ['a field', ['word'], 9, { answer: { word: 'x' }, cut: {}, omitted: ['items', 'none', 'nothing'], absent: [] }],
    ['fields within a list', ['items.a'], 9, { answer: { items: [{ a: 1 }, { a: 4 }, { a: 5 }] }, absent: [] }],
    ['fields within fields', ['items.b.d', 'items.a'], 1, { answer: { items: [{ a: 1, b: { d: 3 } }] }, cut: { items: 3 } }],
    ['a field and more within it', ['items', 'items.a'], 1, { answer: { items: [{ a: 1, b: { c: 2, d: 3 } }] } }],
    ['what the answer does not have', ['word', 'wrod', 'items.z'], 9, { answer: { word: 'x', items: [{}, {}, {}] }, absent: ['wrod', 'items.z'] }],
    ['what an empty list, or nothing, could have', ['none.z', 'nothing.z'], 9, { answer: { none: [], nothing: null }, absent: [] }],
    ['everything', ['*'], 2, { answer: { ...answer, items: answer.items.slice(0, 2) }, cut: { items: 3 }, omitted: [], absent: [] }],
    ['a name that all objects have', ['toString', '__proto__.x'], 9, { answer: {}, absent: ['toString', '__proto__.x'] }],
  ])('takes %s', (_, fields, limit, expected) => {
    expect(project(answer, fields, limit)).toMatchObject(expected);
  });

  it('gives the whole of any JSON where everything is asked for, and no list is too long', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(project(value, ['*'], 1000)).toMatchObject({ answer: value, cut: {}, omitted: [] });
    }));
  });
});
