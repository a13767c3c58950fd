import { count } from '../analysis/index.js';
import { cidrOf, inUse, percent, share, type BlockUse, type IpamAnswer, type PoolUse, type RangeOverlap } from '../cni/index.js';
import { bitsOf, blockOf, containsBlock, formatAddress, formatCidr, lastOf, sizeOf, type Cidr } from '../ip/index.js';
import { document, paragraph, rect, rectWithTip, round, words } from './svg.js';
import { widthOf } from './letters.js';

/** Pixels. */
const width = 960;
const margin = 24;
const barWidth = width - 2 * margin;
const barHeight = 34;
/** More pieces than this are drawn as runs of like use, a bucket of two pixels each. */
const mostPieces = barWidth / 4;
const buckets = barWidth / 2;
/** Pools and overlaps beyond these are counted in words. */
const mostPools = 12;
const mostOverlaps = 4;
/** A range of which all pieces lie in a part as small as this gets a second bar, of that part alone. */
const smallPart = 4n;
/** A piece as wide as this has the name of its node in it. */
const wideEnough = 60;

interface Piece {
  readonly node: string;
  readonly cidr: Cidr;
  readonly use: BlockUse;
  readonly share: number;
}

/** A bar as it is drawn so far, and where the next thing may begin. */
interface Drawn {
  readonly marks: string[];
  readonly bottom: number;
}

/**
 * The map of the ranges as SVG: the verdict, and one bar a pool with the pieces that nodes have, each filled from below as far as it is in use, and hatched
 * where another range overlaps. The picture is of one size however many nodes there are.
 */
export function drawRanges(answer: IpamAnswer): string {
  const pieces = answer.nodes.flatMap(({ node, blocks }) => blocks.flatMap((use) => pieceOf(node, use)));
  const verdict = paragraph(margin, 34, answer.summary, { face: 'verdict', colour: 'ink', room: barWidth, leading: 22, most: 4 });
  const marks = [hatch, ...verdict.marks];
  let y = 34 + 22 * verdict.lines;
  for (const pool of answer.pools.slice(0, mostPools)) {
    const drawn = drawPool(pool, pieces, answer.overlaps.items, y);
    marks.push(...drawn.marks);
    y = drawn.bottom;
  }
  const note = (text: string) => {
    const told = paragraph(margin, y + 12, text, { face: 'small', colour: 'muted', room: barWidth, leading: 16, most: 3 });
    marks.push(...told.marks);
    y += 16 * told.lines + 4;
  };
  if (answer.pools.length > mostPools) note(`+${answer.pools.length - mostPools} more ranges, which the JSON rendering holds.`);
  if (answer.pools.length === 0) note(answer.missing[0] ?? 'No object of the cluster states a range of pods.');
  else y = legend(marks, y);
  if (answer.capacityRule !== null) note(`Counted as ${answer.capacityRule}`);
  return document({ title: 'The ranges of pods', description: describe(answer), width, height: y + 8, marks });
}

function describe({ summary, pools, overlaps }: IpamAnswer): string {
  const more = pools.length > mostPools ? [`and ${count(pools.length - mostPools, 'more range')}.`] : [];
  const overlapping = overlaps.total === 0 ? [] : [`${count(overlaps.total, 'overlap')} of ranges.`];
  return [summary, ...pools.slice(0, mostPools).map((pool) => `${pool.cidr}: ${useOf(pool)}.`), ...more, ...overlapping].join(' ');
}

function pieceOf(node: string, use: BlockUse): Piece[] {
  const range = cidrOf(use.cidr);
  return range === undefined ? [] : [{ node, cidr: range, use, share: share(BigInt(use.allocated), BigInt(use.capacity)) ?? 1 }];
}

function drawPool(pool: PoolUse, pieces: readonly Piece[], overlaps: readonly RangeOverlap[], top: number): Drawn {
  const range = cidrOf(pool.cidr);
  if (range === undefined) return { marks: [words(margin, top + 16, `${pool.cidr} is no range.`, { face: 'plain', colour: 'stops', room: barWidth })], bottom: top + 36 };
  const own = pieces.filter(({ cidr }) => containsBlock(range, cidr));
  const struck = overlaps.flatMap((overlap) => struckBy(overlap, range));
  const title = words(margin, top + 18, pool.cidr, { face: 'head', colour: 'ink', room: barWidth / 3 });
  const use = words(width - margin, top + 18, useOf(pool), { face: 'small', colour: 'muted', room: (barWidth * 2) / 3 - 12, anchor: 'end' });
  const bar = drawBar(range, own, struck, top + 28);
  const marks = [title, use, ...bar.marks];
  let y = bar.bottom;
  const part = smallestPart(range, own);
  if (part !== undefined) {
    const within = struck.filter(({ common }) => containsBlock(part, common));
    const zoomed = drawBar(part, own, within, y + 28);
    marks.push(bracket(range, part, top + 28 + barHeight), words(margin, y + 20, `${formatCidr(part)} of it, drawn larger`, { face: 'strong', colour: 'ink', room: barWidth }), ...zoomed.marks);
    y = zoomed.bottom;
  }
  if (struck.length > 0) y += 5;
  for (const { text } of struck.slice(0, mostOverlaps)) marks.push(words(margin, (y += 16), text, { face: 'plain', colour: 'stops', room: barWidth }));
  if (struck.length > mostOverlaps) marks.push(words(margin, (y += 16), `+${struck.length - mostOverlaps} more overlaps`, { face: 'plain', colour: 'stops', room: barWidth }));
  return { marks, bottom: y + 18 };
}

/** One bar with the pieces in it, the overlaps over it, and its first and last address below. */
function drawBar(range: Cidr, own: readonly Piece[], struck: readonly Struck[], top: number): Drawn {
  const marks = [
    rect({ x: margin, y: top, width: barWidth, height: barHeight }, 'f-free s-line'),
    ...(own.length <= mostPieces ? own.flatMap((piece) => drawPiece(range, piece, top)) : drawRuns(range, own, top)),
  ];
  for (const { common } of struck) {
    const { x, span } = placeOf(range, common);
    const wide = Math.max(span, 4);
    marks.push(rect({ x: Math.min(x, width - margin - wide), y: top, width: wide, height: barHeight }, 's-stops', 'fill="url(#hatch)" stroke-width="1.5"'));
  }
  const y = top + barHeight + 15;
  const ends = { face: 'small', colour: 'muted', room: barWidth / 3 } as const;
  return { marks: [...marks, words(margin, y, formatAddress(range.first), ends), words(width - margin, y, formatAddress(lastOf(range)), { ...ends, anchor: 'end' })], bottom: y };
}

function useOf({ source, capacity, allocated, utilisation, blocks, blocksUsed, nodePrefixLength, isDisabled }: PoolUse): string {
  const addresses = capacity === null ? inUse(allocated) : `${allocated} of ${capacity} addresses in use${utilisation === null ? '' : ` (${percent(utilisation)})`}`;
  const given = blocks === null || blocksUsed === null || nodePrefixLength === null ? '' : `, ${blocksUsed} of ${blocks} pieces of /${nodePrefixLength} given`;
  return `${source}${isDisabled && !source.includes('disabled') ? ', disabled' : ''}: ${addresses}${given}`;
}

function drawPiece(range: Cidr, { node, cidr, use, share: full }: Piece, top: number): string[] {
  const { x, span } = placeOf(range, cidr);
  const wide = Math.max(span - (span > 3 ? 1 : 0), 0.5);
  const marks = [
    rectWithTip({ x, y: top + 0.5, width: wide, height: barHeight - 1 }, 'f-given', `${node} ${use.cidr}: ${use.allocated} of ${use.capacity} in use`),
    ...level(x, wide, full, top),
  ];
  if (wide < wideEnough) return marks;
  const label = words(x + wide / 2, top + barHeight / 2 + 4, node, { face: 'small', colour: 'ink', room: wide - 16, anchor: 'middle' });
  const plate = Math.min(wide - 8, widthOf(node, 'small') + 8);
  return [...marks, rect({ x: x + (wide - plate) / 2, y: top + barHeight / 2 - 8, width: plate, height: 16 }, 'f-ground', 'rx="3"'), label];
}

/** How full it is, from below: that is seen without colours too. */
function level(x: number, span: number, full: number, top: number): string[] {
  const height = round((barHeight - 1) * Math.min(full, 1));
  return height < 0.5 ? [] : [rect({ x, y: top + barHeight - 0.5 - height, width: span, height }, `f-${full >= 0.95 ? 'full' : full >= 0.85 ? 'high' : 'used'}`)];
}

/** Of each bucket how much is given and how much of that is in use; neighbours that are alike are one box. */
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
  // In twentieths; -1 where nothing is given.
  const levels = [...given].map((part, bucket) => (part < 0.02 ? -1 : Math.round(((used[bucket] ?? 0) / part) * 20) / 20));
  const boxes: string[] = [];
  for (let begin = 0; begin < buckets; ) {
    let end = begin + 1;
    while (end < buckets && levels[end] === levels[begin]) end++;
    const full = levels[begin] ?? -1;
    const [x, span] = [margin + begin * 2, (end - begin) * 2];
    if (full >= 0) boxes.push(rect({ x, y: top + 0.5, width: span, height: barHeight - 1 }, 'f-given'), ...level(x, span, full, top));
    begin = end;
  }
  return boxes;
}

/** The smallest block that holds all pieces, where it is a small part of the range; undefined where it is not, or there are none. */
function smallestPart(range: Cidr, own: readonly Piece[]): Cidr | undefined {
  const [first] = own;
  if (first === undefined || own.length > mostPieces) return undefined;
  let [low, high] = [first.cidr.first.value, lastOf(first.cidr).value];
  for (const { cidr } of own) {
    if (cidr.first.value < low) low = cidr.first.value;
    const last = lastOf(cidr).value;
    if (last > high) high = last;
  }
  const difference = low ^ high;
  const hostBits = difference === 0n ? 0 : difference.toString(2).length;
  const part = blockOf({ ...range.first, value: low }, bitsOf(range.first.family) - hostBits);
  return containsBlock(range, part) && sizeOf(part) * smallPart <= sizeOf(range) ? part : undefined;
}

/** A line below a part of a bar. */
function bracket(range: Cidr, part: Cidr, y: number): string {
  const { x, span } = placeOf(range, part);
  return `<path class="s-ink" fill="none" stroke-width="3" d="M${round(x)} ${y + 3}H${round(x + Math.max(span, 3))}"/>`;
}

const hatch =
  '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="f-ground" width="7" height="7" fill-opacity="0.6"/><line class="s-stops" x1="0" y1="0" x2="0" y2="7" stroke-width="4"/></pattern></defs>';

function legend(marks: string[], top: number): number {
  let x = margin;
  const entry = (text: string, full: number | undefined, classes: string, more = '') => {
    marks.push(rect({ x, y: top, width: 16, height: 14 }, classes, more));
    if (full !== undefined) marks.push(rect({ x: x + 0.5, y: top + 14 - 14 * full, width: 15, height: 14 * full }, `f-${full >= 0.95 ? 'full' : full >= 0.85 ? 'high' : 'used'}`));
    marks.push(words(x + 22, top + 11, text, { face: 'small', colour: 'muted', room: 300 }));
    x += 40 + widthOf(text, 'small');
  };
  entry('free', undefined, 'f-free s-line');
  entry('given to a node, unused', undefined, 'f-given s-line');
  entry('half in use', 0.5, 'f-given s-line');
  entry('85 % and more', 0.87, 'f-given s-line');
  entry('95 % and more', 1, 'f-given s-line');
  entry('also of another range', undefined, 's-stops', 'fill="url(#hatch)"');
  return top + 30;
}

interface Struck {
  readonly common: Cidr;
  readonly text: string;
}

function struckBy({ a, b, common }: RangeOverlap, range: Cidr): Struck[] {
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
