import { gateway, namespace, service } from '../objects.js';

/** What every scenario has: three namespaces, their Services, and Gateways that let in routes of one, of all, and of labelled namespaces. */
export const world: readonly object[] = [
  namespace('edge', { tier: 'edge' }),
  namespace('apps', { tier: 'backend' }),
  namespace('shop', { tier: 'backend' }),
  ...service('v1', '127.91.0.1'),
  ...service('v2', '127.91.0.2'),
  ...service('v3', '127.91.0.3'),
  ...service('idle'),
  ...service('web', '127.91.0.4', { namespace: 'apps' }),
  ...service('app1', '127.91.0.5', { namespace: 'shop' }),
  ...service('app2', '127.91.0.6', { namespace: 'shop' }),
  gateway('own', ['http HTTP 80']),
  gateway('all', ['http HTTP 80 from=All']),
  gateway('labelled', ['http HTTP 80 from=tier:backend']),
];
