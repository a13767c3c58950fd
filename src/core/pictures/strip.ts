import type { Mark, Path, Stretch } from './path.js';
import { document, paragraph, rect, round, words, type Box, type Setting } from './svg.js';
import { wrapTo, legible } from './letters.js';

/** Pixels. */
const margin = 20;
const boxWidth = 176;
const gap = 20;
const inset = 10;
const width = 2 * margin + 5 * boxWidth + 4 * gap;
const rowGap = 34;
const leading = 15;
const signSize = 16;
/** Boxes of one row, and of a picture: what is between the first and the last is folded into one. */
const perRow = 5;
const mostBoxes = 15;
const mostDetailLines = 7;
const mostNotes = 3;

const inBox = boxWidth - 2 * inset;
const headRoom = inBox - signSize - 6;

const endings: Readonly<Record<Path['mark'], string>> = { works: 'ARRIVES', stops: 'STOPS HERE', unknown: 'NOT KNOWN', told: 'LEADS ELSEWHERE' };
const verdicts: Readonly<Record<Path['mark'], string>> = { works: 'YES: ', stops: 'NO: ', unknown: 'NOT KNOWN: ', told: '' };

/** What of a path is drawn as one box; `folded` stands for several. */
type Drawn = Stretch & { readonly number: number | null };

/** A path as a strip of boxes from left to right, in rows where it is long, each numbered; the verdict above it. Where it stops the box is red, thick, crossed and says so. */
export function drawPath(path: Path): string {
  const marks: string[] = [];
  const head = paragraph(margin, 32, `${verdicts[path.mark]}${path.verdict}`, { face: 'verdict', colour: path.mark === 'told' ? 'ink' : path.mark, room: width - 2 * margin, leading: 22, most: 4 });
  marks.push(...head.marks);
  let y = 32 + head.lines * 22;
  const boxes = folded(path.stretches);
  const rows = rowsOf(boxes);
  for (const [i, row] of rows.entries()) {
    const height = Math.max(...row.map(heightOf));
    marks.push(...row.flatMap((stretch, place) => drawBox(stretch, { x: xOf(place), y, width: boxWidth, height })));
    marks.push(...row.slice(1).map((_, place) => arrow(xOf(place) + boxWidth, y + height / 2)));
    if (i < rows.length - 1) marks.push(turn(xOf(row.length - 1) + boxWidth / 2, y + height));
    y += height + (i < rows.length - 1 ? rowGap : 26);
  }
  for (const note of path.notes.slice(0, mostNotes)) {
    const told = paragraph(margin, y, `Not known: ${note}`, { face: 'small', colour: 'muted', room: width - 2 * margin, leading, most: 2 });
    marks.push(...told.marks);
    y += told.lines * leading + 3;
  }
  if (path.notes.length > mostNotes) {
    marks.push(words(margin, y, `+${path.notes.length - mostNotes} more notes`, { face: 'small', colour: 'muted', room: width }));
    y += leading;
  }
  return document({ title: path.title, description: describe(path), width, height: y - 4, marks });
}

function folded(stretches: readonly Stretch[]): Drawn[] {
  const numbered = stretches.map((stretch, i): Drawn => ({ ...stretch, number: i + 1 }));
  if (numbered.length <= mostBoxes) return numbered;
  const kept = (mostBoxes - 1) / 2;
  const left = numbered.length - 2 * kept;
  return [...numbered.slice(0, kept), { head: `+${left} more`, action: 'steps', detail: 'The JSON rendering holds them.', mark: 'passed', number: null }, ...numbered.slice(-kept)];
}

function rowsOf(boxes: readonly Drawn[]): Drawn[][] {
  return Array.from({ length: Math.ceil(boxes.length / perRow) }, (_, row) => boxes.slice(row * perRow, (row + 1) * perRow));
}

function xOf(place: number): number {
  return margin + place * (boxWidth + gap);
}

function heightOf({ detail, action, mark }: Stretch): number {
  const lines = wrapTo(legible(detail), inBox, 'small', mostDetailLines).length;
  return 34 + (action === '' ? 0 : 16) + lines * leading + (mark === 'passed' ? 0 : 20) + (lines === 0 ? 0 : 4);
}

function drawBox({ head, action, detail, mark, number }: Drawn, box: Box): string[] {
  const { x, y } = box;
  const line = (colour: string, face: Setting['face'] = 'small'): Setting => ({ face, colour, room: inBox });
  const place = number === null ? '' : `${number} `;
  const marks = [frameOf(mark, box, number === null), words(x + inset, y + 22, `${place}${head}`, { ...line('ink', 'head'), room: mark === 'passed' ? inBox : headRoom })];
  let at = y + 22;
  if (action !== '') marks.push(words(x + inset, (at += 17), action, line('muted', 'plain')));
  const told = paragraph(x + inset, at + 18, detail, { ...line('ink'), leading, most: mostDetailLines });
  marks.push(...told.marks);
  if (mark !== 'passed') marks.push(signOf(mark, x + boxWidth - inset - signSize / 2, y + 18), words(x + inset, y + box.height - 9, endings[mark], line(mark, 'strong')));
  return marks;
}

function frameOf(mark: Mark, box: Box, isFolded: boolean): string {
  if (mark === 'passed') return rect(box, 'f-box s-line', isFolded ? 'rx="6" stroke-dasharray="5 4"' : 'rx="6"');
  return rect(box, `f-${mark}Ground s-${mark}`, `rx="6" stroke-width="${mark === 'stops' ? 3 : 2}"`);
}

/** Told apart by their form, whatever colours a reader sees. */
function signOf(mark: Exclude<Mark, 'passed'>, x: number, y: number): string {
  const r = signSize / 2;
  const at = (dx: number, dy: number) => `${round(x + dx)} ${round(y + dy)}`;
  const drawn: Readonly<Record<typeof mark, string>> = {
    works: `M${at(-r, 0)}L${at(-r / 4, r * 0.7)}L${at(r, -r * 0.8)}`,
    stops: `M${at(-r, -r)}L${at(r, r)}M${at(r, -r)}L${at(-r, r)}`,
    unknown: `M${at(-r * 0.5, -r * 0.5)}C${at(-r * 0.4, -r * 1.3)} ${at(r * 0.7, -r * 1.2)} ${at(r * 0.5, -r * 0.4)}C${at(r * 0.4, 0)} ${at(0, -r * 0.1)} ${at(0, r * 0.45)}M${at(0, r * 0.8)}L${at(0, r)}`,
    told: `M${at(-r, 0)}L${at(r, 0)}M${at(r * 0.4, -r * 0.6)}L${at(r, 0)}L${at(r * 0.4, r * 0.6)}`,
  };
  return `<path class="s-${mark}" fill="none" stroke-width="3" d="${drawn[mark]}"/>`;
}

function arrow(x: number, y: number): string {
  return `<path class="s-line" fill="none" stroke-width="2" d="M${round(x + 2)} ${round(y)}H${round(x + gap - 3)}M${round(x + gap - 8)} ${round(y - 5)}L${round(x + gap - 3)} ${round(y)}L${round(x + gap - 8)} ${round(y + 5)}"/>`;
}

/** From the end of a row to the beginning of the next. */
function turn(x: number, y: number): string {
  const to = margin + boxWidth / 2;
  const middle = y + rowGap / 2;
  const end = y + rowGap - 3;
  return `<path class="s-line" fill="none" stroke-width="2" d="M${round(x)} ${round(y + 2)}V${round(middle)}H${round(to)}V${round(end)}M${round(to - 5)} ${round(end - 5)}L${round(to)} ${round(end)}L${round(to + 5)} ${round(end - 5)}"/>`;
}

function describe({ verdict, mark, stretches, notes }: Path): string {
  const steps = stretches.slice(0, 40).map(({ head, action, detail, mark: each }, i) => `${i + 1}. ${[head, action, detail].filter((part) => part !== '').join(' ')}${each === 'passed' ? '' : ` (${endings[each].toLowerCase()})`}`);
  return [`${verdicts[mark]}${verdict}`, ...steps, ...notes.map((note) => `Not known: ${note}`)].join(' ');
}
