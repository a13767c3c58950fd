import { checkRule, manifest, pod, service } from '../../cluster.table.js';
import { namedTargetportUnresolved } from './named-targetport-unresolved.js';

const http = { name: 'http', containerPort: 8080 };
const toHttp = { ports: [{ name: 'web', port: 80, targetPort: 'http' }] };

checkRule(namedTargetportUnresolved, [
  {
    name: 'no pod has a port of that name',
    cluster: [service(toHttp), pod('web-1', { ports: [{ name: 'web', containerPort: 8080 }] })],
    finds: ['error Service shop/web: Port web leads to targetPort "http", and no selected pod has a port named "http" for TCP. They have web=8080/TCP.'],
  },
  {
    name: 'the pods have it for another protocol',
    cluster: [service({ ports: [{ port: 53, protocol: 'UDP', targetPort: 'dns' }] }), pod('web-1', { ports: [{ name: 'dns', containerPort: 53 }] })],
    finds: ['error Service shop/web: Port 53/UDP leads to targetPort "dns", and no selected pod has a port named "dns" for UDP. They have it for TCP.'],
  },
  {
    name: 'a number in quotes is a name',
    cluster: [service({ ports: [{ port: 80, targetPort: '8080' }] }), pod('web-1', { ports: [{ containerPort: 8080 }] })],
    finds: ['error Service shop/web: Port 80/TCP leads to targetPort "8080", and no selected pod has a port named "8080" for TCP. They name no port.'],
  },
  {
    name: 'some pods have it, some not',
    cluster: [service(toHttp), pod('web-1', { ports: [http] }), pod('web-2', { ports: [{ containerPort: 8080 }] })],
    finds: ['warning Service shop/web: Port web leads to targetPort "http", and of 2 selected pods, web-2 has no port named "http" for TCP. They name no port.'],
  },
  {
    name: 'an init container that is no sidecar does not serve',
    cluster: [service(toHttp), pod('web-1', { spec: { initContainers: [{ name: 'prepare', ports: [http] }] } })],
    finds: ['error Service shop/web: Port web leads to targetPort "http", and no selected pod has a port named "http" for TCP. They name no port.'],
  },
  {
    name: 'a headless Service publishes its addresses all the same',
    cluster: [service({ ...toHttp, clusterIP: 'None' }), pod('web-1')],
    finds: ['warning Service shop/web: Port web leads to targetPort "http", and no selected pod has a port named "http" for TCP. They name no port.'],
  },
  {
    name: 'plain manifests tell the ports of their pods',
    cluster: [service(toHttp), manifest('Deployment', 'web')],
    finds: ['error Service shop/web: Port web leads to targetPort "http", and no selected pod has a port named "http" for TCP. They name no port.'],
  },
  { name: 'quiet: the pods have it', cluster: [service(toHttp), pod('web-1', { ports: [http] })] },
  { name: 'quiet: a sidecar has it', cluster: [service(toHttp), pod('web-1', { spec: { initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [http] }] } })] },
  { name: 'quiet: a second container has it', cluster: [service(toHttp), pod('web-1', { spec: { containers: [{ name: 'app' }, { name: 'proxy', ports: [http] }] } })] },
  { name: 'quiet: a number need not be declared', cluster: [service({ ports: [{ port: 80, targetPort: 8080 }] }), pod('web-1')] },
  { name: 'quiet: the pod without it is being deleted', cluster: [service(toHttp), pod('web-1', { ports: [http] }), pod('web-2', { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })] },
  { name: 'quiet: no pod matches, which another rule tells', cluster: [service(toHttp)] },
]);
