import { checkRule, pod, service } from '../../cluster.table.js';
import { endpointsPartiallyUnready } from './endpoints-partially-unready.js';

const unready = { ready: false, status: { reason: 'NodeLost' } };

checkRule(endpointsPartiallyUnready, [
  {
    name: 'one of three is not ready',
    cluster: [service(), pod('web-1'), pod('web-2', unready), pod('web-3')],
    finds: ['warning Service shop/web: 2 of 3 pods are ready. Not ready: web-2: NodeLost.'],
  },
  {
    name: 'one ready pod carries the load of two',
    cluster: [service(), pod('web-1'), pod('web-2', unready), pod('web-3', { status: { phase: 'Succeeded' } })],
    finds: ['warning Service shop/web: 1 of 2 pods is ready. Not ready: web-2: NodeLost.'],
  },
  { name: 'quiet: all are ready', cluster: [service(), pod('web-1'), pod('web-2')] },
  { name: 'quiet: none is ready, which another rule tells', cluster: [service(), pod('web-1', unready)] },
  { name: 'quiet: the unready one is being deleted by a rolling update', cluster: [service(), pod('web-1'), pod('web-2', { ...unready, metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })] },
  { name: 'quiet: the unready one has ended', cluster: [service(), pod('web-1'), pod('web-2', { ready: false, status: { phase: 'Failed' } })] },
  { name: 'quiet: unready addresses are published on purpose', cluster: [service({ publishNotReadyAddresses: true }), pod('web-1'), pod('web-2', unready)] },
]);
