import { clip, count, enumerate, plainLine, wrap, type Inline } from '../analysis/index.js';
import type { AskedSnapshot, ChatAnswer, Mark } from './answer.js';

/** What an answer may take up, as written for a platform. */
export interface Budget {
  /** Lines of 80 columns. */
  readonly lines: number;
  readonly characters: number;
}

/** What a line is about; the first line of a kind says so. */
export type Label = 'why' | 'fix' | 'seen' | 'note' | 'try' | 'item';

/** One line. Nothing in it begins another line or moves a cursor; each platform's writing still has to keep it from being read as markup. */
export interface PageLine {
  readonly label: Label;
  readonly pieces: readonly Inline[];
}

/** An answer as far as it is shown. */
export interface Page {
  readonly mark: Mark;
  readonly verdict: string;
  /** Which snapshot it is, and how old; null where none was asked. */
  readonly aside: string | null;
  readonly lines: readonly PageLine[];
  /** Lines of at most 80 columns that keep their form; they stand before the fix. */
  readonly block: readonly string[];
  /** What was left out; null where nothing was. */
  readonly notice: string | null;
  /** Where all of it is: a URL, or a path where the service does not know by which name it is reached. */
  readonly link: string | null;
  /** The URL of a picture of it, for platforms that show one; null where there is none. */
  readonly picture: string | null;
  /** The line that asks the same of the same snapshot; null where that makes no sense. */
  readonly repeat: string | null;
}

/** Where and when an answer is written. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What stands before a path to make it a URL, without a slash at its end; '' where it is not known. */
  readonly baseUrl: string;
  /** Where a platform fetches the picture of the answer, without a token; null where it cannot. */
  readonly pictureUrl: string | null;
}

const columns = 80;
const longestVerdict = 320;
const longestLine = 240;
const longestLink = 800;
/** Discord takes no longer ones. */
const longestPictureUrl = 2000;
const mostReasons = 3;
const mostNotes = 2;
const mostSeen = 4;
const mostBlockLines = 12;

/** How many of each are shown. */
interface Shown {
  readonly why: number;
  readonly items: number;
  readonly block: number;
  readonly fix: number;
  readonly seen: number;
  readonly notes: number;
  readonly example: number;
}

/** In this order things are left out, each until only so many are left. The verdict stays, and so do the link and the word on what is missing. */
const sacrifices: readonly (readonly [keyof Shown, number])[] = [
  ['notes', 1], ['items', 5], ['block', 6], ['seen', 2], ['items', 3], ['block', 3], ['seen', 1], ['notes', 0], ['seen', 0], ['why', 1], ['items', 1], ['block', 0], ['items', 0], ['why', 0], ['example', 0], ['fix', 0],
];

/**
 * The most of an answer that fits its budget. What is left out is counted in the notice, and what is cut short says by how much.
 *
 * @param linesOf the lines of a page as a platform shows it
 */
export function fit(answer: ChatAnswer, budget: Budget, surroundings: Surroundings, linesOf: (page: Page) => readonly string[]): Page {
  const laid = layOut(answer, surroundings);
  const most: Shown = {
    why: laid.why.length,
    items: laid.items.length,
    block: blockThatFits(laid.block),
    fix: laid.fix.length,
    seen: laid.seen.length,
    notes: laid.notes.length,
    example: laid.example.length,
  };
  const less = lessAndLess(most);
  const pages = new Map<number, Page>();
  const fits = (i: number) => {
    const page = pageOf(answer, laid, less[i] ?? most);
    pages.set(i, page);
    return isWithin(linesOf(page), budget);
  };
  let [low, high] = [0, less.length - 1];
  if (fits(0)) return pages.get(0) as Page;
  // Each step is smaller than the one before, but for a word on what is missing.
  while (low < high - 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle;
  }
  return pages.get(high) ?? pageOf(answer, laid, less[high] ?? most);
}

function lessAndLess(most: Shown): Shown[] {
  const steps = [most];
  for (let next = withLess(most); next !== undefined; next = withLess(next)) steps.push(next);
  return steps;
}

/** Everything that may be shown, as it is shown. */
interface Laid {
  readonly verdict: string;
  readonly aside: string | null;
  readonly why: readonly PageLine[];
  readonly items: readonly PageLine[];
  readonly block: readonly (readonly string[])[];
  readonly fix: readonly PageLine[];
  readonly seen: readonly string[];
  readonly notes: readonly PageLine[];
  readonly example: readonly PageLine[];
  readonly url: string | null;
  readonly picture: string | null;
}

function layOut({ verdict, snapshot, why, items, block, fix, evidence, notes, example, link }: ChatAnswer, { now, baseUrl, pictureUrl }: Surroundings): Laid {
  return {
    verdict: clip(plainLine(verdict), longestVerdict),
    aside: snapshot === null ? null : tellSnapshot(snapshot, now),
    why: why.slice(0, mostReasons).map((text) => lineOf('why', [text])),
    items: items.map((pieces) => lineOf('item', pieces)),
    block: block.slice(0, mostBlockLines).map((line) => wrap(plainLine(clip(line, 1000)), '', '    ')),
    fix: fix.length === 0 ? [] : [lineOf('fix', fix)],
    seen: evidence.slice(0, mostSeen).map((name) => clip(plainLine(name), 100)),
    notes: notes.slice(0, mostNotes).map((text) => lineOf('note', [text])),
    example: example === null ? [] : [lineOf('try', [{ code: example }])],
    url: link === null ? null : `${baseUrl}${link}`,
    picture: pictureUrl === null || pictureUrl.length > longestPictureUrl ? null : pictureUrl,
  };
}

/** Rows of 80 columns that these lines fill on a screen. */
export function rowsOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil([...line].length / columns)), 0);
}

export function isWithin(lines: readonly string[], budget: Budget): boolean {
  return rowsOf(lines) <= budget.lines && lines.reduce((sum, line) => sum + line.length + 1, 0) <= budget.characters;
}

function blockThatFits(block: readonly (readonly string[])[]): number {
  let rows = 0;
  const over = block.findIndex((lines) => (rows += lines.length) > mostBlockLines);
  return over < 0 ? block.length : over;
}

function withLess(shown: Shown): Shown | undefined {
  const [name] = sacrifices.find(([each, least]) => shown[each] > least) ?? [];
  return name === undefined ? undefined : { ...shown, [name]: shown[name] - 1 };
}

function pageOf(answer: ChatAnswer, laid: Laid, shown: Shown): Page {
  const lines: PageLine[] = [
    ...laid.why.slice(0, shown.why),
    ...laid.items.slice(0, shown.items),
    ...laid.fix.slice(0, shown.fix),
    ...(shown.seen > 0 ? [{ label: 'seen', pieces: [laid.seen.slice(0, shown.seen).join(', ')] } as const] : []),
    ...laid.notes.slice(0, shown.notes),
    ...laid.example.slice(0, shown.example),
  ];
  const isTooLong = laid.url !== null && laid.url.length > longestLink;
  return {
    mark: answer.mark,
    verdict: laid.verdict,
    aside: laid.aside,
    lines: lines.filter(({ pieces }) => pieces.length > 0),
    block: laid.block.slice(0, shown.block).flat(),
    notice: noticeOf(answer, shown, isTooLong),
    link: isTooLong ? null : laid.url,
    picture: laid.picture,
    repeat: answer.repeat,
  };
}

function noticeOf({ why, listed, evidence, notes, fix, example }: ChatAnswer, shown: Shown, isLinkTooLong: boolean): string | null {
  const left = [
    { n: why.length - shown.why, noun: 'reason' },
    { n: listed.total - shown.items - shown.block, noun: listed.noun, plural: listed.plural },
    { n: evidence.length - shown.seen, noun: 'object' },
    { n: notes.length - shown.notes, noun: 'note' },
    { n: fix.length > 0 && shown.fix === 0 ? 1 : 0, noun: 'fix', plural: 'fixes' },
    { n: example !== null && shown.example === 0 ? 1 : 0, noun: 'example' },
    { n: isLinkTooLong ? 1 : 0, noun: 'link, as it is too long' },
  ].filter(({ n }) => n > 0);
  return left.length === 0 ? null : `Not shown: ${enumerate(left.map(({ n, noun, plural }) => count(n, noun, plural)))}.`;
}

/** Pieces as they are shown: in one line, of at most so many characters together; blanks between them stay. */
function lineOf(label: Label, pieces: readonly Inline[]): PageLine {
  const shown: Inline[] = [];
  let room = longestLine;
  for (const piece of pieces) {
    const text = typeof piece === 'string' ? piece : 'code' in piece ? piece.code : piece.strong;
    const line = clip(typeof piece === 'string' ? keepEdges(text) : plainLine(text), Math.max(room, 0));
    if (line === '' || room <= 0) continue;
    room -= [...line].length;
    shown.push(typeof piece === 'string' ? line : 'code' in piece ? { code: line } : { strong: line });
  }
  return { label, pieces: shown };
}

function keepEdges(text: string): string {
  return `${/^\s/.test(text) ? ' ' : ''}${plainLine(text)}${/\S\s+$/.test(text) ? ' ' : ''}`;
}

/** `demo, snapshot 2, 3 min old`. */
function tellSnapshot({ cluster, number, takenAt }: AskedSnapshot, now: number): string {
  return `${clip(plainLine(cluster), 63)}, snapshot ${number}, ${ageOf(takenAt, now)}`;
}

const units = [
  { ms: 86_400_000, noun: 'day' },
  { ms: 3_600_000, noun: 'hour' },
  { ms: 60_000, noun: 'min' },
] as const;

/** How old something is: `3 min old`, `2 hours old`. */
export function ageOf(takenAt: string, now: number): string {
  const age = now - Date.parse(takenAt);
  if (Number.isNaN(age)) return 'of unknown age';
  const unit = units.find(({ ms }) => age >= ms);
  if (unit === undefined) return 'just taken';
  const n = Math.floor(age / unit.ms);
  return `${unit.noun === 'min' ? `${n} min` : count(n, unit.noun)} old`;
}

const markWords: Readonly<Record<Mark, string>> = { yes: 'YES: ', no: 'NO: ', unknown: 'NOT KNOWN: ', told: '', unclear: '' };

/** What stands in the place of a picture where it is not seen: the text says all of it. */
export const pictureWords = 'The same as a picture';

/** The verdict, with the word that says which way it went. */
export function verdictOf({ mark, verdict }: Page): string {
  return `${markWords[mark]}${verdict}`;
}
