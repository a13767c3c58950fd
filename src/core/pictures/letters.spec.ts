import { describe, expect, it } from 'vitest';
import { cut, legible, widthOf, wrapTo } from './letters.js';

describe('text in a picture', () => {
  it.each([
    ['a\u202eb\u0000', 'a\\u{202e}b\\u{0}'],
    ['a\nb', 'a b'],
    ['\uffff', '\ufffd'],
    ['e\u0301\u0302\u0303\u0304', 'e\u0301\u0302'],
    ['\ud800', '\\u{d800}'],
  ])('%j is shown as %j', (text, shown) => {
    expect(legible(text)).toBe(shown);
  });

  it('is measured by the font: an i is narrow, bold is wider, what is not known is the widest', () => {
    expect(widthOf('iiii', 'plain')).toBeLessThan(widthOf('mmmm', 'plain') / 2);
    expect(widthOf('web', 'strong')).toBeGreaterThan(widthOf('web', 'plain'));
    expect(widthOf('日', 'plain')).toBe(13.2);
    expect(widthOf('', 'head')).toBe(0);
  });

  it('is cut where it is wider than its room', () => {
    expect(cut('web', 100, 'plain')).toBe('web');
    expect(cut('a name that is far too long', 60, 'plain')).toMatch(/^a name.*…$/);
    expect(widthOf(cut('x'.repeat(500), 60, 'plain'), 'plain')).toBeLessThanOrEqual(60);
  });

  it('is wrapped at blanks, within a word only where that is wider than a line, and best behind a mark', () => {
    expect(wrapTo('one two three', 60, 'plain', 9)).toEqual(['one two', 'three']);
    expect(wrapTo('shop/redis-n7fmmsgwl-twg9x', 130, 'plain', 9)).toEqual(['shop/redis-', 'n7fmmsgwl-twg9x']);
    expect(wrapTo('', 60, 'plain', 9)).toEqual([]);
  });

  it('is cut after so many lines', () => {
    const lines = wrapTo('word '.repeat(100), 100, 'plain', 3);
    expect([lines.length, lines[2]?.endsWith('…')]).toEqual([3, true]);
    for (const line of lines) expect(widthOf(line, 'plain')).toBeLessThanOrEqual(100);
  });
});
