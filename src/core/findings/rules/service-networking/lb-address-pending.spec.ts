import { checkRule, pod, service } from '../../cluster.table.js';
import { lbAddressPending } from './lb-address-pending.js';

const at = (time: string) => ({ creationTimestamp: `2026-01-01T${time}Z` });
const balancer = (spec: object = {}, name = 'web', time = '10:00:00') => service({ type: 'LoadBalancer', ...spec }, name, at(time));
const later = (time = '11:00:00') => pod('late', { metadata: at(time) });
const pool = (addresses: readonly string[], spec: object = {}) => ({ apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata: { name: 'pool', namespace: 'metallb-system', uid: 'pool' }, spec: { addresses, ...spec } });
const withAddress = (ip: string) => ({ ...balancer({}, `lb-${ip}`), status: { loadBalancer: { ingress: [{ ip }] } } });
const agent = (name: string, image: string) => pod(name, { labels: {}, image, metadata: at('09:00:00') });

checkRule(lbAddressPending, [
  {
    name: 'nothing that provides load balancers is there',
    cluster: [balancer(), later()],
    finds: ['error Service shop/web: It has had no address for at least 60 minutes. The snapshot shows nothing that provides load balancers.'],
  },
  {
    name: 'a provider runs, and has given none',
    cluster: [balancer(), later('13:30:00'), agent('ccm', 'registry.example/k8s/openstack-cloud-controller-manager:v1.34.0')],
    finds: ['error Service shop/web: It has had no address for at least 3 hours. A cloud-controller-manager runs, and has given it none.'],
  },
  {
    name: 'the pool is used up',
    cluster: [balancer(), later(), pool(['192.0.2.10-192.0.2.11']), withAddress('192.0.2.10'), withAddress('192.0.2.11'), agent('controller', 'quay.io/metallb/controller:v0.15.2')],
    finds: ['error Service shop/web: It has had no address for at least 60 minutes. No address of metallb-system/pool (2) is free.'],
  },
  {
    name: 'the pool leaves out the addresses that confuse firmwares',
    cluster: [balancer(), later(), pool(['192.0.2.0/31'], { avoidBuggyIPs: true }), withAddress('192.0.2.1')],
    finds: ['error Service shop/web: It has had no address for at least 60 minutes. No address of metallb-system/pool (1) is free.'],
  },
  {
    name: 'the pool gives out addresses on request alone',
    cluster: [balancer(), later(), pool(['192.0.2.0/28'], { autoAssign: false })],
    finds: ['error Service shop/web: It has had no address for at least 60 minutes. No IPAddressPool gives out addresses by itself (autoAssign: false): name one of metallb-system/pool in the annotation metallb.io/address-pool.'],
  },
  {
    name: 'it asks for a class',
    cluster: [balancer({ loadBalancerClass: 'example.com/lb' }), later()],
    finds: ['error Service shop/web: It has had no address for at least 60 minutes. It asks for the class example.com/lb, which a controller of its own must serve.'],
  },
  { name: 'quiet: it is younger than five minutes', cluster: [balancer(), later('10:04:59')] },
  { name: 'quiet: nothing in the snapshot tells how old it is', cluster: [service({ type: 'LoadBalancer' }), pod('web-1')] },
  { name: 'quiet: it has an address', cluster: [withAddress('192.0.2.10'), later()] },
  { name: 'quiet: it has a name', cluster: [{ ...balancer(), status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }] } } }, later()] },
  { name: 'quiet: a NodePort needs none', cluster: [service({ type: 'NodePort' }, 'web', at('10:00:00')), later()] },
]);
