import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../cluster/index.js';
import { clusterOf } from '../../findings/cluster.table.js';
import { controlPlanePod } from '../../cni/cluster.table.js';
import { allocationsOf } from './allocations.js';
import { bandsOf, offsetOf } from './band.js';
import { readPortRange } from './node-ports.js';
import { renderAllocationsMarkdown } from './render.js';

const service = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', uid: name }, spec: { ports: [{ port: 80 }], ...spec } });
const range = (cidr: string) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes', uid: 'c' }, spec: { cidrs: [cidr] } });
const record = (ip: string, name?: string) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: { name: ip, uid: ip }, spec: name === undefined ? {} : { parentRef: { resource: 'services', namespace: 'shop', name } } });
const flagged = (...args: string[]) => controlPlanePod('kube-apiserver', args);
const nodePort = (name: string, ...ports: object[]) => service(name, { type: 'NodePort', clusterIP: `10.96.0.${name.charCodeAt(0) % 200}`, ports });

const told = (objects: readonly object[], version: string | null = 'v1.34.0', coverage?: Partial<Coverage>) => allocationsOf(clusterOf(objects, coverage, version));

describe('the bands of a range', () => {
  it.each([
    // Source: kubernetes v1.37.2 pkg/registry/core/service/ipallocator/bitmap_test.go, TestCalculateRangeOffset
    ['10.0.0.0/24', '16 of 254: 10.0.0.1-10.0.0.16, 10.0.0.17-10.0.0.254'],
    ['10.0.0.0/20', '256 of 4094: 10.0.0.1-10.0.1.0, 10.0.1.1-10.0.15.254'],
    ['10.96.0.0/12', '256 of 1048574: 10.96.0.1-10.96.1.0, 10.96.1.1-10.111.255.254'],
    ['10.0.0.0/27', '16 of 30: 10.0.0.1-10.0.0.16, 10.0.0.17-10.0.0.30'],
    ['10.0.0.0/28', '0 of 14: 10.0.0.1-10.0.0.14'],
    ['10.0.0.0/30', '0 of 2: 10.0.0.1-10.0.0.2'],
    ['10.0.0.0/31', '0 of 0: '],
    ['fd00::/108', '256 of 1048575: fd00::1-fd00::100, fd00::101-fd00::f:ffff'],
    ['fd00::/64', '256 of 18446744073709551615: fd00::1-fd00::100, fd00::101-fd00::ffff:ffff:ffff:ffff'],
    ['fd00::/120', '16 of 255: fd00::1-fd00::10, fd00::11-fd00::ff'],
  ])('of ClusterIPs %s', (cidr, expected) => {
    const [first] = told([range(cidr)]).clusterIPs;
    const bands = [first?.static, first?.dynamic].flatMap((band) => (band === null || band === undefined ? [] : [`${band.first}-${band.last}`]));
    expect(`${first?.static?.size ?? 0} of ${first?.capacity}: ${bands.join(', ')}`).toBe(expected);
  });

  it.each([
    // Source: kubernetes v1.37.2 pkg/registry/core/service/portallocator/allocator_test.go, TestCalculateRangeOffset
    ['30000-32767', '86: 30000-30085, 30086-32767'],
    ['30000-30100', '16: 30000-30015, 30016-30100'],
    ['30000-30015', '0: 30000-30015'],
    ['10000-65535', '128: 10000-10127, 10128-65535'],
  ])('of node ports %s', (written, expected) => {
    const { nodePorts } = told([flagged(`--service-node-port-range=${written}`)]);
    const bands = [nodePorts.static, nodePorts.dynamic].flatMap((band) => (band === null ? [] : [`${band.first}-${band.last}`]));
    expect([nodePorts.source, `${nodePorts.static?.size ?? 0}: ${bands.join(', ')}`]).toEqual(['apiserver-flag', expected]);
  });

  it('are not kept by versions that do not know them', () => {
    expect(told([range('10.0.0.0/24')], 'v1.24.3').clusterIPs[0]?.static).toBeNull();
    expect(told([], 'v1.27.3').nodePorts.static).toBeNull();
    expect(told([], 'v1.28.0').nodePorts.static?.size).toBe(86);
  });

  it('cover the range, the static one first', () => {
    for (let size = 0n; size < 300n; size++) {
      const offset = offsetOf(size, { least: 16n, step: 16n, most: 256n });
      const { static: low, dynamic: high } = bandsOf(1n, size, offset);
      expect((low === undefined ? 0n : low.last - low.first + 1n) + (high === undefined ? 0n : high.last - high.first + 1n)).toBe(size);
      if (low !== undefined && high !== undefined) expect(high.first).toBe(low.last + 1n);
    }
  });
});

describe('what is given out', () => {
  it('is counted by band, and the first that is free is told', () => {
    const { clusterIPs, outcome, summary } = told([range('10.0.0.0/24'), service('a', { clusterIP: '10.0.0.1' }), service('b', { clusterIP: '10.0.0.2' }), service('c', { clusterIP: '10.0.0.17' }), service('d', { clusterIP: 'None' }), service('e', { clusterIP: '10.0.0.200' })]);
    expect(clusterIPs).toMatchObject([{ capacity: 254, used: 4, free: 250, static: { used: 2, free: 14, firstFree: '10.0.0.3' }, dynamic: { used: 2, free: 236, firstFree: '10.0.0.18' } }]);
    expect(outcome).toBe('counted');
    expect(summary).toBe('4 of 254 ClusterIPs of 10.0.0.0/24 in use, 0 of 2768 node ports.');
  });

  it('of an old API server is bounded by its map', () => {
    const [first] = told([flagged('--service-cluster-ip-range=fd00::/108')], 'v1.30.0').clusterIPs;
    expect(first).toMatchObject({ allocator: 'bitmap', capacity: 65535, dynamic: { last: 'fd00::ffff' } });
    expect(told([flagged('--service-cluster-ip-range=fd00::/108')], 'v1.33.0').clusterIPs[0]).toMatchObject({ allocator: 'ServiceCIDR', capacity: 1048575 });
  });

  it('counts node ports of health checks', () => {
    expect(told([nodePort('a', { port: 80, nodePort: 30080 }), service('b', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30081, clusterIP: '10.96.0.2', ports: [{ port: 80, nodePort: 30082 }] })]).nodePorts).toMatchObject({ used: 3, source: 'default' });
  });

  it('is not known without a range', () => {
    const { outcome, missing } = told([service('a', { clusterIP: '10.96.0.1' })], null, { Service: { state: 'collected', namespaces: ['shop'] } });
    expect([outcome, missing]).toEqual(['insufficient-information', ['No object states the range of the Services: what is free is not known.', 'The snapshot does not hold all Services: more may be in use.', 'The version of Kubernetes is not known: the bands are those of the newest.']]);
  });
});

describe('what does not go together', () => {
  it.each([
    ['one ClusterIP of two Services', [service('a', { clusterIP: '10.96.0.7' }), service('b', { clusterIP: '10.96.0.7' })], ['cluster-ip 10.96.0.7']],
    ['one node port of two Services', [nodePort('a', { port: 80, nodePort: 30080 }), nodePort('b', { port: 80, nodePort: 30080 })], ['node-port 30080']],
    ['one node port of two Services, of different protocols', [nodePort('a', { port: 80, nodePort: 30080 }), nodePort('b', { port: 80, protocol: 'UDP', nodePort: 30080 })], ['node-port 30080']],
    ['one node port of two protocols of one Service: as it should be', [nodePort('a', { name: 't', port: 53, nodePort: 30053 }, { name: 'u', port: 53, protocol: 'UDP', nodePort: 30053 })], []],
    ['nothing', [nodePort('a', { port: 80, nodePort: 30080 }), nodePort('b', { port: 80, nodePort: 30081 })], []],
  ])('%s', (_, objects, expected) => {
    expect(told(objects).clashes.items.map(({ kind, value }) => `${kind} ${value}`)).toEqual(expected);
  });

  it.each([
    ['a ClusterIP of another range', [range('10.96.0.0/16'), service('a', { clusterIP: '10.0.0.7' })], ['10.0.0.7']],
    ['the network address', [range('10.96.0.0/16'), service('a', { clusterIP: '10.96.0.0' })], ['10.96.0.0']],
    ['one of IPv6, of whose family no range is stated', [range('10.96.0.0/16'), service('a', { clusterIP: 'fd00::7' })], []],
    ['a range that is only inferred accuses nobody', [service('a', { clusterIP: '10.0.0.7' }), service('b', { clusterIP: '192.168.0.1' })], []],
    ['a node port of another range', [flagged('--service-node-port-range=20000-22767'), nodePort('a', { port: 80, nodePort: 30080 })], ['30080']],
    ['a node port outside the default, which may not be the range', [nodePort('a', { port: 80, nodePort: 8080 })], []],
  ])('outside the range: %s', (_, objects, expected) => {
    expect(told(objects).outside.items.map(({ value }) => value)).toEqual(expected);
  });

  it('records of ClusterIPs that no Service has, and Services without one', () => {
    const objects = [range('10.96.0.0/16'), service('a', { clusterIP: '10.96.0.7' }), service('b', { clusterIP: '10.96.0.8' }), record('10.96.0.7', 'a'), record('10.96.0.9', 'gone'), record('10.96.0.10', 'a')];
    expect(told(objects).records.items.map(({ kind, address }) => `${kind} ${address}`)).toEqual(['other-address 10.96.0.10', 'no-service 10.96.0.9', 'no-record 10.96.0.8']);
    expect(told(objects, 'v1.34.0', { IPAddress: { state: 'forbidden' } }).records.total).toBe(0);
  });

  it('is rendered before the ranges', () => {
    const text = renderAllocationsMarkdown(told([range('10.96.0.0/16'), service('a', { clusterIP: '10.96.0.7' }), service('b', { clusterIP: '10.96.0.7' })]));
    expect(text.indexOf('Clashes')).toBeGreaterThan(0);
    expect(text.indexOf('Clashes')).toBeLessThan(text.indexOf('### ClusterIPs'));
  });
});

describe('a range of ports', () => {
  it.each([
    ['30000-32767', { first: 30000, last: 32767 }],
    ['30000+2767', { first: 30000, last: 32767 }],
    ['30000', { first: 30000, last: 30000 }],
    [' 1-2 ', { first: 1, last: 2 }],
    ['2-1', undefined],
    ['1-65536', undefined],
    ['30000-', undefined],
    ['a-b', undefined],
  ])('%s', (text, expected) => {
    expect(readPortRange(text)).toEqual(expected);
  });
});
