import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { digestOf, recalledRules, type Golden } from '../../../../../test/oracles/kube-proxy/golden.js';
import { nftablesConfigurations } from '../../../../../test/oracles/kube-proxy/nft-configurations.js';
import { ourTable, serviceCIDROfServer } from '../../../../../test/oracles/kube-proxy/nft-normal.js';
import { differencesOf } from '../../../../../test/oracles/kube-proxy/normal-rules.js';
import { objectsOf, scenariosOf, serviceOfServer } from '../../../../../test/oracles/kube-proxy/objects.js';
import { viewOfConfiguration } from '../../../../../test/oracles/kube-proxy/ours.js';

/** Recorded by `npm run test:oracles` (test/oracles/live/kube-proxy-nft.live.ts) of kube-proxy v1.37.2. */
const golden = JSON.parse(readFileSync(new URL('../../../../../test/oracles/kube-proxy/golden-nftables.json', import.meta.url), 'utf8')) as Golden;

describe('what kube-proxy v1.37.2 writes in mode nftables', () => {
  it('each configuration is recorded', () => {
    expect(Object.keys(golden)).toEqual(nftablesConfigurations.map(({ id }) => id));
  });

  it.each(nftablesConfigurations.map((each) => [each.name, each] as const))('%s', (_, configuration) => {
    const view = viewOfConfiguration(configuration, [serviceOfServer, serviceCIDROfServer, ...objectsOf(scenariosOf(configuration))]);
    for (const family of ['IPv4', 'IPv6'] as const) {
      const [recorded, first] = [golden[configuration.id]?.[family], golden['nft-base']?.[family]];
      const ours = ourTable(view, configuration, family);
      if (recorded === undefined || 'digest' in recorded) expect(digestOf(ours)).toBe(recorded?.digest);
      else expect(differencesOf(ours, recalledRules(recorded, first && 'rules' in first ? first.rules : undefined) ?? {}).join('\n')).toBe('');
    }
  });
});
