import { describe, expect, it } from 'vitest';
import { clip, count, enumerate, plainLines } from './plain.js';

describe('plain text', () => {
  it.each([
    { words: [], max: 3, text: '' },
    { words: ['a'], max: 3, text: 'a' },
    { words: ['a', 'b', 'c'], max: 3, text: 'a, b and c' },
    { words: ['a', 'b', 'c', 'd', 'e'], max: 3, text: 'a, b, c and 2 more' },
  ])('enumerates $words', ({ words, max, text }) => {
    expect(enumerate(words, max)).toBe(text);
  });

  it('counts', () => {
    expect([count(0, 'pod'), count(1, 'pod'), count(2, 'class', 'classes')]).toEqual(['0 pods', '1 pod', '2 classes']);
  });

  it('clips by characters, not by halves of them', () => {
    expect(clip('😀😀😀', 2)).toBe('😀😀… (1 more characters)');
    expect(clip('ab', 2)).toBe('ab');
  });

  it('keeps line breaks of any system and nothing else that moves', () => {
    expect(plainLines('a\r\nb\rc\n\td\u0007')).toEqual(['a', 'b', 'c', '    d\\u{7}']);
  });
});
