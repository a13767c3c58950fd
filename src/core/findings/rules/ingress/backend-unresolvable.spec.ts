import { checkRule, service } from '../../cluster.table.js';
import { backendUnresolvable } from './backend-unresolvable.js';

const path = (name: string, port: object, at = '/') => ({ path: at, pathType: 'Prefix', backend: { service: { name, port } } });
const ingress = (paths: readonly object[], spec: object = {}) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'shop', namespace: 'shop', uid: 'i' },
  spec: { ingressClassName: 'main', rules: [{ host: 'shop.example', http: { paths } }], ...spec },
});
const main = (controller: string) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'main', uid: 'c' }, spec: { controller } });
const web = service({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });

checkRule(backendUnresolvable, [
  {
    name: 'a Service that is not there, told once for its paths',
    cluster: [ingress([path('cart', { number: 80 }, '/cart'), path('cart', { number: 80 }, '/basket'), path('web', { number: 80 })]), web],
    finds: ['error Ingress shop/shop: shop.example/cart and shop.example/basket lead to Service cart, which namespace shop does not have.'],
  },
  {
    name: 'a Service of another namespace',
    cluster: [ingress([path('web', { number: 80 })]), service({}, 'web', { namespace: 'other' })],
    finds: ['error Ingress shop/shop: shop.example/ leads to Service web, which namespace shop does not have.'],
  },
  {
    name: 'a number that is no port of the Service',
    cluster: [ingress([path('web', { number: 8000 })]), web],
    finds: ['error Ingress shop/shop: shop.example/ leads to port 8000 of Service web, which has http (80).'],
  },
  {
    name: 'a name that is no port of the Service',
    cluster: [ingress([path('web', { name: 'https' })]), web],
    finds: ['error Ingress shop/shop: shop.example/ leads to port https of Service web, which has http (80).'],
  },
  {
    name: 'a targetPort, where Traefik serves the Ingress',
    cluster: [ingress([path('web', { number: 8080 })]), web, main('traefik.io/ingress-controller')],
    finds: ['error Ingress shop/shop: shop.example/ leads to port 8080 of Service web, which has http (80); 8080 is a targetPort, which this controller does not accept.'],
  },
  {
    name: 'the default backend',
    cluster: [ingress([], { defaultBackend: { service: { name: 'gone', port: { number: 80 } } } })],
    finds: ['error Ingress shop/shop: The default backend leads to Service gone, which namespace shop does not have.'],
  },
  { name: 'quiet: by number', cluster: [ingress([path('web', { number: 80 })]), web] },
  { name: 'quiet: by name', cluster: [ingress([path('web', { name: 'http' })]), web] },
  { name: 'quiet: a targetPort, where ingress-nginx serves the Ingress', cluster: [ingress([path('web', { number: 8080 })]), web, main('k8s.io/ingress-nginx')] },
  { name: 'quiet: a targetPort, where Azure’s controller serves the Ingress, which takes one too', cluster: [ingress([path('web', { number: 8080 })]), web, main('azure/application-gateway')] },
  { name: 'quiet: a targetPort, where haproxy-ingress serves the Ingress', cluster: [ingress([path('web', { number: 8080 })]), web, main('haproxy-ingress.github.io/controller')] },
  {
    name: 'quiet: ingress-nginx takes any number for an ExternalName',
    cluster: [ingress([path('web', { number: 8443 })]), service({ type: 'ExternalName', externalName: 'a.example', ports: [{ port: 443 }] }), main('k8s.io/ingress-nginx')],
  },
  {
    name: 'a number that an ExternalName does not have, where Traefik serves the Ingress',
    cluster: [ingress([path('web', { number: 8443 })]), service({ type: 'ExternalName', externalName: 'a.example', ports: [{ port: 443 }] }), main('traefik.io/ingress-controller')],
    finds: ['error Ingress shop/shop: shop.example/ leads to port 8443 of Service web, which has 443.'],
  },
  { name: 'quiet: a targetPort, where the controller is not known', cluster: [ingress([path('web', { number: 8080 })]), web] },
  { name: 'quiet: a resource', cluster: [ingress([{ path: '/', pathType: 'Prefix', backend: { resource: { kind: 'StorageBucket', name: 'static' } } }])] },
  { name: 'quiet: an action of the AWS controller', cluster: [ingress([path('ssl-redirect', { name: 'use-annotation' })])] },
  { name: 'quiet: an ExternalName without ports', cluster: [ingress([path('web', { number: 443 })]), service({ type: 'ExternalName', externalName: 'a.example', ports: [] })] },
  { name: 'quiet: a Service without endpoints, which other rules tell', cluster: [ingress([path('web', { number: 80 })]), web] },
  { name: 'quiet: the snapshot does not hold Services', cluster: [ingress([path('cart', { number: 80 })])], coverage: { Service: { state: 'unreadable' } } },
]);
