import { checkRule } from '../../cluster.table.js';
import { controllerClassConflict } from './controller-class-conflict.js';
import { annotated, controller, ingress, ingressClass } from './controllers.table.js';

const both = (first: readonly string[], second: readonly string[]) => [controller(first, { name: 'one' }), controller(second, { name: 'two' }), ingressClass('nginx')];

checkRule(controllerClassConflict, [
  {
    name: '--ingress-class alone does not keep them apart',
    cluster: [...both(['--ingress-class=one'], ['--ingress-class=two']), ingress({ ingressClassName: 'nginx' })],
    finds: [
      'warning Deployment ingress/one: Deployment ingress/one, Deployment ingress/two each own 1 Ingress (shop/shop): ' +
        'ingress/one: spec.ingressClassName nginx is an IngressClass of k8s.io/ingress-nginx; ingress/two: spec.ingressClassName nginx is an IngressClass of k8s.io/ingress-nginx.',
    ],
  },
  {
    name: 'both take what has no class',
    cluster: [controller(['--watch-ingress-without-class', '--controller-class=a.example/a'], { name: 'one' }), controller(['--providers.kubernetesingress'], { name: 'two', image: 'traefik:v3.7' }), ingress()],
    finds: [
      'warning Deployment ingress/one: Deployment ingress/one, Deployment ingress/two each own 1 Ingress (shop/shop): ' +
        'ingress/one: it has no class, and --watch-ingress-without-class is set; ingress/two: it has no class, and --providers.kubernetesingress.ingressclass is not set.',
    ],
  },
  { name: 'quiet: each has a controller name', cluster: [...both([], ['--controller-class=example.com/two']), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: each watches a namespace of its own', cluster: [...both(['--watch-namespace=shop'], ['--watch-namespace=pay']), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: they share a class that no Ingress names', cluster: [...both([], []), ingress({}, annotated('other'))] },
  { name: 'quiet: one of them leaves it out', cluster: [...both([], ['--disable-catch-all']), ingress({ ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } } })] },
  { name: 'quiet: two providers of one Traefik', cluster: [controller(['--providers.kubernetesingress', '--providers.kubernetesingressnginx.watchingresswithoutclass=true'], { image: 'traefik:v3.7' }), ingress()] },
]);
