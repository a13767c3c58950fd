import { checkRule } from '../../cluster.table.js';
import { controller, ingress, ingressClass, ruleOf } from './controllers.table.js';
import { wildcardHostOverreach } from './wildcard-host-overreach.js';

const nginx = [controller(), ingressClass('nginx')];
const own = (spec: object, metadata: object = {}) => ingress({ ingressClassName: 'nginx', ...spec }, metadata);
const pay = own({ rules: [ruleOf('pay.example')] }, { name: 'pay', namespace: 'pay', uid: 'p' });

checkRule(wildcardHostOverreach, [
  { name: 'a rule without a host beside another namespace', cluster: [...nginx, own({ rules: [ruleOf()] }), pay], finds: ['info Ingress shop/shop: A rule has no host: it answers for every name that no other Ingress of ingress/edge has, which serves pay too.'] },
  {
    name: 'TLS for a host that lies deeper than the wildcard',
    cluster: [...nginx, own({ rules: [ruleOf('*.shop.example')], tls: [{ hosts: ['*.shop.example', 'a.b.shop.example'] }] })],
    finds: ['info Ingress shop/shop: *.shop.example stands for one label: no rule takes a.b.shop.example, which has TLS.'],
  },
  { name: 'quiet: a rule without a host in a cluster of one namespace', cluster: [...nginx, own({ rules: [ruleOf()] }), own({ rules: [ruleOf('b.example')] }, { name: 'b', uid: 'b' })] },
  { name: 'quiet: a wildcard', cluster: [...nginx, own({ rules: [ruleOf('*.shop.example')], tls: [{ hosts: ['*.shop.example', 'a.shop.example'] }] }), pay] },
  { name: 'quiet: the deeper host has a rule of its own', cluster: [...nginx, own({ rules: [ruleOf('*.shop.example'), ruleOf('a.b.shop.example')], tls: [{ hosts: ['a.b.shop.example'] }] })] },
  { name: 'quiet: the AWS controller gives each Ingress an address', cluster: [controller([], { image: 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.0' }), ingressClass('nginx', 'ingress.k8s.aws/alb'), own({ rules: [ruleOf()] }), pay] },
]);
