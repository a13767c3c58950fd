import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recalledRules, type Golden } from '../../../../../test/oracles/kube-proxy/golden.js';
import { ipvsConfigurations } from '../../../../../test/oracles/kube-proxy/ipvs-configurations.js';
import { ourProgram, viewOfIpvs } from '../../../../../test/oracles/kube-proxy/ipvs-normal.js';
import { differencesOf } from '../../../../../test/oracles/kube-proxy/normal-rules.js';

/** Recorded by `npm run test:oracles` (test/oracles/live/kube-proxy-ipvs.live.ts) of the proxier of kube-proxy v1.37.2. */
const golden = JSON.parse(readFileSync(new URL('../../../../../test/oracles/kube-proxy/golden-ipvs.json', import.meta.url), 'utf8')) as Golden;

describe('what kube-proxy v1.37.2 programs in mode ipvs', () => {
  it('each configuration is recorded', () => {
    expect(Object.keys(golden)).toEqual(ipvsConfigurations.map(({ id }) => id));
  });

  it.each(ipvsConfigurations.map((each) => [each.name, each] as const))('%s', (_, configuration) => {
    const view = viewOfIpvs(configuration);
    for (const family of ['IPv4', 'IPv6'] as const) {
      const [recorded, first] = [golden[configuration.id]?.[family], golden['base']?.[family]];
      const real = recorded === undefined ? undefined : recalledRules(recorded, first && 'rules' in first ? first.rules : undefined);
      expect(differencesOf(ourProgram(view, configuration, family), real ?? {}).join('\n')).toBe('');
    }
  });
});
