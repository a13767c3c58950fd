import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown, renderText, sectionsOf, type Item, type Sheet } from './render.js';

function sheet(items: readonly Item[], verdict = 'It works.'): Sheet {
  return { verdict, sections: [{ title: 'Why', noun: 'reason', items }], rest: 'The JSON rendering holds all of them.' };
}

/** The first item as Markdown shows it. */
function markdownOf(...text: Item['text']): string | undefined {
  return renderMarkdown(sheet([{ text }])).split('\n')[4]?.replaceAll('\u200a', '·');
}

describe('renderMarkdown', () => {
  it('puts the verdict first, then the reasons', () => {
    const item: Item = { text: [{ code: 'Pod shop/web-1' }, ' is not ready'], notes: [['for ', { strong: 'an hour' }]], block: { text: '-a\n+b', language: 'diff' } };
    expect(renderMarkdown(sheet([item]))).toBe(['**It works.**', '', '### Why', '', '- `Pod shop/web-1` is not ready', '  - for **an hour**', '  ```diff', '  -a', '  +b', '  ```', ''].join('\n'));
  });

  it.each<{ name: string; text: string; shown: string }>([
    { name: 'emphasis', text: 'a *b* _c_ ~d~', shown: '- a \\*b\\* \\_c\\_ \\~d\\~' },
    { name: 'a code span', text: 'a `b` c', shown: '- a \\`b\\` c' },
    { name: 'a link', text: '[here](https://evil.example)', shown: '- \\[here\\](https:/·/evil.example)' },
    { name: 'a link by its address alone', text: 'see http://evil.example or WWW.evil.example', shown: '- see http:/·/evil.example or WWW·.evil.example' },
    { name: 'a link to a mailbox', text: 'mailto:a@evil.example', shown: '- mailto·:a@·evil.example' },
    { name: 'a picture', text: '![x](y)', shown: '- !\\[x\\](y)' },
    { name: 'markup of HTML and of Slack', text: '<!channel> <b> &amp;', shown: '- &lt;!channel&gt; &lt;b&gt; &amp;amp;' },
    { name: 'a mention', text: 'thanks @everyone and #general', shown: '- thanks @·everyone and #·general' },
    { name: 'a heading', text: '# Big', shown: '- \\# Big' },
    { name: 'a list in the list', text: '- x', shown: '- \\- x' },
    { name: 'a numbered list in the list', text: '1. x', shown: '- 1\\. x' },
    { name: 'a table', text: 'a | b', shown: '- a \\| b' },
    { name: 'a formula', text: '$x$', shown: '- \\$x\\$' },
    { name: 'a new line', text: 'a\r\n\r\n# b', shown: '- a # b' },
    { name: 'colours of a terminal', text: '\u001b[31mred', shown: '- \\\\u{1b}\\[31mred' },
    { name: 'a reversed line', text: 'gpj.\u202eexe', shown: '- gpj.\\\\u{202e}exe' },
    { name: 'half a character', text: 'a\ud800b', shown: '- a\\\\u{d800}b' },
    { name: 'nothing', text: ' \n ', shown: '- \\-' },
  ])('takes $name as plain text', ({ text, shown }) => {
    expect(markdownOf(text)).toBe(shown);
  });

  it.each([
    { code: 'shop/web', shown: '- `shop/web`' },
    { code: 'a`b``c', shown: '- ```a`b``c```' },
    { code: '`', shown: '- `` ` ``' },
    { code: 'a\nb', shown: '- `a b`' },
    { code: '@here <!channel>', shown: '- `@·here <·!channel>`' },
    { code: '', shown: '- ``` ```' },
  ])('puts $code into a code span', ({ code, shown }) => {
    expect(markdownOf({ code })).toBe(shown);
  });

  it('closes a block that holds a fence', () => {
    const lines = renderMarkdown(sheet([{ text: ['x'], block: { text: '```\n# no heading', language: 'text' } }])).split('\n');
    expect(lines.slice(5, 9)).toEqual(['  ````text', '  ```', '  # no heading', '  ````']);
  });
});

describe('renderText', () => {
  it('breaks lines at 80 columns, and words that are longer', () => {
    const rendered = renderText(sheet([{ text: [`${'word '.repeat(20)}${'x'.repeat(100)}`], notes: [['note']] }]));
    expect(rendered).toBe(
      ['It works.', '', 'Why', `- ${'word '.repeat(15)}`.trimEnd(), `  ${'word '.repeat(5)}`.trimEnd(), `  ${'x'.repeat(78)}`, `  ${'x'.repeat(22)}`, '    note', ''].join('\n'),
    );
  });
});

describe('what does not fit', () => {
  const many = Array.from({ length: 60 }, (_, i) => ({ text: [`reason ${i}`] }));

  it('is counted, and it is said where the rest is', () => {
    const lines = renderText(sheet(many)).trimEnd().split('\n');
    expect(lines).toHaveLength(39);
    expect(lines.at(-1)).toBe('Not shown: 26 reasons. The JSON rendering holds all of them.');
    expect(lines).toContain('- reason 33');
    expect(lines).not.toContain('- reason 34');
  });

  it('is counted over all sections', () => {
    const sections = ['A', 'B'].map((title) => ({ title, noun: title === 'A' ? 'reason' : 'doubt', items: many.slice(0, 30) }));
    expect(renderMarkdown({ ...sheet([]), sections }).trimEnd().split('\n').at(-1)).toBe('Not shown: 30 doubts. The JSON rendering holds all of them.');
  });

  it('is counted with what the caller did not lay out', () => {
    const lines = renderText({ ...sheet([]), sections: [{ title: 'Why', noun: 'reason', items: many.slice(0, 1), omitted: 1000 }] }).trimEnd().split('\n');
    expect(lines.at(-1)).toBe('Not shown: 1000 reasons. The JSON rendering holds all of them.');
  });

  it('is told of a block and of a line too', () => {
    const rendered = renderText(sheet([{ text: ['y'.repeat(600)], block: { text: 'line\n'.repeat(30), language: 'text' } }]));
    expect(rendered).toContain('(100 more characters)');
    expect(rendered).toContain('… 18 more lines');
  });
});

describe('any sheet', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(fc.constantFrom('`', '```', '\n', '[a](b)', '<!channel>', '@everyone', '|', '\u001b[2J', '\u202e', '- ', '# ', '***', 'https://x.y', '&lt;', '\\', '~~~', ' ', 'web', '\u2028', '    code', '---', '$$', 'x'.repeat(90)), { maxLength: 12 }).map((parts) => parts.join('')),
  );
  const inline = fc.oneof(hostile, fc.record({ code: hostile }), fc.record({ strong: hostile }));
  const item = fc.record(
    { text: fc.array(inline, { maxLength: 3 }), notes: fc.array(fc.array(inline, { maxLength: 2 }), { maxLength: 3 }), block: fc.record({ text: hostile, language: fc.constant('text') }) },
    { requiredKeys: ['text'] },
  );
  const anySheet = fc.record({ verdict: hostile, sections: fc.array(fc.record({ title: fc.constant('Why'), noun: fc.constant('reason'), items: fc.array(item, { maxLength: 12 }) }), { maxLength: 3 }), rest: fc.constant('See JSON.') });

  it('stays within 39 lines, and within 80 columns as text', () => {
    fc.assert(
      fc.property(anySheet, (any) => {
        const lines = renderText(any).split('\n');
        expect(lines.length - 1).toBeLessThan(40);
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
        expect(renderMarkdown(any).split('\n').length - 1).toBeLessThan(40);
      }),
      { numRuns: 500 },
    );
  });

  it('holds no character that could move a cursor or turn a line', () => {
    fc.assert(
      fc.property(anySheet, (any) => {
        expect(renderText(any)).not.toMatch(/[^\P{C}\n\p{Cn}\p{Co}]/u);
        expect(renderMarkdown(any).replaceAll('\u200a', '')).not.toMatch(/[^\P{C}\n\p{Cn}\p{Co}]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('has only the lines of Markdown that its layout gives', () => {
    const layout = /^(|\*\*.*\*\*|### Why|- .*|  - .*|  (`{3,}).*|  .*|Not shown: .*)$/;
    fc.assert(
      fc.property(anySheet, (any) => {
        let fence: string | undefined;
        for (const line of renderMarkdown(any).split('\n')) {
          expect(line).toMatch(layout);
          const ticks = /^ {2}(`{3,})(text)?$/.exec(line)?.[1];
          if (fence === undefined) fence = ticks;
          else if (ticks === fence) fence = undefined;
        }
        expect(fence).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('sectionsOf', () => {
  it('tells the steps and what was not known', () => {
    const sections = sectionsOf({ summary: 'x', steps: [{ component: 'kube-proxy', action: 'dnat', detail: 'to 10.0.0.1', evidence: [] }], warnings: ['no Nodes'] });
    expect(renderText({ verdict: 'x', sections, rest: '' })).toBe(['x', '', 'Why', '- kube-proxy dnat: to 10.0.0.1', '', 'Not known', '- no Nodes', ''].join('\n'));
  });
});
