import { containsBlock, formatAddress, lastOf, sizeOf, type Cidr } from '../../ip/index.js';
import { cidrOf } from './cidr-text.js';
import type { RangeOverlap } from './range-overlaps.js';
import { share, type BlockUse, type PoolUse } from './usage.js';
import { inUse, percent, type IpamAnswer } from './usage-of-cluster.js';

/** Pixels. */
const width = 960;
const margin = 24;
const barWidth = width - 2 * margin;
const barHeight = 30;
/** More pieces than this are drawn as runs of like shade, a bucket of two pixels each. */
const mostPieces = barWidth / 4;
const buckets = barWidth / 2;
/** Pools and overlaps beyond these are counted in words. */
const mostPools = 12;
const mostOverlaps = 4;

interface Piece {
  readonly cidr: Cidr;
  readonly share: number;
}

/** The map of the ranges as an SVG picture: the verdict, one bar a pool with the pieces that nodes have, each shaded by how full it is, and hatched where another range overlaps. */
export function drawIpam(answer: IpamAnswer): string {
  const pieces = answer.nodes.flatMap(({ blocks }) => blocks.flatMap(pieceOf));
  const verdict = wrap(answer.summary, 88).slice(0, 4);
  const body: string[] = [];
  let y = 34;
  for (const [i, line] of verdict.entries()) body.push(words(margin, y + 22 * i, line, i === 0 ? 'verdict' : 'more'));
  y += 22 * verdict.length + 10;
  for (const pool of answer.pools.slice(0, mostPools)) {
    const drawn = drawPool(pool, pieces, answer.overlaps.items, y);
    body.push(...drawn.marks);
    y = drawn.bottom;
  }
  if (answer.pools.length > mostPools) y = note(body, y, `${answer.pools.length - mostPools} more ranges are not drawn.`);
  if (answer.pools.length === 0) y = note(body, y, answer.missing[0] ?? 'No object of the cluster states a range of pods.');
  else y = legend(body, y);
  if (answer.capacityRule !== null) for (const line of wrap(`Counted as ${answer.capacityRule}`, 130)) y = note(body, y, line);
  const height = y + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escape(answer.summary)}</title>`,
    '<style>text{font-family:system-ui,sans-serif;font-size:13px;fill:#1f2328}.verdict{font-size:17px;font-weight:600}.more{font-size:17px}.range{font-size:14px;font-weight:600}.small{font-size:12px;fill:#59636e}.warn{fill:#a40e26}</style>',
    '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#ffffff" fill-opacity="0.35"/><line x1="0" y1="0" x2="0" y2="7" stroke="#cf222e" stroke-width="3"/></pattern></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...body,
    '</svg>',
    '',
  ].join('\n');
}

function pieceOf({ cidr, capacity, allocated }: BlockUse): Piece[] {
  const range = cidrOf(cidr);
  return range === undefined ? [] : [{ cidr: range, share: share(BigInt(allocated), BigInt(capacity)) ?? 1 }];
}

function drawPool(pool: PoolUse, pieces: readonly Piece[], overlaps: readonly RangeOverlap[], top: number): { marks: string[]; bottom: number } {
  const range = cidrOf(pool.cidr);
  if (range === undefined) return { marks: [words(margin, top + 16, `${pool.cidr} is no range.`, 'warn')], bottom: top + 36 };
  const own = pieces.filter(({ cidr }) => containsBlock(range, cidr));
  const barTop = top + 28;
  const marks = [
    words(margin, top + 18, `${pool.cidr}`, 'range'),
    words(width - margin, top + 18, useOf(pool), 'small', 'end'),
    box(margin, barTop, barWidth, '#eef2f6', 'stroke="#8c959f"'),
    ...(own.length <= mostPieces ? own.map((piece) => drawPiece(range, piece, barTop)) : drawRuns(range, own, barTop)),
  ];
  const struck = overlaps.flatMap((overlap) => struckBy(overlap, range));
  for (const { common } of struck) {
    const { x, span } = placeOf(range, common);
    marks.push(box(x, barTop, Math.max(span, 3), 'url(#hatch)', 'stroke="#cf222e"'));
  }
  let y = barTop + barHeight + 16;
  marks.push(words(margin, y, formatAddress(range.first), 'small'), words(width - margin, y, formatAddress(lastOf(range)), 'small', 'end'));
  for (const { text } of struck.slice(0, mostOverlaps)) marks.push(words(margin, (y += 18), text, 'warn'));
  if (struck.length > mostOverlaps) marks.push(words(margin, (y += 18), `and ${struck.length - mostOverlaps} more overlaps`, 'warn'));
  return { marks, bottom: y + 16 };
}

function useOf({ source, capacity, allocated, utilisation, blocks, blocksUsed, nodePrefixLength, isDisabled }: PoolUse): string {
  const addresses = capacity === null ? inUse(allocated) : `${allocated} of ${capacity} addresses in use${utilisation === null ? '' : ` (${percent(utilisation)})`}`;
  const given = blocks === null || blocksUsed === null || nodePrefixLength === null ? '' : `, ${blocksUsed} of ${blocks} pieces of /${nodePrefixLength} given`;
  return `${source}${isDisabled && !source.includes('disabled') ? ', disabled' : ''}: ${addresses}${given}`;
}

function drawPiece(range: Cidr, { cidr, share: full }: Piece, top: number): string {
  const { x, span } = placeOf(range, cidr);
  return box(x, top, Math.max(span - (span > 3 ? 1 : 0), 0.5), shade(full));
}

/** Of each bucket how much is given and how much of that is in use; neighbours of one shade are one box. */
function drawRuns(range: Cidr, pieces: readonly Piece[], top: number): string[] {
  const given = new Float64Array(buckets);
  const used = new Float64Array(buckets);
  for (const { cidr, share: full } of pieces) {
    const { x, span } = placeOf(range, cidr);
    const begin = (x - margin) / 2;
    const end = begin + span / 2;
    for (let bucket = Math.floor(begin); bucket < Math.min(Math.ceil(end), buckets); bucket++) {
      const part = Math.min(end, bucket + 1) - Math.max(begin, bucket);
      given[bucket] = (given[bucket] ?? 0) + part;
      used[bucket] = (used[bucket] ?? 0) + part * full;
    }
  }
  const shades = [...given].map((part, bucket) => (part < 0.02 ? '' : shade((used[bucket] ?? 0) / part)));
  const boxes: string[] = [];
  for (let begin = 0; begin < buckets; ) {
    let end = begin + 1;
    while (end < buckets && shades[end] === shades[begin]) end++;
    const colour = shades[begin] ?? '';
    if (colour !== '') boxes.push(box(margin + begin * 2, top, (end - begin) * 2, colour));
    begin = end;
  }
  return boxes;
}

const steps: readonly (readonly [upTo: number, colour: string, words: string])[] = [
  [0.25, '#b6d4f2', 'up to 25 %'],
  [0.5, '#7fb2e5', '50 %'],
  [0.85, '#3b82c4', '85 %'],
  [0.95, '#d29922', '95 %'],
  [Infinity, '#cf222e', 'full'],
];

function shade(full: number): string {
  return steps.find(([upTo]) => full < upTo)?.[1] ?? '#cf222e';
}

function legend(body: string[], top: number): number {
  let x = margin;
  const entry = (colour: string, text: string) => {
    body.push(`<rect x="${x}" y="${top}" width="16" height="12" fill="${colour}" stroke="#8c959f"/>`, words(x + 22, top + 11, text, 'small'));
    x += 42 + text.length * 7;
  };
  entry('#eef2f6', 'free');
  for (const [, colour, text] of steps) entry(colour, text);
  entry('url(#hatch)', 'also of another range');
  return top + 34;
}

function note(body: string[], top: number, text: string): number {
  body.push(words(margin, top + 12, text, 'small'));
  return top + 20;
}

function struckBy({ a, b, common }: RangeOverlap, range: Cidr): { common: Cidr; text: string }[] {
  const shared = cidrOf(common);
  if (shared === undefined || (a.kind !== 'pods' && b.kind !== 'pods')) return [];
  const within = containsBlock(range, shared) ? shared : containsBlock(shared, range) ? range : undefined;
  const other = a.kind === 'pods' ? b : a;
  return within === undefined ? [] : [{ common: within, text: other.kind === 'node' ? `The address of node ${other.source}, ${other.cidr.replace(/\/\d+$/, '')}, is of this range.` : `${other.cidr} of ${other.kind} (${other.source}) overlaps it.` }];
}

/** Where a block lies in the bar of a range that holds it. */
function placeOf(range: Cidr, block: Cidr): { x: number; span: number } {
  const scale = 1n << 40n;
  const part = (addresses: bigint) => (Number((addresses * scale) / sizeOf(range)) / Number(scale)) * barWidth;
  return { x: margin + part(block.first.value - range.first.value), span: part(sizeOf(block)) };
}

function box(x: number, top: number, span: number, fill: string, more = ''): string {
  return `<rect x="${round(x)}" y="${top}" width="${round(span)}" height="${barHeight}" fill="${fill}"${more === '' ? '' : ` ${more}`}/>`;
}

function words(x: number, y: number, text: string, kind: string, anchor?: 'end'): string {
  return `<text x="${x}" y="${y}" class="${kind}"${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escape(text.length > 160 ? `${text.slice(0, 159)}…` : text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Names are of strangers: nothing of them may be markup, and what XML 1.0 cannot hold, or what would turn a line, is left out. */
function escape(text: string): string {
  const markup: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '').replace(/[&<>"']/g, (character) => markup[character] ?? '');
}
