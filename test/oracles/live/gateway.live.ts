import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { envoy, record, type Recorded } from '../gateway/envoy/record.js';
import { scenarios } from '../gateway/scenarios/catalogue.js';
import { tell } from './tell.js';

const golden = join(import.meta.dirname, '../gateway/golden.json');

it('Envoy Gateway and Envoy answer the requests of every scenario as recorded', async () => {
  const recorded = await record(scenarios);
  if (process.env['FIDELITY'] === 'write') await writeFile(golden, textOf(recorded));
  expect(recorded, `${golden} is not what Envoy Gateway does: run npm run test:oracles and commit what it records`).toEqual(JSON.parse(await readFile(golden, 'utf8')));
  const questions = Object.values(recorded).reduce((sum, { requests, routes, listeners }) => sum + [requests, routes, listeners].reduce((all, each) => all + Object.keys(each).length, 0), 0);
  await tell({ component: 'envoy-gateway', scenario: `requests at Gateways of ${scenarios.length} scenarios, asked of Envoy ${envoy.version} with the configuration that it writes, and the conditions that it sets (test/oracles/gateway)`, questions, differences: [] });
});

/** One scenario a line. */
function textOf(recorded: Readonly<Record<string, Recorded>>): string {
  return `{\n${Object.entries(recorded).map(([name, answers]) => `${JSON.stringify(name)}: ${JSON.stringify(answers)}`).join(',\n')}\n}\n`;
}
