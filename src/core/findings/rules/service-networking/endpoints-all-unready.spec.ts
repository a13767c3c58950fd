import { checkRule, manifest, pod, service } from '../../cluster.table.js';
import { endpointsAllUnready } from './endpoints-all-unready.js';

const waiting = (reason: string) => ({ containerStatuses: [{ name: 'app', ready: false, state: { waiting: { reason } } }] });

checkRule(endpointsAllUnready, [
  {
    name: 'all pods crash, each reason with its pods',
    cluster: [service(), ...['web-1', 'web-2', 'web-3', 'web-4'].map((name) => pod(name, { ready: false, status: waiting('CrashLoopBackOff') })), pod('web-5', { ready: false, status: waiting('ErrImagePull') })],
    finds: ['critical Service shop/web: None of 5 pods is ready: web-1, web-2, web-3 and 1 more: CrashLoopBackOff (container app); web-5: ErrImagePull (container app).'],
  },
  {
    name: 'the containers run, and the probe fails',
    cluster: [service(), pod('web-1', { ready: false, status: { containerStatuses: [{ name: 'app', ready: false, state: { running: {} } }] } })],
    finds: ['critical Service shop/web: None of 1 pod is ready: web-1: readiness probe fails (container app).'],
  },
  {
    name: 'a pod that no node takes',
    cluster: [service(), pod('web-1', { status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] } })],
    finds: ['critical Service shop/web: None of 1 pod is ready: web-1: Unschedulable.'],
  },
  {
    name: 'a readiness gate that nobody has met',
    cluster: [service(), pod('web-1', { ready: false, spec: { readinessGates: [{ conditionType: 'lb.example/attached' }] } })],
    finds: ['critical Service shop/web: None of 1 pod is ready: web-1: readiness gate lb.example/attached is not met.'],
  },
  {
    name: 'the only ready pod has ended long ago, and is no endpoint',
    cluster: [service(), pod('web-1', { status: { phase: 'Succeeded' } }), pod('web-2', { ready: false, status: waiting('CrashLoopBackOff') })],
    finds: ['critical Service shop/web: None of 1 pod is ready: web-2: CrashLoopBackOff (container app).'],
  },
  { name: 'quiet: one is ready', cluster: [service(), pod('web-1'), pod('web-2', { ready: false })] },
  { name: 'quiet: one is being deleted and still serves', cluster: [service(), pod('web-1', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }), pod('web-2', { ready: false })] },
  { name: 'quiet: unready addresses are published on purpose', cluster: [service({ publishNotReadyAddresses: true }), pod('web-1', { ready: false })] },
  { name: 'quiet: nothing matches, which another rule tells', cluster: [service()] },
  { name: 'quiet: only pods that have ended match', cluster: [service(), pod('web-1', { ready: false, status: { phase: 'Failed' } })] },
  { name: 'quiet: pods of plain manifests have no status', cluster: [service(), manifest('Deployment', 'web')] },
  { name: 'quiet: a pod whose conditions the dump left out', cluster: [service(), pod('web-1', { status: { conditions: undefined } })] },
  { name: 'quiet: an ExternalName', cluster: [service({ type: 'ExternalName', externalName: 'db.example.com' }), pod('web-1', { ready: false })] },
]);
