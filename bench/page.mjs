import { digits, tell } from './quantities.mjs';

/**
 * @typedef {import('./quantities.mjs').Quantity} Quantity
 *
 * What is to be reached: of the measured quantity itself, or of its ratio to the floor.
 * @typedef {{ readonly atMost: Quantity } | { readonly ratioAtMost: number } | { readonly ratioAtLeast: number }} Reach
 *
 * @typedef {object} MeasuredLine
 * @property {string} case
 * @property {Quantity} measured
 * @property {string} [detail] of what was measured
 * @property {Quantity} [floor]
 * @property {Reach} [reach] absent: the line informs
 *
 * @typedef {MeasuredLine | { readonly case: string, readonly absent: string }} Line
 *
 * @typedef {{ readonly row: import('./row.mjs').Row, readonly section?: import('./row.mjs').Section, readonly failure?: string }} Outcome
 */

/** @type {(about: { readonly command: string, readonly size: string, readonly machine: readonly string[] }, outcomes: readonly Outcome[]) => string} */
export function renderPage({ command, size, machine }, outcomes) {
  const verdicts = outcomes.flatMap(({ section }) => (section === undefined || 'head' in section ? [] : section.flatMap(verdictOf)));
  const missed = verdicts.filter(({ reached }) => !reached).length;
  return `# Benchmarks

Written by \`${command}\`, at ${size}.

Each figure stands beside its floor: the least that any program would need for the same, measured in the same run. The ratios count; times and sizes are those of one machine
and inform. Times under 10 s are medians of several runs. "Embedded" is the database in the service's own process, "server" a PostgreSQL on the same machine. During
imports and captures another process asks the service 50 times a second whether it lives, so that the waits are those of the same runs.

${machine.map((line) => `- ${line}`).join('\n')}

**${verdicts.length - missed} of ${verdicts.length} figures are reached${missed === 0 ? '' : `, ${missed} missed`}.**

${outcomes.map(renderOutcome).join('\n')}`;
}

/** @type {(outcome: Outcome) => string} */
function renderOutcome({ row: { title, what, floor, note }, section, failure }) {
  const about = [what, ...(floor === undefined ? [] : [`Floor: ${floor}`])].join('\n\n');
  const body = section === undefined ? `Could not be measured: ${failure === undefined ? 'it was not asked for' : 'it failed, as the output of the command tells'}.` : 'head' in section ? renderTable(section) : renderTable(tableOf(section));
  return `## ${title}\n${about}\n\n${body}\n${note === undefined ? '' : `\n${note}\n`}`;
}

/** @type {(lines: readonly Line[]) => import('./row.mjs').Table} */
function tableOf(lines) {
  const hasFloor = lines.some((line) => !('absent' in line) && line.floor !== undefined);
  const rows = lines.map((line) => {
    if ('absent' in line) return [line.case, line.absent, ...(hasFloor ? ['', ''] : []), '', ''];
    const { measured, detail, floor, reach } = line;
    const beside = hasFloor ? [floor === undefined ? '' : tell(floor), floor === undefined ? '' : times(measured.value / floor.value)] : [];
    return [line.case, detail === undefined ? tell(measured) : `${tell(measured)} (${detail})`, ...beside, reach === undefined ? '' : tellReach(reach), verdictOf(line)[0]?.text ?? 'informs'];
  });
  return { head: ['', 'measured', ...(hasFloor ? ['floor', 'ratio'] : []), 'to reach', 'verdict'], rows };
}

/** @type {(table: import('./row.mjs').Table) => string} */
function renderTable({ head, rows }) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @type {(reach: Reach) => string} */
function tellReach(reach) {
  if ('atMost' in reach) return `at most ${tell(reach.atMost)}`;
  return 'ratioAtMost' in reach ? `at most ${times(reach.ratioAtMost)}` : `at least ${times(reach.ratioAtLeast)}`;
}

/** None for a line that informs. @type {(line: Line) => { readonly reached: boolean, readonly text: string }[]} */
function verdictOf(line) {
  if ('absent' in line || line.reach === undefined) return [];
  const { measured, floor, reach } = line;
  const ratio = measured.value / (floor?.value ?? NaN);
  const excess = 'atMost' in reach ? measured.value / reach.atMost.value : 'ratioAtMost' in reach ? ratio / reach.ratioAtMost : reach.ratioAtLeast / ratio;
  if (excess <= 1) return [{ reached: true, text: 'reached' }];
  return [{ reached: false, text: `**missed**, ${times(excess)} of what is allowed` }];
}

/** As a factor, or in percent where it is small. @type {(ratio: number) => string} */
function times(ratio) {
  return ratio < 0.3 ? `${digits(ratio * 100)} %` : `${ratio >= 10 ? digits(ratio) : ratio.toFixed(2)}×`;
}
