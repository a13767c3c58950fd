import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf, wordsOf } from './words.js';

const cases: [name: string, line: string, words: string[]][] = [
  ['blanks of any kind part words', '  resolve\tweb.dev\u00a0from  shop/api-0\n', ['resolve', 'web.dev', 'from', 'shop/api-0']],
  ['quotes hold a word together', 'match "https://shop.example.com/a b" method POST', ['match', 'https://shop.example.com/a b', 'method', 'POST']],
  ['so do those that a telephone writes, and backticks', 'service “shop/web” `on` ‘node’', ['service', 'shop/web', 'on', 'node']],
  ['an apostrophe within a word is none', "what's wrong", ["what's", 'wrong']],
  ['a quote that nobody closes is a letter', 'service "shop/web', ['service', '"shop/web']],
  ['commas and the last question mark are politeness', 'trace shop/api-0, to db:3306?', ['trace', 'shop/api-0', 'to', 'db:3306']],
  ['a question mark of a URL is its own', 'match https://a.example/x?', ['match', 'https://a.example/x?']],
  ['what cannot be seen is dropped', 'find\u200bings\u202e \u0007critical', ['findings', 'critical']],
  ['nothing is no word', ' , ? ', []],
];

describe('words', () => {
  it('are those that a person typed', () => {
    expect(cases.map(([name, line]) => [name, wordsOf(line).map(({ text }) => text)])).toEqual(cases.map(([name, , words]) => [name, words]));
  });

  it('are refused where there are too many of them, or of their letters', () => {
    expect(() => wordsOf('x'.repeat(2001))).toThrow('at most 2000 characters');
    expect(() => wordsOf('x '.repeat(101))).toThrow('at most 100 words');
  });

  it('make a line that has the same words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z/.:~-]([a-z /.:~-]{0,12}[a-z/.:~-])?$/), { maxLength: 8 }), (texts) => {
        const words = texts.map((text) => ({ text, isQuoted: text.includes(' ') }));
        expect(wordsOf(lineOf(words)).map(({ text }) => text)).toEqual(texts);
      }),
    );
  });

  it('can be made of anything', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('"', '“', '”', '`', "'", ' ', '\u2028', '\ud800', '\u0000', '\u202e', ',', '?', 'é', '😀', 'web', '--type='), { maxLength: 40 }).map((parts) => parts.join('')), (line) => void wordsOf(line)));
  });
});
