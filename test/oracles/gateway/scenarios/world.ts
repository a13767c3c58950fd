import { gateway, namespace, service } from '../objects.js';

/** Such backends speak HTTP/2 without TLS, and stand at 127.91.1. */
const grpc = { ports: [{ name: 'http', port: 8080, protocol: 'TCP', targetPort: 3000, appProtocol: 'kubernetes.io/h2c' }] };

/** What every scenario has: three namespaces, their Services, and Gateways that let in routes of one, of all, and of labelled namespaces. */
export const world: readonly object[] = [
  namespace('edge', { tier: 'edge' }),
  namespace('apps', { tier: 'backend' }),
  namespace('shop', { tier: 'backend' }),
  ...service('v1', '127.91.0.1'),
  ...service('v2', '127.91.0.2'),
  ...service('v3', '127.91.0.3'),
  ...service('g1', '127.91.1.1', { spec: grpc }),
  ...service('g2', '127.91.1.2', { spec: grpc }),
  ...service('g3', '127.91.1.3', { spec: grpc }),
  ...service('idle'),
  ...service('web', '127.91.0.4', { namespace: 'apps' }),
  ...service('app1', '127.91.0.5', { namespace: 'shop' }),
  ...service('app2', '127.91.0.6', { namespace: 'shop' }),
  gateway('own', ['http HTTP 80']),
  gateway('all', ['http HTTP 80 from=All']),
  gateway('labelled', ['http HTTP 80 from=tier:backend']),
];
