// npm run bench: measures at Kubernetes' published ceiling and writes docs/benchmarks.md.
//   --pods N     a smaller trial; the page goes to stdout
//   --only a,b   these rows alone; the page goes to stdout
//   --out FILE   the page goes there
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Context } from './context.mjs';
import { ceiling, sizeOf } from './generate.mjs';
import { describeMachine } from './machine.mjs';
import { renderPage } from './page.mjs';
import { rows } from './rows/catalogue.mjs';

const { values } = parseArgs({ options: { pods: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } } });
const pods = Number(values.pods ?? ceiling.pods);
const only = values.only?.split(',');
const unknown = only?.find((id) => !rows.some((row) => row.id === id));
if (unknown !== undefined) throw new Error(`there is no row ${unknown}; there are ${rows.map(({ id }) => id).join(', ')}`);
if (!Number.isInteger(pods) || pods < 1_000) throw new Error('--pods takes a number of at least 1000');

const context = await Context.open(pods);
/** The page as it grows, should the bench not come to its end. */
const soFar = join(context.corpora, 'so-far.md');
let isInterrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, interrupt);
try {
  await context.openServer();
  /** @type {import('./page.mjs').Outcome[]} */
  const outcomes = [];
  const render = () => renderPage({ command: commandOf(), size: describeSize(), machine: describeMachine(context) }, outcomes);
  for (const row of rows) {
    if (isInterrupted || (only !== undefined && !only.includes(row.id))) continue;
    outcomes.push(await measure(row));
    if (!isInterrupted) writeFileSync(soFar, render());
  }
  const path = values.out ?? (pods === ceiling.pods && only === undefined ? fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url)) : undefined);
  if (isInterrupted) context.say(`interrupted; what was measured is in ${soFar}`);
  else if (path === undefined) process.stdout.write(render());
  else writeFileSync(path, render());
  process.exitCode = outcomes.some(({ failure }) => failure !== undefined) ? 1 : 0;
} finally {
  await context.close();
}

function interrupt() {
  isInterrupted = true;
  void context.close().finally(() => process.exit(1));
}

/** A row that fails takes no other with it: the whole has taken long. @type {(row: import('./row.mjs').Row) => Promise<import('./page.mjs').Outcome>} */
async function measure(row) {
  context.say(row.title);
  try {
    return { row, section: await row.measure(context) };
  } catch (error) {
    context.say(`${row.id} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return { row, failure: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

function commandOf() {
  const options = process.argv.slice(2).join(' ');
  return `npm run bench${options === '' ? '' : ` -- ${options}`}`;
}

function describeSize() {
  const { nodes, pods: ofPods, services, ingresses, networkPolicies } = sizeOf(pods);
  const n = (/** @type {number} */ count) => count.toLocaleString('en-US');
  const which = pods === ceiling.pods ? "Kubernetes' published ceiling" : 'a smaller size than it is meant for';
  return `${which}: ${n(nodes)} nodes, ${n(ofPods)} pods, ${n(services)} Services with their slices, Deployments and ReplicaSets, ${n(ingresses)} Ingresses, ${n(networkPolicies)} NetworkPolicies`;
}
