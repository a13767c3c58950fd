import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { iptablesConfigurations } from '../../../../test/oracles/kube-proxy/configurations.js';
import { digestOf, recalledRules, type Golden } from '../../../../test/oracles/kube-proxy/golden.js';
import { differencesOf, normalRules } from '../../../../test/oracles/kube-proxy/normal-rules.js';
import { ourRules, viewOfConfiguration } from '../../../../test/oracles/kube-proxy/ours.js';

/** Recorded by `npm run test:oracles` (test/oracles/live/kube-proxy.live.ts) of kube-proxy v1.37.2, where the kernel counts with nfacct. */
const golden = JSON.parse(readFileSync(new URL('../../../../test/oracles/kube-proxy/golden-iptables.json', import.meta.url), 'utf8')) as Golden;

describe('what kube-proxy v1.37.2 writes in mode iptables', () => {
  it('each configuration is recorded', () => {
    expect(Object.keys(golden)).toEqual(iptablesConfigurations.map(({ id }) => id));
  });

  it.each(iptablesConfigurations.map((each) => [each.name, each] as const))('%s', (_, configuration) => {
    const view = viewOfConfiguration(configuration);
    for (const family of ['IPv4', 'IPv6'] as const) {
      const [recorded, first] = [golden[configuration.id]?.[family], golden['base']?.[family]];
      const ours = normalRules(ourRules(view, configuration, family, true), family);
      if (recorded === undefined || 'digest' in recorded) expect(digestOf(ours)).toBe(recorded?.digest);
      else expect(differencesOf(ours, recalledRules(recorded, first && 'rules' in first ? first.rules : undefined) ?? {}).join('\n')).toBe('');
    }
  });
});
