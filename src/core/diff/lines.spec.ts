import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './lines.js';

describe('unifiedDiff', () => {
  it.each([
    { name: 'equal texts', before: 'a\nb', after: 'a\nb', hunks: [] },
    {
      name: 'one line in the middle',
      before: '.:53 {\n  errors\n  forward . /etc/resolv.conf\n  cache 30\n}',
      after: '.:53 {\n  errors\n  forward . 9.9.9.9\n  cache 30\n}',
      hunks: ['@@ -1,5 +1,5 @@', ' .:53 {', '   errors', '-  forward . /etc/resolv.conf', '+  forward . 9.9.9.9', '   cache 30', ' }'],
    },
    { name: 'a line at the end', before: 'a\nb\nc\nd', after: 'a\nb\nc\nd\ne', hunks: ['@@ -3,2 +3,3 @@', ' c', ' d', '+e'] },
    {
      name: 'two places far apart',
      before: 'x\n1\n2\n3\n4\n5\n6\ny',
      after: 'X\n1\n2\n3\n4\n5\n6\nY',
      hunks: ['@@ -1,3 +1,3 @@', '-x', '+X', ' 1', ' 2', '@@ -6,3 +6,3 @@', ' 5', ' 6', '-y', '+Y'],
    },
  ])('$name', ({ before, after, hunks }) => {
    expect(unifiedDiff(before, after)).toBe(hunks.join('\n'));
  });

  it('holds exactly what it takes to make the new text from the old one', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 14 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patchLines(before, unifiedDiff(before, after))).toBe(after);
      }),
    );
  });

  it('gives up on texts that have nothing in common, and still tells both', () => {
    const before = Array.from({ length: 300 }, (_, i) => `a${i}`).join('\n');
    const after = Array.from({ length: 300 }, (_, i) => `b${i}`).join('\n');
    expect(patchLines(before, unifiedDiff(before, after))).toBe(after);
  });
});

/** `patch` as a reader of the format would write it. */
function patchLines(before: string, diff: string): string {
  if (diff === '') return before;
  const source = before.split('\n');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split('\n')) {
    const head = /^@@ -(\d+),\d+ \+\d+,\d+ @@$/.exec(line);
    if (head) while (at < Number(head[1]) - 1) out.push(source[at++]!);
    else if (line.startsWith('+')) out.push(line.slice(1));
    else {
      expect(source[at]).toBe(line.slice(1));
      if (line.startsWith(' ')) out.push(source[at]!);
      at++;
    }
  }
  return [...out, ...source.slice(at)].join('\n');
}
