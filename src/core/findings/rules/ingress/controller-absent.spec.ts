import { checkRule } from '../../cluster.table.js';
import { controllerAbsent } from './controller-absent.js';
import { annotated, controller, ingress, ingressClass, published } from './controllers.table.js';

checkRule(controllerAbsent, [
  {
    name: 'no workload is the controller',
    cluster: [ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })],
    finds: ['critical IngressClass nginx: No workload of the cluster is ingress-nginx with the controller name k8s.io/ingress-nginx; 1 Ingress names the class (shop/shop).'],
  },
  {
    name: 'the workload has another controller name',
    cluster: [controller(['--controller-class=example.com/edge']), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })],
    finds: ['critical IngressClass nginx: No workload of the cluster is ingress-nginx with the controller name k8s.io/ingress-nginx; 1 Ingress names the class (shop/shop).'],
  },
  {
    name: 'no pod of the controller is ready',
    cluster: [controller([], { ready: 0 }), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })],
    finds: ['critical Deployment ingress/edge: No pod of Deployment ingress/edge is ready, which serves 1 Ingress (shop/shop).'],
  },
  { name: 'quiet: it runs', cluster: [controller(), ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: no Ingress names the class', cluster: [ingressClass('nginx'), ingress({}, annotated('other'))] },
  { name: 'quiet: no pod is ready, and it serves nothing', cluster: [controller([], { ready: 0 }), ingressClass('nginx')] },
  { name: 'quiet: a controller that is not known here', cluster: [ingressClass('cloud', 'example.com/cloud'), ingress({ ingressClassName: 'cloud' })] },
  { name: 'quiet: F5’s controller under the same name', cluster: [ingressClass('nginx', 'nginx.org/ingress-controller'), ingress({ ingressClassName: 'nginx' })] },
  { name: 'quiet: the host of a virtual cluster has published it', cluster: [ingressClass('nginx'), ingress({ ingressClassName: 'nginx' }, {}, published)] },
  { name: 'quiet: the snapshot does not hold all workloads', cluster: [ingressClass('nginx'), ingress({ ingressClassName: 'nginx' })], coverage: { DaemonSet: { state: 'forbidden' } } },
]);
