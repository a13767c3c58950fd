import { checkRule, manifest, pod, service, slice } from '../../cluster.table.js';
import { staleEndpoint } from './stale-endpoint.js';

const to = (name: string, more: object = {}) => ({ addresses: ['10.244.1.5'], conditions: { ready: true }, targetRef: { kind: 'Pod', namespace: 'shop', name, uid: `uid-of-${name}` }, ...more });

checkRule(staleEndpoint, [
  { name: 'the pod is gone', cluster: [service(), slice([to('web-1')])], finds: ['error Service shop/web: 10.244.1.5: pod web-1 does not exist.'] },
  {
    name: 'a pod of that name was made anew',
    cluster: [slice([to('web-0')]), pod('web-0', { metadata: { uid: 'another' } })],
    finds: ['error Service shop/web: 10.244.1.5: pod web-0 was made anew, the endpoint means its predecessor.'],
  },
  {
    name: 'the pod has another address',
    cluster: [slice([to('web-0')]), pod('web-0', { ip: '10.244.2.9' })],
    finds: ['error Service shop/web: 10.244.1.5: pod web-0 has address 10.244.2.9.'],
  },
  {
    name: 'a slice of a Service that no controller manages is somebody’s own',
    cluster: [slice([to('web-1')], { 'kubernetes.io/service-name': 'web' })],
    finds: ['info Service shop/web: 10.244.1.5: pod web-1 does not exist.'],
  },
  { name: 'a slice of no Service stands for itself', cluster: [slice([to('web-1')], {})], finds: ['info EndpointSlice shop/web-x7k2p: 10.244.1.5: pod web-1 does not exist.'] },
  {
    name: 'quiet: pods of another cluster, which a cluster mesh imports',
    cluster: [slice([to('web-1')], { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-mesh-controller.cilium.io' })],
  },
  { name: 'quiet: the pod is as the endpoint says', cluster: [slice([to('web-1')]), pod('web-1')] },
  { name: 'quiet: the second address of a dual-stack pod', cluster: [slice([to('web-1', { addresses: ['10.244.9.9'] })]), pod('web-1', { status: { podIPs: [{ ip: '10.244.1.5' }, { ip: '10.244.9.9' }] } })] },
  { name: 'quiet: its Service is being deleted', cluster: [service({}, 'web', { deletionTimestamp: '2026-01-01T00:00:00Z' }), slice([to('web-1')])] },
  { name: 'quiet: the endpoint is terminating', cluster: [slice([to('web-1', { conditions: { ready: true, terminating: true } })])] },
  { name: 'quiet: the endpoint gets no traffic', cluster: [slice([to('web-1', { conditions: { ready: false } })])] },
  { name: 'quiet: an address without a pod, written by hand', cluster: [slice([{ addresses: ['192.0.2.7'] }])] },
  { name: 'quiet: the pod has no address yet', cluster: [slice([to('web-1')]), pod('web-1', { status: { phase: 'Pending', podIP: undefined } })] },
  { name: 'quiet: the uid of the target was left out', cluster: [slice([to('web-1', { targetRef: { kind: 'Pod', name: 'web-1' } })]), pod('web-1')] },
  { name: 'quiet: the snapshot does not hold pods', cluster: [slice([to('web-1')])], coverage: { Pod: { state: 'absent' } } },
  { name: 'quiet: the snapshot holds pods of another namespace only', cluster: [slice([to('web-1')])], coverage: { Pod: { state: 'collected', namespaces: ['other'] } } },
  { name: 'quiet: the pods are stand-ins of their workload', cluster: [slice([to('web-1')]), manifest('Deployment', 'web')] },
]);
