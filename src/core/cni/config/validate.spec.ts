import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { simulateAttachment } from '../simulation/index.js';
import { validateNetworkConfig } from './validate.js';

const bridge = (rest: object = {}) => ({ type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }]] }, ...rest });
const text = (plugins: readonly object[], rest: object = {}) => JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins, ...rest });

describe('what is only remarked', () => {
  it.each([
    ['a slip of the keyboard in a plugin', text([bridge({ isGatway: true })]), '/plugins/0/isGatway', 'did you mean “isGateway”'],
    ['a slip of the keyboard in its IPAM', text([{ type: 'bridge', ipam: { type: 'host-local', subnet: '10.0.0.0/24', rangeStrat: '10.0.0.5' } }]), '/plugins/0/ipam/rangeStrat', 'did you mean “rangeStart”'],
    ['a slip of the keyboard in the list', text([bridge()], { disableCheeck: true }), '/disableCheeck', 'did you mean “disableCheck”'],
    ['a plugin of others', text([{ type: 'calico' }]), '/plugins/0/type', 'not modelled'],
    ['an IPAM plugin of others', text([{ type: 'bridge', ipam: { type: 'whereabouts' } }]), '/plugins/0/ipam/type', 'not modelled'],
    ['a result of the runtime', text([bridge(), { type: 'portmap', prevResult: {} }]), '/plugins/1/prevResult', 'the runtime fills it in'],
    ['no version', JSON.stringify({ name: 'pods', plugins: [bridge()] }), '/cniVersion', '0.1.0'],
    ['no plugins', JSON.stringify({ cniVersion: '1.1.0', name: 'pods' }), '/plugins', 'a folder “pods” beside the file'],
    ['a setting of 1.1.0 in an older file', text([bridge()], { loadOnlyInlinedPlugins: true }), '/loadOnlyInlinedPlugins', '1.1.0'],
  ])('%s', (_, config, pointer, words) => {
    const { valid, problems } = validateNetworkConfig(config);
    expect([valid, problems.find((each) => each.pointer === pointer)]).toMatchObject([true, { severity: 'warning', detail: expect.stringContaining(words) as string }]);
  });

  it('is nothing for a configuration without fault, whatever the case of its keys', () => {
    expect(validateNetworkConfig(text([bridge({ ISGATEWAY: true, args: { cni: {} } }), { type: 'portmap', capabilities: { portMappings: true } }])).problems).toEqual([]);
  });
});

describe('what makes every attachment fail', () => {
  it.each([
    ['a plugin that cannot be first', text([{ type: 'portmap' }]), '/plugins/0', 'portmap', 'must be called as chained plugin'],
    ['a version that a plugin does not take', text([bridge(), { type: 'firewall' }], { cniVersion: '0.3.1' }), '/cniVersion', 'firewall', 'incompatible CNI versions'],
    ['ptp without IPAM', text([{ type: 'ptp' }]), '/plugins/0/ipam', 'ptp', 'no plugin name provided'],
    ['a name that is none', text([bridge()], { name: 'a b' }), '/name', 'libcni', 'invalid characters found in network name'],
    ['a bridge whose name is too long', text([bridge({ bridge: 'a-bridge-whose-name-is-long' })]), '/plugins/0/bridge', 'bridge', 'numerical result out of range'],
  ])('%s', (_, config, pointer, component, reports) => {
    const { valid, problems } = validateNetworkConfig(config);
    expect([valid, problems[0]]).toMatchObject([false, { pointer, component, severity: 'error', reports: expect.stringContaining(reports) as string }]);
  });
});

describe('a list in a file of one plugin', () => {
  it('is refused, and its right name told', () => {
    const { valid, summary, problems } = validateNetworkConfig(text([bridge()]), '10-pods.conf');
    expect(valid).toBe(false);
    expect(summary).toContain("missing 'type'");
    expect(problems.map(({ pointer, severity }) => [pointer, severity])).toEqual([['/type', 'error'], ['/plugins', 'warning']]);
    expect(problems[1]?.detail).toContain('10-pods.conflist');
  });

  it('is not suspected where another thing is wrong', () => {
    expect(validateNetworkConfig('{"name": "pods"}', '10-pods.conf').problems).toHaveLength(1);
    expect(validateNetworkConfig(text([bridge()], { type: 5 }), '10-pods.conf').problems).toHaveLength(1);
  });
});

describe('any text', () => {
  const value = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof({ depthSize: 'small' }, fc.constantFrom<unknown>('bridge', 'ptp', 'host-local', 'static', 'portmap', 'tuning', '10.0.0.0/24', 'fd00::/64', '1.0.0', '', 0, -1, 5, 1.5, true, null), fc.array(tie('json'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('type', 'name', 'cniVersion', 'plugins', 'ipam', 'ranges', 'subnet', 'addresses', 'address', 'routes', 'dst', 'vlan', 'mtu', 'sysctl', 'prevResult', 'args', 'cni', 'ips', 'capabilities', '__proto__'), tie('json'), { maxKeys: 4 })),
  })).json;
  const likely = fc.record({ cniVersion: fc.constantFrom('0.2.0', '0.4.0', '1.0.0', '1.1.0'), name: fc.constantFrom('pods', 'a b', ''), plugins: fc.array(fc.record({ type: fc.constantFrom('bridge', 'ptp', 'loopback', 'portmap', 'sbr', 'firewall', 'tuning'), ipam: value, extra: value, prevResult: value }, { requiredKeys: ['type'] }), { minLength: 1, maxLength: 3 }) });

  it('has an answer, and checking and simulating do not contradict each other', () => {
    fc.assert(
      fc.property(fc.oneof(likely, value), (config) => {
        try {
          const written = JSON.stringify(config) ?? 'null';
          const { valid } = validateNetworkConfig(written);
          const { outcome, error } = simulateAttachment({ text: written, containerId: 'c1', netns: '/var/run/netns/c1', ifName: 'eth0' });
          if (!valid) expect([outcome, error]).not.toEqual(['ok', null]);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
