import { describe, expect, it } from 'vitest';
import { readCertificates, readGolden } from './golden.js';
import { differencesOf } from './ours.js';
import { scenarios } from './scenarios/catalogue.js';

/** Recorded of ingress-nginx 1.15.1 with Debian’s nginx: `golden.ts` tells by which command. */
describe('requests that ingress-nginx was asked', () => {
  it('are answered as it answered them, and what its nginx would not load is told', async () => {
    const [golden, certificates] = [await readGolden(), await readCertificates()];
    const differences = scenarios.flatMap((scenario, number) => {
      const recorded = golden[scenario.id];
      return recorded === undefined ? [`${scenario.id} is not recorded`] : differencesOf(scenario, number, recorded, certificates);
    });
    expect(differences).toEqual([]);
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
    expect(scenarios.flatMap(({ ask }) => ask).length).toBeGreaterThanOrEqual(1500);
  });

  it('are recorded as the scenarios ask them', async () => {
    const golden = await readGolden();
    expect(Object.fromEntries(scenarios.map(({ id, ask }) => [id, [...new Set(ask)]]))).toEqual(Object.fromEntries(Object.entries(golden).map(([id, { answers }]) => [id, Object.keys(answers)])));
  });
});
