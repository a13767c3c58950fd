import { describe, expect, it } from 'vitest';
import { behaviourOf } from './behaviour.js';
import { clusterOf, webService } from './kube-proxy.table.js';
import { servicePorts, whyUnserved, type ServicePort } from './service-ports.js';

const balanced = { type: 'LoadBalancer', ports: [{ name: 'http', port: 80, nodePort: 30080 }] };

function portsOf(service: object, { family = 'IPv4' as const, minor = 37, gates = {} }: { family?: 'IPv4' | 'IPv6'; minor?: number; gates?: Record<string, boolean> } = {}): readonly ServicePort[] {
  return servicePorts(clusterOf([service]), family, behaviourOf(minor, gates));
}

describe('the ports of a Service as kube-proxy holds them', () => {
  it('have names without a colon where the port has none', () => {
    expect(portsOf(webService({ ports: [{ port: 3306 }] })).map(({ name }) => name)).toEqual(['shop/web']);
    expect(portsOf(webService({ ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53 }] })).map(({ name, protocol }) => `${name} ${protocol}`)).toEqual(['shop/web:dns UDP', 'shop/web:dns-tcp TCP']);
  });

  it.each<readonly [name: string, service: object, family: 'IPv4' | 'IPv6', expected: readonly string[]]>([
    ['are of the family of the ClusterIP', webService(), 'IPv4', ['10.96.7.10']],
    ['are none of the other family', webService(), 'IPv6', []],
    ['have the address of each family', webService({ clusterIPs: ['10.96.7.10', 'fd00:96::10'], ipFamilies: ['IPv4', 'IPv6'] }), 'IPv6', ['fd00:96::10']],
    ['are none of a headless Service', webService({ clusterIP: 'None' }), 'IPv4', []],
    ['are none of a Service without an address yet', webService({ clusterIP: '' }), 'IPv4', []],
    ['are none of another name, though it has an address', webService({ type: 'ExternalName', externalName: 'example.com' }), 'IPv4', []],
  ])('%s', (_, service, family, expected) => {
    expect(portsOf(service, { family }).map(({ clusterIP }) => clusterIP)).toEqual(expected);
  });

  it.each<readonly [name: string, labels: Record<string, string>, minor: number, expected: string | undefined]>([
    ['another proxy serves it', { 'service.kubernetes.io/service-proxy-name': 'cilium' }, 37, 'other-proxy'],
    ['an empty name of a proxy is one as well', { 'service.kubernetes.io/service-proxy-name': '' }, 37, 'other-proxy'],
    ['1.29 leaves what is labelled headless', { 'service.kubernetes.io/headless': '' }, 29, 'headless'],
    ['1.37 looks at the ClusterIP', { 'service.kubernetes.io/headless': '' }, 37, undefined],
  ])('%s', (_, labels, minor, expected) => {
    const [service] = clusterOf([webService({}, { labels })]).objects('Service');
    expect(service && whyUnserved(service, behaviourOf(minor))).toBe(expected);
  });

  it.each<readonly [name: string, minor: number, gates: Record<string, boolean>, expected: readonly string[]]>([
    ['1.37 leaves out an address of mode Proxy', 37, {}, ['198.51.100.7']],
    ['1.29 does not know the mode', 29, {}, ['198.51.100.7', '198.51.100.8']],
    ['1.29 does with its gate', 29, { LoadBalancerIPMode: true }, ['198.51.100.7']],
  ])('%s', (_, minor, gates, expected) => {
    expect(portsOf(webService(balanced, { ingress: [{ ip: '198.51.100.7' }, { ip: '198.51.100.8', ipMode: 'Proxy' }, { hostname: 'lb.example.com' }] }), { minor, gates })[0]?.loadBalancerVIPs).toEqual(expected);
  });

  it.each<readonly [name: string, ranges: readonly string[], minor: number, expected: readonly string[]]>([
    ['are of the family, without host bits and blanks', [' 203.0.113.77/25', '2001:db8::/32'], 37, ['203.0.113.0/25']],
    ['1.37 lets everybody in by a range of everything', ['203.0.113.0/25', '0.0.0.0/0'], 37, []],
    ['1.33 takes it for one range among others', ['0.0.0.0/0', '203.0.113.0/25'], 33, ['0.0.0.0/0', '203.0.113.0/25']],
  ])('source ranges: %s', (_, loadBalancerSourceRanges, minor, expected) => {
    expect(portsOf(webService({ ...balanced, loadBalancerSourceRanges }), { minor })[0]?.loadBalancerSourceRanges.map(({ text }) => text)).toEqual(expected);
  });

  it.each<readonly [name: string, spec: object, expected: string]>([
    ['nothing from outside', { externalTrafficPolicy: 'Local' }, 'cluster'],
    ['policy Local at a node port', { ...balanced, type: 'NodePort', externalTrafficPolicy: 'Local' }, 'cluster local external-local'],
    ['internal policy Local', { internalTrafficPolicy: 'Local' }, 'local internal-local'],
    ['internal policy Local at a node port', { ...balanced, type: 'NodePort', internalTrafficPolicy: 'Local' }, 'cluster local internal-local'],
    ['policy Local at an external address', { externalIPs: ['203.0.113.9'], externalTrafficPolicy: 'Local' }, 'cluster local external-local'],
    ['a health check', { ...balanced, externalTrafficPolicy: 'Local', healthCheckNodePort: 32000 }, 'cluster local external-local health'],
    ['a health check that policy Cluster has no use for', { ...balanced, healthCheckNodePort: 32000 }, 'cluster'],
    ['a health check of a node port alone', { ...balanced, type: 'NodePort', externalTrafficPolicy: 'Local', healthCheckNodePort: 32000 }, 'cluster local external-local'],
  ])('policies: %s', (_, spec, expected) => {
    const [port] = portsOf(webService(spec));
    const words = { cluster: port?.usesClusterEndpoints, local: port?.usesLocalEndpoints, 'external-local': port?.externalPolicyLocal, 'internal-local': port?.internalPolicyLocal, health: port?.healthCheckNodePort !== 0 };
    expect(Object.entries(words).flatMap(([word, is]) => (is === true ? [word] : [])).join(' ')).toBe(expected);
  });

  it('lose external addresses with the gate off, and are still told to be reachable by them', () => {
    const [port] = portsOf(webService({ externalIPs: ['203.0.113.9'] }), { gates: { AllowServiceExternalIPs: false } });
    expect([port?.externalIPs, port?.externallyAccessible]).toEqual([[], true]);
  });

  it('keep clients for three hours unless they are told otherwise', () => {
    expect([webService({ sessionAffinity: 'ClientIP' }), webService()].map((service) => portsOf(service)[0]?.affinitySeconds)).toEqual([10_800, undefined]);
  });
});
