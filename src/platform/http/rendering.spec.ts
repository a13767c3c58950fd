import { describe, expect, it } from 'vitest';
import { chooseRendering, type RenderingName } from './rendering.js';

const offered: RenderingName[] = ['json', 'markdown', 'text'];

describe('chooseRendering', () => {
  it.each<[string, string | undefined, RenderingName]>([
    ['no header', undefined, 'json'],
    ['an empty header', '', 'json'],
    ['anything', '*/*', 'json'],
    ['one type', 'text/plain', 'text'],
    ['a type with parameters', 'text/markdown; charset=utf-8; variant=GFM', 'markdown'],
    ['any letter case', 'Text/Markdown', 'markdown'],
    ['a family of types: the first that is offered', 'text/*', 'markdown'],
    ['the greater weight', 'application/json;q=0.5, text/plain;q=0.9', 'text'],
    ['equal weights: the first that is offered', 'text/plain, text/markdown', 'markdown'],
    ['a weight for the type itself above that of its family', 'text/*;q=0.9, text/markdown;q=0.1', 'text'],
    ['weight 0, which excludes', 'application/json;q=0, */*', 'markdown'],
    ['what a browser sends', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8', 'json'],
    ['a weight that is none, which excludes', 'text/plain;q=high, text/markdown;q=0.1', 'markdown'],
  ])('%s', (_, accept, expected) => {
    expect(chooseRendering(offered, accept, undefined)).toBe(expected);
  });

  it.each([
    ['another type', 'image/png', undefined, 'not-acceptable'],
    ['everything excluded', '*/*;q=0', undefined, 'not-acceptable'],
    ['another format', '*/*', 'xml', 'invalid-request'],
    ['a format that only other routes have', '*/*', 'svg', 'invalid-request'],
    ['the name of a type for a format', '*/*', 'markdown', 'invalid-request'],
  ])('refuses %s', (_, accept, format, code) => {
    expect(() => chooseRendering(offered, accept, format)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
