import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { drawMatch, drawRanges, drawResolution, drawTrace } from './index.js';
import { faces, widthOf, type Face } from './letters.js';
import { answered, delivered, noSuchName, overlapped, ranges, rejected, unavailable } from './samples.table.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** What an XML parser makes of a picture. @throws where it is not well formed */
function read(svg: string): Element[] {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(svg).close();
  return elements;
}

const textOf = (elements: readonly Element[], name: string) => elements.filter((element) => element.name === name).map(({ text }) => text);

const pictures: readonly (readonly [name: string, svg: () => string, verdict: string])[] = [
  ['trace-delivered', () => drawTrace(delivered), `YES: ${delivered.summary}`],
  ['trace-rejected', () => drawTrace(rejected), `NO: ${rejected.summary}`],
  ['match-unavailable', () => drawMatch(unavailable), `NO: ${unavailable.summary}`],
  ['resolve-answered', () => drawResolution(answered), `YES: ${answered.summary}`],
  ['resolve-no-such-name', () => drawResolution(noSuchName), `NO: ${noSuchName.summary}`],
  ['ranges-overlapped', () => drawRanges(overlapped), overlapped.summary],
  ['ranges-of-90-nodes', () => drawRanges(ranges(90, '10.64.0.0/16')), ranges(90, '10.64.0.0/16').summary],
];

const known = ['svg', 'title', 'desc', 'style', 'defs', 'pattern', 'rect', 'line', 'path', 'text'];

describe.each(pictures)('the picture %s', (name, draw, verdict) => {
  const svg = draw();
  const elements = read(svg);

  it('has the bytes that it had', async () => {
    await expect(svg).toMatchFileSnapshot(`goldens/${name}.svg`);
    expect(draw()).toBe(svg);
  });

  it('says in words what it shows: title, description, and the verdict in it', () => {
    expect(elements[0]?.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title desc' });
    expect(textOf(elements, 'title')[0]).toMatch(/^The (path|ranges) of /);
    expect(textOf(elements, 'desc')[0]?.startsWith(verdict)).toBe(true);
    expect(elements.filter(({ attributes }) => attributes['class']?.startsWith('verdict')).map(({ text }) => text).join(' ')).toBe(verdict);
  });

  it('leads and loads nowhere, and runs nothing', () => {
    expect(elements.map((element) => element.name).filter((each) => !known.includes(each))).toEqual([]);
    expect(elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((each) => /href|^on|^src$|style/i.test(each))).toEqual([]);
    expect(svg.replace('http://www.w3.org/2000/svg', '').replaceAll('url(#hatch)', '')).not.toMatch(/https?:\/\/(?!shop\.example\.com)|url\(|@import|javascript:/i);
  });

  it('holds its texts: none is wider than the picture', () => {
    const width = Number(elements[0]?.attributes['width']);
    const over = elements.filter(({ name: tag }) => tag === 'text').filter(({ attributes, text }) => {
      const [kind = ''] = (attributes['class'] ?? '').split(' ');
      const span = widthOf(text, kind in faces ? (kind as Face) : 'plain');
      const x = Number(attributes['x']);
      const left = attributes['text-anchor'] === 'end' ? x - span : attributes['text-anchor'] === 'middle' ? x - span / 2 : x;
      return left < 0 || left + span > width;
    });
    expect(over).toEqual([]);
  });
});

describe('a path', () => {
  const signs = (svg: string) => read(svg).filter(({ name, attributes }) => name === 'path' && attributes['stroke-width'] === '3').map(({ attributes }) => attributes['class']);

  it('is marked by a sign and in words where it stops, not by its colour alone', () => {
    const svg = drawTrace(rejected);
    expect([signs(svg), textOf(read(svg), 'text').filter((text) => text === 'STOPS HERE').length]).toEqual([['s-stops'], 1]);
    expect(textOf(read(svg), 'text').filter((text) => /^\d /.test(text))).toEqual(['1 10.244.2.2', '2 kube-proxy', '3 kube-proxy']);
  });

  it.each([
    ['works', drawTrace(delivered), 'ARRIVES'],
    ['stops', drawMatch(unavailable), 'STOPS HERE'],
    ['stops', drawResolution(noSuchName), 'STOPS HERE'],
    ['told', drawTrace({ ...delivered, outcome: 'not-a-service', endpoints: [] }), 'LEADS ELSEWHERE'],
    ['unknown', drawTrace({ ...delivered, outcome: 'insufficient-information', packet: null, endpoints: [], steps: [], missing: ['Pods'] }), 'NOT KNOWN'],
  ])('that %s has one sign of it', (mark, svg, words) => {
    expect([signs(svg), textOf(read(svg), 'text').filter((text) => text === words).length]).toEqual([[`s-${mark}`], 1]);
  });

  it('of many steps is folded: the first and the last are drawn, and how many are not', () => {
    const step = { component: 'kube-proxy', action: 'match', detail: 'a rule', evidence: [] };
    const svg = drawTrace({ ...delivered, steps: Array.from({ length: 325 }, () => step) });
    expect(textOf(read(svg), 'text').filter((text) => /^(\d+ |\+)/.test(text))).toEqual(['1 10.244.2.2', ...[2, 3, 4, 5, 6, 7].map((n) => `${n} kube-proxy`), '+313 more', ...[321, 322, 323, 324, 325, 326].map((n) => `${n} kube-proxy`), '327 delivered']);
    expect(svg.length).toBeLessThan(20_000);
  });

  it('says what it does not show of endpoints', () => {
    expect(textOf(read(drawTrace(delivered)), 'text').join(' ')).toContain('shop/cart-c 20 %, +2 more');
  });
});

describe('the map of ranges', () => {
  it('hatches overlaps and tells them', () => {
    const svg = drawRanges(overlapped);
    expect(svg.match(/fill="url\(#hatch\)" stroke-width="1.5"/g)).toHaveLength(2);
    expect(svg).toContain('10.244.128.0/24 of services (apiserver-flag) overlaps it.');
    expect(svg).toContain('The address of node a, 10.244.200.1, is of this range.');
  });

  it('draws what is small once more, larger, with the names of nodes', () => {
    const texts = textOf(read(drawRanges(overlapped)), 'text');
    expect(texts.filter((text) => ['10.244.0.0/23 of it, drawn larger', 'a', 'b'].includes(text))).toEqual(['10.244.0.0/23 of it, drawn larger', 'a', 'b']);
  });

  it('shows by height how full a piece is', () => {
    const heights = read(drawRanges(ranges(20, '10.64.0.0/19'))).filter(({ attributes }) => /^f-(used|high|full)$/.test(attributes['class'] ?? '')).map(({ attributes }) => [attributes['class'], Number(attributes['height'])]);
    expect(heights.slice(0, 19)).toEqual([...heights.slice(0, 19)].sort((a, b) => Number(a[1]) - Number(b[1])));
    expect([heights[0]?.[0], heights[16]?.[0], heights[18]?.[0]]).toEqual(['f-used', 'f-high', 'f-full']);
  });

  it('is of one size however many pieces there are', () => {
    const svg = drawRanges(ranges(5000));
    expect(svg.length).toBeLessThan(60_000);
    expect(svg).toContain('5000 of 16384 pieces of /24 given');
  });

  it('counts the ranges that it does not draw', () => {
    const pools = Array.from({ length: 324 }, (_, i) => ({ ...overlapped.pools[0]!, cidr: `10.${i & 255}.0.0/16` }));
    expect(textOf(read(drawRanges({ ...overlapped, pools })), 'text')).toContain('+312 more ranges, which the JSON rendering holds.');
  });

  it('says so where there is nothing to draw', () => {
    expect(drawRanges({ ...overlapped, pools: [], nodes: [], capacityRule: null, missing: ['The snapshot does not tell which CNI plugin gives out addresses.'] })).toContain('The snapshot does not tell which CNI plugin gives out addresses.');
  });
});

// ---- 500 hostile names

const nasty = ['<', '>', '&', '"', "'", '</text>', '</svg>', '<script>alert(1)</script>', ']]>', '<!--', '-->', '<![CDATA[', '<?xml?>', '&lt;', '&#0;', '&bogus;', '" onload="alert(1)', 'url(https://evil.example/x)', '<a href="javascript:alert(1)">x</a>', '\u0000', '\u0007', '\u001b[31m', '\u202e', '\u2066', '\u200f', '\u2028', '\ufeff', '\ufffe', '\uffff', '\ud800', '\udc00x', '\n', '\t', '日本語', 'שלום', 'e\u0301\u0302\u0303\u0304\u0305\u0306', '😀', 'x'.repeat(3000), ' ', 'web'];
const hostileNames = nasty.flatMap((a) => nasty.map((b) => `${a}${b}`)).filter((_, i) => i % 3 === 0);

/** Every picture with `name` wherever a stranger can write. */
function naming(name: string): string[] {
  const steps = [{ component: name, action: name, detail: `${name} is ${name}`, evidence: [] }, { component: name, action: 'reject', detail: name, evidence: [] }];
  return [
    drawTrace({ ...delivered, summary: name, steps, warnings: [name], packet: { ...delivered.packet!, sourceIP: name }, node: name, endpoints: [{ ...delivered.endpoints[0]!, pod: name }] }),
    drawTrace({ ...rejected, summary: name, steps, warnings: [name, name, name, name] }),
    drawMatch({ ...unavailable, outcome: 'forward', controller: name, summary: name, steps, backend: { service: name, port: name, endpoints: [{ ip: name, port: 1, pod: name }] } }),
    drawResolution({ ...answered, summary: name, warnings: [name], answers: [{ name, ttl: 1, type: 'TXT', data: name }], queries: answered.queries.map((each) => ({ ...each, name, server: name })), resolvConf: { ...answered.resolvConf!, nameservers: [name], searches: [name, name] } }),
    drawRanges({ ...overlapped, summary: name, capacityRule: name, pools: overlapped.pools.map((each) => ({ ...each, source: name })), nodes: overlapped.nodes.map((each) => ({ ...each, node: name })), overlaps: { total: 2, items: overlapped.overlaps.items.map((each) => ({ ...each, b: { ...each.b, source: name } })) } }),
  ];
}

describe('500 hostile names', () => {
  it('are that many', () => {
    expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(500);
  });

  it('are text to an XML parser, and nothing that turns, hides or ends a line', () => {
    const shapes = naming('web').map((svg) => read(svg).map(({ name }) => name));
    for (const name of hostileNames) {
      for (const [i, svg] of naming(name).entries()) {
        const elements = read(svg);
        expect(elements.map((element) => element.name).filter((each) => !known.includes(each))).toEqual([]);
        expect(elements.flatMap(({ attributes }) => Object.entries(attributes)).filter(([attribute, value]) => /href|^on|^src$/i.test(attribute) || /[<>"']|evil|alert/.test(value))).toEqual([]);
        // The elements that do not depend on how many lines a text fills.
        const counted = (names: readonly string[]) => names.filter((each) => each !== 'text').length;
        expect(counted(elements.map((element) => element.name))).toBe(counted(shapes[i] ?? []));
        const texts = elements.filter(({ name: tag }) => tag !== 'style' && tag !== 'svg').map(({ text }) => text);
        expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u.test(text.replaceAll('\n', '')))).toEqual([]);
      }
    }
  });
});
