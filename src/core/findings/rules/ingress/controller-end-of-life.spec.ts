import { checkRule } from '../../cluster.table.js';
import { controllerEndOfLife } from './controller-end-of-life.js';
import { controller, ingress, ingressClass } from './controllers.table.js';

checkRule(controllerEndOfLife, [
  {
    name: 'ingress-nginx serves an Ingress',
    cluster: [controller(), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' }, { annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/', 'nginx.ingress.kubernetes.io/app-root': '/app', 'cert-manager.io/issuer': 'le' } })],
    finds: ['warning Deployment ingress/edge: It serves 1 Ingress; of its annotations are in use: app-root and rewrite-target.'],
  },
  { name: 'none of its annotations', cluster: [controller(), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })], finds: ['warning Deployment ingress/edge: It serves 1 Ingress; none of its annotations is in use.'] },
  { name: 'quiet: it serves none', cluster: [controller(), ingressClass('nginx')] },
  { name: 'quiet: Traefik', cluster: [controller(['--providers.kubernetesingress'], { image: 'traefik:v3.7' }), ingress()] },
  { name: 'quiet: F5’s controller', cluster: [controller(['-nginx-configmaps=ingress/nginx'], { image: 'nginx/nginx-ingress:5.2.0' }), ingressClass('nginx', 'nginx.org/ingress-controller'), ingress({ ingressClassName: 'nginx' })] },
]);
