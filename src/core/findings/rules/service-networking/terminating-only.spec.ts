import { checkRule, pod, service, workload } from '../../cluster.table.js';
import { terminatingOnly } from './terminating-only.js';

const gone = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
const waiting = { ready: false, status: { containerStatuses: [{ name: 'app', ready: false, state: { waiting: { reason: 'ImagePullBackOff' } } }] } };

checkRule(terminatingOnly, [
  {
    name: 'the last pod goes, and no successor is there',
    cluster: [service(), pod('web-1', gone)],
    finds: ['warning Service shop/web: Connections go to pods that are being shut down: web-1 is being deleted; no successor is there.'],
  },
  {
    name: 'the successor does not become ready',
    cluster: [service(), pod('web-1', gone), pod('web-2', gone), pod('web-3', waiting)],
    finds: ['warning Service shop/web: Connections go to pods that are being shut down: web-1 and web-2 are being deleted; 1 successor is not ready: web-3: ImagePullBackOff (container app).'],
  },
  {
    name: 'of a headless Service nothing is published',
    cluster: [service({ clusterIP: 'None' }), pod('web-1', gone)],
    finds: ['warning Service shop/web: No endpoint is published: web-1 is being deleted; no successor is there.'],
  },
  { name: 'quiet: another is ready', cluster: [service(), pod('web-1', gone), pod('web-2')] },
  { name: 'quiet: the workload is scaled to zero', cluster: [service(), workload('Deployment', 'web', { replicas: 0 }), pod('web-1', gone)] },
  { name: 'quiet: what goes is not ready, which another rule tells', cluster: [service(), pod('web-1', { ...gone, ready: false })] },
  { name: 'quiet: unready addresses are published on purpose', cluster: [service({ publishNotReadyAddresses: true }), pod('web-1', gone)] },
  { name: 'quiet: the readiness of another is not told', cluster: [service(), pod('web-1', gone), pod('web-2', { status: { conditions: undefined } })] },
  { name: 'quiet: nothing matches', cluster: [service()] },
]);
