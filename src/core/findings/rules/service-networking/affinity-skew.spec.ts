import { checkRule, pod, service } from '../../cluster.table.js';
import { affinitySkew } from './affinity-skew.js';

const sticky = (spec: object = {}, status: object = {}, annotations: object = {}) => ({ ...service({ sessionAffinity: 'ClientIP', ...spec }, 'web', { annotations }), status });
const balancer = (ingress: object, spec: object = {}, annotations: object = {}) => sticky({ type: 'LoadBalancer', ...spec }, { loadBalancer: { ingress: [ingress] } }, annotations);
const two = [pod('web-1'), pod('web-2', { ip: '10.244.1.6' })];
const ingress = (value: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', namespace: 'shop', uid: 'i', annotations: { 'nginx.ingress.kubernetes.io/service-upstream': value } },
  spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }] },
});

checkRule(affinitySkew, [
  {
    name: 'a load balancer that ends connections',
    cluster: [balancer({ ip: '192.0.2.10', ipMode: 'Proxy' }), ...two],
    finds: ['info Service shop/web: Its 2 pods share clients by their address, and its load balancer ends connections and opens its own (ipMode Proxy).'],
  },
  {
    name: 'a classic load balancer of AWS',
    cluster: [balancer({ hostname: 'a1b2-123.eu-west-1.elb.amazonaws.com' }), ...two],
    finds: ['info Service shop/web: Its 2 pods share clients by their address, and its load balancer is a classic one of AWS, which ends connections and opens its own.'],
  },
  {
    name: 'an ingress controller that calls the ClusterIP',
    cluster: [sticky(), ingress('true'), ...two],
    finds: ['info Service shop/web: Its 2 pods share clients by their address, and Ingress shop lets its controller call the ClusterIP, so that the pods of the controller are the clients.'],
  },
  { name: 'quiet: an ingress controller that calls the pods', cluster: [sticky(), ingress('false'), ...two] },
  { name: 'quiet: a newer load balancer of AWS, which may let addresses through', cluster: [balancer({ hostname: 'a1b2-123.elb.eu-west-1.amazonaws.com' }), ...two] },
  { name: 'quiet: a newer one, by its annotation', cluster: [balancer({ hostname: 'a1b2-123.eu-west-1.elb.amazonaws.com' }, {}, { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' }), ...two] },
  { name: 'quiet: one pod', cluster: [balancer({ ip: '192.0.2.10', ipMode: 'Proxy' }), pod('web-1')] },
  { name: 'quiet: no affinity', cluster: [{ ...service({ type: 'LoadBalancer' }), status: { loadBalancer: { ingress: [{ ip: '192.0.2.10', ipMode: 'Proxy' }] } } }, ...two] },
  { name: 'quiet: clients come with their own address', cluster: [balancer({ ip: '192.0.2.10', ipMode: 'VIP' }), ...two] },
]);
