import { describe, expect, it } from 'vitest';
import type { Coverage } from '../cluster/index.js';
import { clusterOf, pod, service, slice } from '../findings/cluster.table.js';
import { withSlices } from './derived-slices.js';

const noSlices: Partial<Coverage> = { EndpointSlice: { state: 'absent' } };
const endpoints = (subsets: readonly object[], labels: object = {}, name = 'web', namespace = 'shop') => ({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, uid: `e-${name}`, labels }, subsets });
const zoned = (name: string, zone: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, labels: { 'topology.kubernetes.io/zone': zone } } });
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1', uid: 'n' } };

function told(objects: readonly object[], coverage: Partial<Coverage> = noSlices) {
  const sliced = withSlices(clusterOf(objects, coverage));
  const [first] = sliced.view.objects('Service');
  if (first === undefined) throw new Error('no Service');
  const of = sliced.view.slicesOf(first).flatMap(({ addressType, ports, endpoints: list }) =>
    list.map(({ addresses, conditions: { ready, serving, terminating } }) => `${addressType} ${addresses.join('+')}:${ports.map(({ port }) => port).join(',')}${ready ? ' ready' : ''}${serving ? ' serving' : ''}${terminating ? ' terminating' : ''}`),
  );
  return { source: sliced.sourceOf(first), endpoints: of, warnings: sliced.warningsOf(first), sliced };
}

describe('the EndpointSlices of a Service', () => {
  it('are those of the snapshot where it holds some, whatever its Endpoints say', () => {
    const { source, endpoints: of, warnings } = told([service(), slice([{ addresses: ['10.244.1.9'] }]), endpoints([{ addresses: [{ ip: '10.244.1.1' }], ports: [{ port: 80 }] }])]);
    expect([source, of, warnings]).toEqual(['snapshot', ['IPv4 10.244.1.9:80 ready serving'], []]);
  });

  it('are none where the snapshot vouches for that, and the view is the one that was given', () => {
    const view = clusterOf([service(), pod('web-1'), node]);
    expect(withSlices(view).view).toBe(view);
    expect(withSlices(view).warnings).toEqual([]);
  });

  it('are made of the pods that the selector matches', () => {
    const { source, endpoints: of, warnings } = told([service(), node, pod('web-1'), pod('web-2', { ip: '10.244.1.6', ready: false }), pod('web-3', { ip: '10.244.1.7', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })]);
    expect(source).toBe('pods');
    expect(of).toEqual(['IPv4 10.244.1.5:80 ready serving', 'IPv4 10.244.1.6:80', 'IPv4 10.244.1.7:80 serving terminating']);
    expect(warnings).toEqual(['The snapshot holds no EndpointSlices: those of this Service were made of its Pods, as the EndpointSlice controller makes them.']);
  });

  it('carry the labels of the Service, so that kube-proxy leaves alone what it leaves alone', () => {
    const { sliced } = told([service({ clusterIP: 'None' }, 'web', { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } }), node, pod('web-1')]);
    expect(sliced.view.objects('EndpointSlice')[0]?.metadata.labels).toEqual({
      'service.kubernetes.io/service-proxy-name': 'other',
      'service.kubernetes.io/headless': '',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
  });

  it.each([
    ['PreferSameZone', { forZones: [{ name: 'a' }] }],
    ['PreferClose', { forZones: [{ name: 'a' }] }],
    ['PreferSameNode', { forZones: [{ name: 'a' }], forNodes: [{ name: 'worker-1' }] }],
    ['Elsewhere', undefined],
  ])('carry the hints of trafficDistribution %s on ready endpoints', (trafficDistribution, hints) => {
    const { sliced } = told([service({ trafficDistribution }), zoned('worker-1', 'a'), pod('web-1'), pod('web-2', { ip: '10.244.1.6', ready: false })]);
    expect(sliced.view.objects('EndpointSlice')[0]?.endpoints.map((each) => each.hints)).toEqual([hints, undefined]);
  });

  it('are told without the hints of topology-mode: Auto, which the CPUs of nodes decide', () => {
    const { sliced, warnings } = told([service({ trafficDistribution: 'PreferClose' }, 'web', { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } }), zoned('worker-1', 'a'), pod('web-1')]);
    expect(sliced.view.objects('EndpointSlice')[0]?.endpoints[0]?.hints).toBeUndefined();
    expect(warnings[0]).toContain('topology hints, which depend on the CPUs of the nodes, are left out');
  });

  it('are made of the Endpoints where the Service has no selector; not ready goes before ready, and names are no addresses', () => {
    const subsets = [{ addresses: [{ ip: '192.0.2.1' }, { ip: '2001:db8::1' }, { ip: '192.0.2.2' }, { ip: 'db' }], notReadyAddresses: [{ ip: '192.0.2.2' }], ports: [{ port: 5432 }] }];
    const { source, endpoints: of } = told([service({ selector: undefined }), endpoints(subsets)]);
    expect([source, of]).toEqual(['endpoints', ['IPv4 192.0.2.2:5432 serving', 'IPv4 192.0.2.1:5432 ready serving', 'IPv6 2001:db8::1:5432 ready serving']]);
  });

  it('are not made of Endpoints whose owner asks that they are not mirrored, but for those of the API server', () => {
    const skip = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
    const subsets = [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ name: 'https', port: 6443 }] }];
    expect(told([service({ selector: undefined }), endpoints(subsets, skip)]).endpoints).toEqual([]);
    const ofServer = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kubernetes', namespace: 'default', uid: 'k' }, spec: { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443 }] } };
    expect(told([ofServer, endpoints(subsets, skip, 'kubernetes', 'default')]).endpoints).toEqual(['IPv4 192.0.2.1:6443 ready serving']);
  });

  it('are made of the Endpoints of a Service with a selector where the snapshot does not hold its Pods', () => {
    const { source } = told([service(), endpoints([{ addresses: [{ ip: '10.244.1.5' }], ports: [{ port: 80 }] }])], { ...noSlices, Pod: { state: 'forbidden' } });
    expect(source).toBe('endpoints');
  });

  it('are not known where the snapshot holds nothing of which they are made', () => {
    const { source, warnings } = told([service()], { ...noSlices, Pod: { state: 'absent' }, Endpoints: { state: 'absent' } });
    expect([source, warnings]).toEqual(['unknown', ['The snapshot holds neither EndpointSlices nor Endpoints nor the Pods of this Service: its endpoints are not known.']]);
  });
});
