import { describe, expect, it } from 'vitest';
import { splitPage } from './page-text.js';

const split = (text: string) => {
  const page = splitPage(Buffer.from(text));
  return page && { around: page.around, items: page.items.map(String) };
};

describe('splitPage', () => {
  it('parts the items of a list from what stands around them, and empties what nobody reads of them', () => {
    const item = (name: string) => ({ metadata: { name, managedFields: [{ apiVersion: 'v1' }] }, spec: { containers: [{ resources: { limits: { cpu: '1' } } }] } });
    const kept = (name: string) => ({ metadata: { name, managedFields: [] }, spec: { containers: [{ resources: {} }] } });
    const around = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7', continue: 'x' } };
    const page = split(JSON.stringify({ ...around, items: [item('a'), item('b')] }));
    expect(page).toEqual({ around: { ...around, items: null }, items: [kept('a'), kept('b')].map((each) => JSON.stringify(each)) });
  });

  it.each([
    ['an object that is no list', '{"kind":"Status","code":403}'],
    ['a list of nothing', '{"kind":"PodList","items":null}'],
    ['an array', '[{"a":1}] '],
    ['a list in a list', '{"items":[{"items":[{}]}]}'],
    ['two lists', '{"items":[{}]}{"items":[{}]}'],
    ['a text before it', 'Warning\n{"items":[{}]}'],
    ['what ends early', '{"items":[{"a":1},{"b"'],
    ['brackets that do not match', '{"items":[{"a":1}}'],
    ['what is no JSON around the items', '{"kind":PodList,"items":[{}]}'],
  ])('takes no part in %s', (_, text) => {
    expect(split(text)).toBeUndefined();
  });
});
