import { checkRule } from '../../cluster.table.js';
import { annotated, controller, ingress, ingressClass, published } from './controllers.table.js';
import { createdBeforeDefault } from './created-before-default.js';

const nginx = [controller(), ingressClass('nginx', 'k8s.io/ingress-nginx', true)];

checkRule(createdBeforeDefault, [
  {
    name: 'no class, although there is a default',
    cluster: [...nginx, ingress()],
    finds: ['error Ingress shop/shop: It has no class. The default class (nginx) is given at creation only; it was not the default then, and no controller takes what has none.'],
  },
  { name: 'quiet: it has a class', cluster: [...nginx, ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: it has the annotation', cluster: [...nginx, ingress({}, annotated('other'))] },
  { name: 'quiet: no default', cluster: [controller(), ingressClass('nginx'), ingress()] },
  { name: 'quiet: a controller takes what has no class', cluster: [controller(['--watch-ingress-without-class']), ingressClass('nginx', 'k8s.io/ingress-nginx', true), ingress()] },
  { name: 'quiet: the AWS controller looks at the mark itself', cluster: [controller([], { image: 'public.ecr.aws/eks/aws-load-balancer-controller:v2.13.0' }), ingressClass('alb', 'ingress.k8s.aws/alb', true), ingress()] },
  { name: 'quiet: a manifest, to which the API server will give its class', cluster: [...nginx, ingress({}, { uid: undefined })] },
  { name: 'quiet: somebody has published it', cluster: [...nginx, ingress({}, {}, published)] },
]);
