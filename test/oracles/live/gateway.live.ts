import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { envoy, record } from '../gateway/envoy/record.js';
import type { Recorded } from '../gateway/envoy/recorded.js';
import { scenarios } from '../gateway/scenarios/catalogue.js';
import { tell } from './tell.js';

type Golden = Readonly<Record<string, Recorded>>;

const recording = process.env['FIDELITY'] === 'write';
const golden = join(import.meta.dirname, '../gateway/golden.json');

/** Asked only where it is recorded: its translator takes ten minutes to build, and neither it nor Envoy changes from run to run. */
describe('Envoy Gateway and Envoy', () => {
  let recorded: Golden;

  beforeAll(async () => {
    if (recording) await writeFile(golden, textOf(await record(scenarios)));
    recorded = JSON.parse(await readFile(golden, 'utf8')) as Golden;
  });

  it('have answered every scenario, as the page says', async () => {
    expect(Object.keys(recorded).sort()).toEqual(scenarios.map(({ name }) => name).sort());
    const questions = Object.values(recorded).reduce((sum, { requests, routes, listeners }) => sum + [requests, routes, listeners].reduce((all, each) => all + Object.keys(each).length, 0), 0);
    await tell({ component: 'envoy-gateway', scenario: `requests at Gateways of ${scenarios.length} scenarios, asked of Envoy ${envoy.version} with the configuration that it writes, and the conditions that it sets, as it was recorded (test/oracles/gateway)`, questions, differences: [] });
  });
});

/** One scenario a line. */
function textOf(recorded: Golden): string {
  return `{\n${Object.entries(recorded).map(([name, answers]) => `${JSON.stringify(name)}: ${JSON.stringify(answers)}`).join(',\n')}\n}\n`;
}
