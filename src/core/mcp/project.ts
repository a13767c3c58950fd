import { isRecord } from '../record.js';
/** What is shown of an answer, and what is not. */
export interface Projection {
  /** The chosen fields, each as the answer has it, its lists cut. */
  readonly answer: unknown;
  /** How long each list is that was cut, by its path. */
  readonly cut: Readonly<Record<string, number>>;
  /** The fields of the answer that were left out, but for its summary, which is told anyway. */
  readonly omitted: readonly string[];
  /** Chosen fields that the answer does not have. */
  readonly absent: readonly string[];
}

/** What stands for all fields. */
export const everything = '*';

interface Choice {
  readonly all: boolean;
  readonly within: ReadonlyMap<string, Choice>;
}

/**
 * The part of an answer that `fields` choose: names, parted by dots where one lies in another, which lead through lists (`items.title`).
 * In the order of the answer. {@link everything} chooses all.
 *
 * @param limit the most entries of each list
 */
export function project(answer: unknown, fields: readonly string[], limit: number): Projection {
  const cut = new Map<string, number>();
  const found = new Set<string>();
  const choice = fields.includes(everything) ? whole : choiceOf(fields);
  const shown = take(answer, choice, '', { cut, found, limit });
  const top = isRecord(answer) ? Object.keys(answer) : [];
  return {
    answer: shown,
    cut: Object.fromEntries(cut),
    omitted: choice.all ? [] : top.filter((name) => name !== 'summary' && !choice.within.has(name)),
    absent: fields.filter((field) => field !== everything && !found.has(field) && !choice.all),
  };
}

const whole: Choice = { all: true, within: new Map() };

function choiceOf(paths: readonly string[]): Choice {
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = '', rest] = path.split(/\.(.*)/s, 2);
    heads.set(head, [...(heads.get(head) ?? []), rest ?? '']);
  }
  return { all: false, within: new Map([...heads].map(([head, rests]) => [head, rests.includes('') ? whole : choiceOf(rests)])) };
}

interface Account {
  readonly cut: Map<string, number>;
  readonly found: Set<string>;
  readonly limit: number;
}

function take(value: unknown, choice: Choice, at: string, account: Account): unknown {
  if (Array.isArray(value)) {
    // A list without entries has its fields none the less.
    if (value.length === 0) findAll(choice, at, account.found);
    if (value.length > account.limit) account.cut.set(at, Math.max(value.length, account.cut.get(at) ?? 0));
    return value.slice(0, account.limit).map((each: unknown) => take(each, choice, at, account));
  }
  if (!isRecord(value)) {
    if (value === null) findAll(choice, at, account.found);
    return value;
  }
  const kept = Object.entries(value).flatMap(([name, each]) => {
    const within = choice.all ? whole : choice.within.get(name);
    if (within === undefined) return [];
    const path = at === '' ? name : `${at}.${name}`;
    account.found.add(path);
    return [[name, take(each, within, path, account)] as const];
  });
  return Object.fromEntries(kept);
}

function findAll({ within }: Choice, at: string, found: Set<string>): void {
  for (const [name, choice] of within) {
    const path = at === '' ? name : `${at}.${name}`;
    found.add(path);
    findAll(choice, path, found);
  }
}
