import { checkRule, service } from '../../cluster.table.js';
import { addressMissing } from './address-missing.js';
import { controller, ingress, ingressClass, published } from './controllers.table.js';

const nginx = [controller(['--publish-service=ingress/edge']), ingressClass('nginx')];
const edge = (spec: object = {}, status?: object) => ({ ...service({ type: 'LoadBalancer', ...spec }, 'edge', { namespace: 'ingress' }), ...(status !== undefined && { status }) });
const waiting = ingress({ ingressClassName: 'nginx' });

checkRule(addressMissing, [
  { name: 'the Service has no address', cluster: [...nginx, edge(), waiting], finds: ['warning Service ingress/edge: ingress/edge publishes the address of this Service, which has none; 1 Ingress has none either (shop/shop).'] },
  { name: 'quiet: it has one', cluster: [...nginx, edge({}, published), waiting] },
  { name: 'quiet: node ports', cluster: [...nginx, edge({ type: 'NodePort' }), waiting] },
  { name: 'quiet: the Ingress has an address', cluster: [...nginx, edge(), ingress({ ingressClassName: 'nginx' }, {}, published)] },
  { name: 'quiet: an address is published by another flag', cluster: [controller(['--publish-service=ingress/edge', '--publish-status-address=192.0.2.7']), ingressClass('nginx'), edge(), waiting] },
  { name: 'quiet: the controller publishes nothing', cluster: [controller(), ingressClass('nginx'), edge(), waiting] },
  { name: 'quiet: the Ingress is of another', cluster: [...nginx, edge(), ingressClass('other', 'example.com/o'), ingress({ ingressClassName: 'other' })] },
  { name: 'quiet: the Service is a manifest', cluster: [...nginx, service({ type: 'LoadBalancer' }, 'edge', { namespace: 'ingress', uid: undefined }), waiting] },
]);
