import { describe, expect, it } from 'vitest';
import type { ServiceEndpoint } from '../../endpoints.js';
import type { ServicePort } from '../../service-ports.js';
import { endpointNames, servicePortNames } from './names.js';

function port(namespace: string, name: string, portName: string): ServicePort {
  return { service: { metadata: { namespace, name } }, protocol: 'TCP', portName } as ServicePort;
}

const endpoint = (ip: string, number: number) => ({ ip, port: number }) as ServiceEndpoint;

/** The hashes are those of the comments in pkg/proxy/nftables/proxier.go v1.37.2. */
describe('names of chains', () => {
  it('hold namespace, name, protocol and port behind a hash of them', () => {
    expect(servicePortNames(port('ns1', 'svc1', 'p80'))).toEqual({
      cluster: 'service-ULMVA6XW-ns1/svc1/tcp/p80', local: 'local-ULMVA6XW-ns1/svc1/tcp/p80', external: 'external-ULMVA6XW-ns1/svc1/tcp/p80', firewall: 'firewall-ULMVA6XW-ns1/svc1/tcp/p80',
    });
  });

  it('end with a slash for a port without a name', () => {
    expect(servicePortNames(port('ns1', 'svc1', '')).cluster).toMatch(/^service-[A-Z2-7]{8}-ns1\/svc1\/tcp\/$/);
  });

  it('of endpoints hold address and port', () => {
    expect(endpointNames(port('ns1', 'svc1', 'p80'), endpoint('10.180.0.1', 80))).toEqual({ chain: 'endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80', affinitySet: 'affinity-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80' });
  });

  it('of IPv6 endpoints have points for colons', () => {
    expect(endpointNames(port('ns1', 'svc1', 'p80'), endpoint('fd00:10:180::1', 80)).chain).toMatch(/__fd00\.10\.180\.\.1\/80$/);
  });

  it('are cut where they would be too long for nftables', () => {
    const { chain } = endpointNames(port('n'.repeat(63), 's'.repeat(63), 'p'.repeat(63)), endpoint('fd00:1111:2222:3333:4444:5555:6666:7777', 65535));
    expect([chain.length, chain.slice(-6)]).toEqual(['endpoint-'.length + 240, '5.6...']);
  });
});
