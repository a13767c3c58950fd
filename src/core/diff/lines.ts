import { common } from './fields.js';

/** Beyond this many edits the two texts have too little in common for a line diff to help. */
const maxEdits = 400;
const context = 2;

type Edit = ' ' | '-' | '+';

/**
 * The lines that differ, as `diff -u` prints them without its file names: hunks headed `@@ -from,count +from,count @@` with two lines of context.
 * '' for equal texts.
 */
export function unifiedDiff(before: string, after: string): string {
  const script = editScript(before.split('\n'), after.split('\n'));
  const wanted = script.map((_, i) => script.slice(Math.max(0, i - context), i + context + 1).some(([edit]) => edit !== ' '));
  const out: string[] = [];
  let a = 1;
  let b = 1;
  for (let i = 0; i < script.length; i++) {
    if (wanted[i] === true && wanted[i - 1] !== true) {
      const stop = wanted.indexOf(false, i);
      const hunk = script.slice(i, stop < 0 ? undefined : stop);
      out.push(`@@ -${a},${hunk.filter(([edit]) => edit !== '+').length} +${b},${hunk.filter(([edit]) => edit !== '-').length} @@`);
    }
    const [edit, line] = script[i]!;
    if (wanted[i] === true) out.push(edit + line);
    if (edit !== '+') a++;
    if (edit !== '-') b++;
  }
  return out.join('\n');
}

/** The shortest way from one list of lines to the other. Source: E. W. Myers, An O(ND) Difference Algorithm and Its Variations, 1986, §4. */
function editScript(before: readonly string[], after: readonly string[]): (readonly [Edit, string])[] {
  const { start, end } = common(before, after);
  const same = (lines: readonly string[]) => lines.map((line) => [' ', line] as const);
  return [
    ...same(before.slice(0, start)),
    ...myers(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

function myers(a: readonly string[], b: readonly string[]): (readonly [Edit, string])[] {
  const furthest: Map<number, number>[] = [];
  let ends = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= maxEdits; d++) {
    furthest.push(ends);
    const next = new Map<number, number>(ends);
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(ends, k, d) ? reach(ends, k + 1) : reach(ends, k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) return retrace(a, b, furthest);
    }
    ends = next;
  }
  return [...a.map((line) => ['-', line] as const), ...b.map((line) => ['+', line] as const)];
}

function retrace(a: readonly string[], b: readonly string[], furthest: readonly Map<number, number>[]): (readonly [Edit, string])[] {
  const script: (readonly [Edit, string])[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = furthest.length - 1; d >= 0; d--) {
    const ends = furthest[d]!;
    const k = x - y;
    const from = goesDown(ends, k, d) ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : reach(ends, from);
    const fromY = d === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY && a[x - 1] === b[y - 1]) {
      script.push([' ', a[x - 1]!]);
      x--;
      y--;
    }
    if (d === 0) break;
    if (from === k + 1) script.push(['+', b[--y]!]);
    else script.push(['-', a[--x]!]);
  }
  return script.reverse();
}

/** Whether the `d`th edit onto diagonal `k` inserts a line of the new text rather than drops one of the old. */
function goesDown(ends: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && reach(ends, k - 1) < reach(ends, k + 1));
}

function reach(ends: ReadonlyMap<number, number>, k: number): number {
  return ends.get(k) ?? 0;
}
