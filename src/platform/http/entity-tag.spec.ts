import { describe, expect, it } from 'vitest';
import { namesTag } from './entity-tag.js';

describe('namesTag', () => {
  it.each([
    ['no header', undefined, false],
    ['the tag', '"abc"', true],
    ['the tag among others', '"x", "abc" ,"y"', true],
    ['the tag, as a proxy weakened it', 'W/"abc"', true],
    ['any tag', ' * ', true],
    ['another tag', '"abcd"', false],
    ['a tag that holds a comma', '"x,\\"abc"', false],
    ['the tag without its quotes', 'abc', false],
  ])('%s', (_, header, expected) => {
    expect(namesTag(header, '"abc"')).toBe(expected);
  });
});
