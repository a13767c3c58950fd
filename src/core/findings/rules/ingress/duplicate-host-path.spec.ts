import { checkRule } from '../../cluster.table.js';
import { duplicateHostPath } from './duplicate-host-path.js';
import { ingress, nginx } from './ingress-nginx.table.js';

checkRule(duplicateHostPath, [
  {
    name: 'another backend: the older one wins',
    cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Impl /cart api'])),
    finds: ['error Ingress shop/b: x.test/cart is in Ingress shop/a too, which wins at ingress-nginx/controller.'],
  },
  {
    name: 'the same backend',
    cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart web'])),
    finds: ['warning Ingress shop/b: x.test/cart is in Ingress shop/a too, which wins at ingress-nginx/controller; both lead to the same backend.'],
  },
  { name: 'quiet: a canary', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart api'], { canary: 'true', 'canary-weight': '5' })) },
  { name: 'quiet: Exact and Prefix', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Exact /cart api'])) },
  { name: 'quiet: another host', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['y.test Prefix /cart api'])) },
  { name: 'quiet: nobody serves the second', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart api'], {}, { ingressClassName: 'other' })) },
  { name: 'quiet: the controller leaves the second out', cluster: nginx(ingress('a', ['x.test Prefix /cart web']), ingress('b', ['x.test Prefix /cart api'], { 'server-snippet': 'x' })) },
]);
