import { checkRule } from '../../cluster.table.js';
import { annotated, controller, ingress, ingressClass, published } from './controllers.table.js';
import { noClassNoDefault } from './no-class-no-default.js';

checkRule(noClassNoDefault, [
  {
    name: 'nobody takes what has no class',
    cluster: [controller(), ingressClass('nginx'), ingress()],
    finds: ['error Ingress shop/shop: It names no class, and no controller takes what has none (ingress/edge: it has no class, and --watch-ingress-without-class is not set).'],
  },
  { name: 'quiet: a controller takes what has no class', cluster: [controller(['--watch-ingress-without-class']), ingressClass('nginx'), ingress()] },
  { name: 'quiet: Traefik takes what has no class', cluster: [controller(['--providers.kubernetesingress'], { image: 'traefik:v3.7' }), ingress()] },
  { name: 'quiet: there is a default class, which another rule tells', cluster: [controller(), ingressClass('nginx', 'k8s.io/ingress-nginx', true), ingress()] },
  { name: 'quiet: the annotation names one', cluster: [controller(), ingress({}, annotated('other'))] },
  { name: 'quiet: the cluster has no controller', cluster: [ingressClass('nginx'), ingress()] },
  { name: 'quiet: a controller that is not known here may take it', cluster: [controller(), ingressClass('other', 'example.com/other'), ingress()] },
  { name: 'quiet: somebody has published it', cluster: [controller(), ingressClass('nginx'), ingress({}, {}, published)] },
]);
