import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutManagedFields } from './managed-fields.js';

const prune = (text: string) => withoutManagedFields(Buffer.from(text)).toString();

describe('withoutManagedFields', () => {
  it('empties the field in every item of a list, and leaves the rest to the letter', () => {
    const item = (name: string, fields: unknown) => ({ metadata: { name, managedFields: fields, labels: { a: '"managedFields":[' } }, spec: { list: [[1], ']'] } });
    const list = (fields: unknown) => JSON.stringify({ kind: 'PodList', items: [item('a', fields), item('b"]\\', fields)] });
    expect(prune(list([{ fieldsV1: { 'k:{"name":"x]"}': ['\\"]', []] } }]))).toBe(list([]));
  });

  it.each([
    ['a text without it', '{"metadata":{"name":"a"}}'],
    ['a value of that name', '{"a":"managedFields","b":["managedFields"]}'],
    ['a text that ends in it', '{"metadata":{"managedFields":[{"manager":"kubelet"'],
    ['a string in it that does not end', '{"metadata":{"managedFields":["a]'],
  ])('leaves %s as it is', (_, text) => {
    expect(prune(text)).toBe(text);
  });

  it('changes nothing else of any JSON value', () => {
    const emptied = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(emptied);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, name === 'managedFields' && Array.isArray(each) ? [] : emptied(each)]));
    };
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.constant(null), fc.array(tie('value')), fc.dictionary(fc.constantFrom('managedFields', 'metadata', '"]', '['), tie('value'))),
    }));
    fc.assert(
      fc.property(value, (any) => {
        expect(JSON.parse(prune(JSON.stringify(any)))).toEqual(JSON.parse(JSON.stringify(emptied(any))));
      }),
    );
  });
});
