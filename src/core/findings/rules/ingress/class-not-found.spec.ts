import { checkRule } from '../../cluster.table.js';
import { classNotFound } from './class-not-found.js';
import { annotated, controller, ingress, ingressClass, published } from './controllers.table.js';

const nginx = [controller(), ingressClass('nginx')];

checkRule(classNotFound, [
  {
    name: 'the field names no class',
    cluster: [...nginx, ingress({ ingressClassName: 'ngnix' })],
    finds: ['error Ingress shop/shop: spec.ingressClassName ngnix names no IngressClass; near: nginx.'],
  },
  {
    name: 'the annotation holds the name of a class',
    cluster: [controller(), ingressClass('public'), ingress({}, annotated('public'))],
    finds: ['error Ingress shop/shop: No controller takes the annotation kubernetes.io/ingress.class "public"; public is the name of an IngressClass, which only spec.ingressClassName is compared with (ingress/edge: the annotation kubernetes.io/ingress.class is "public", and --ingress-class is nginx).'],
  },
  {
    name: 'the annotation is near to what a controller takes',
    cluster: [controller(['--ingress-class=internal']), ingress({}, annotated('internall'))],
    finds: ['error Ingress shop/shop: No controller takes the annotation kubernetes.io/ingress.class "internall" (ingress/edge: the annotation kubernetes.io/ingress.class is "internall", and --ingress-class is internal).'],
  },
  { name: 'quiet: the class is there', cluster: [...nginx, ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: the annotation is what the controller takes', cluster: [...nginx, ingress({}, annotated('nginx'))] },
  { name: 'quiet: Contour takes a name without a class', cluster: [controller(['serve'], { image: 'ghcr.io/projectcontour/contour:v1.33.0' }), ingress({ ingressClassName: 'contour' })] },
  { name: 'quiet: somebody has published it', cluster: [...nginx, ingress({ ingressClassName: 'cloud' }, {}, published)] },
  { name: 'quiet: the annotation is meant for a cloud', cluster: [...nginx, ingress({}, annotated('gce'))] },
  { name: 'quiet: a controller that is not known here may take the annotation', cluster: [...nginx, ingressClass('other', 'example.com/other'), ingress({}, annotated('traefik'))] },
  { name: 'quiet: the class is of a controller that does not run, which another rule tells', cluster: [controller(['--controller-class=example.com/x']), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: the snapshot does not hold all classes', cluster: [...nginx, ingress({ ingressClassName: 'gone' })], coverage: { IngressClass: { state: 'forbidden' } } },
  { name: 'quiet: the snapshot does not hold all workloads', cluster: [ingress({}, annotated('nginx'))], coverage: { Deployment: { state: 'absent' } } },
]);
