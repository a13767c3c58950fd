import { checkRule, pod, service, slice } from '../../cluster.table.js';
import { controller, ingress, ingressClass } from './controllers.table.js';
import { defaultBackendMissing } from './default-backend-missing.js';

const nginx = [controller(['--default-backend-service=shop/web']), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })];
const ready = slice([{ addresses: ['10.244.1.9'], targetRef: { kind: 'Pod', name: 'web-1' } }]);

checkRule(defaultBackendMissing, [
  { name: 'no such Service', cluster: nginx, finds: ['info Deployment ingress/edge: --default-backend-service is shop/web: namespace shop has no such Service.'] },
  { name: 'no endpoint', cluster: [...nginx, service()], finds: ['info Deployment ingress/edge: --default-backend-service is shop/web: no endpoint of it is ready.'] },
  { name: 'no port', cluster: [...nginx, service({ ports: [], clusterIP: 'None' })], finds: ['info Deployment ingress/edge: --default-backend-service is shop/web: it has no port.'] },
  { name: 'quiet: it answers', cluster: [...nginx, service(), pod('web-1'), ready] },
  { name: 'quiet: none is named', cluster: [controller(), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: the snapshot does not hold its endpoints', cluster: [...nginx, service()], coverage: { EndpointSlice: { state: 'absent' } } },
]);
