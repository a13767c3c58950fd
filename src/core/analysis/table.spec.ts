import { describe, expect, it } from 'vitest';
import { renderMarkdownTables, renderTextTables, type TableSheet } from './table.js';

const sheet = (rows: readonly (readonly string[])[], remarks: readonly string[] = []): TableSheet => ({ verdict: 'Two rows.', tables: [{ title: 'edge', noun: 'route', columns: ['host', 'path'], rows }], remarks, rest: 'JSON holds all.' });

describe('tables', () => {
  it('are tables of Markdown', () => {
    expect(renderMarkdownTables(sheet([['a.example', '/'], ['*', '/x']], ['none']))).toBe('**Two rows.**\n\n### edge\n\n| host | path |\n| --- | --- |\n| a.example | / |\n| \\* | /x |\n\n- none\n');
  });

  it('are columns of text, each as wide as its widest cell', () => {
    expect(renderTextTables(sheet([['a.example', '/'], ['*', '/x']], ['none']))).toBe('Two rows.\n\nedge\nhost       path\na.example  /\n*          /x\n\n- none\n');
  });

  it('hold no text that could break them', () => {
    const rendered = renderMarkdownTables(sheet([['a|b', 'x\ny`z`<b>@here']]));
    expect(rendered.split('\n')[6]).toBe('| a\\|b | x y\\`z\\`&lt;b&gt;@\u200ahere |');
  });

  it('have at most 39 lines, and count what is left out', () => {
    const many = Array.from({ length: 100 }, (_, i) => [`h${i}`, '/']);
    for (const rendered of [renderMarkdownTables(sheet(many, ['a', 'b'])), renderTextTables(sheet(many, ['a', 'b']))]) {
      const lines = rendered.trimEnd().split('\n');
      expect(lines.length).toBeLessThan(40);
      expect(lines.at(-1)).toMatch(/^Not shown: \d+ routes\. JSON holds all\.$/);
    }
  });

  it('without rows are left out', () => {
    expect(renderTextTables(sheet([]))).toBe('Two rows.\n');
  });
});
