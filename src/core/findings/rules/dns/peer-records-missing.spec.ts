import { checkRule, pod, service, workload } from '../../cluster.table.js';
import { peerRecordsMissing } from './peer-records-missing.js';

const peers = (spec: object = {}) => workload('StatefulSet', 'db', { replicas: 3, serviceName: 'peers', ...spec });
const headless = (spec: object = {}) => service({ clusterIP: 'None', ...spec }, 'peers');

checkRule(peerRecordsMissing, [
  { name: 'no Service of that name', cluster: [peers(), service()], finds: ['warning StatefulSet shop/db: Namespace shop has no Service peers, so db-0.peers does not resolve.'] },
  { name: 'a Service that selects other pods', cluster: [peers(), headless({ selector: { app: 'cache' } })], finds: ['warning StatefulSet shop/db: Service peers does not select the pods of this StatefulSet, so db-0.peers does not resolve.'] },
  { name: 'an ExternalName', cluster: [peers(), headless({ type: 'ExternalName', externalName: 'a.example' })], finds: ['warning StatefulSet shop/db: Service peers is an ExternalName, so db-0.peers does not resolve.'] },
  { name: 'a single replica has no peers', cluster: [peers({ replicas: 1 })], finds: ['info StatefulSet shop/db: Namespace shop has no Service peers, so db-0.peers does not resolve.'] },
  { name: 'a Service with a cluster IP works with CoreDNS', cluster: [peers(), headless({ clusterIP: '10.96.0.9' })], finds: ['info StatefulSet shop/db: Service peers is not headless: only CoreDNS answers for db-0.peers.'] },
  { name: 'quiet: a headless Service that selects the pods', cluster: [peers(), headless()] },
  { name: 'the first peer by its ordinal', cluster: [peers({ ordinals: { start: 5 } })], finds: ['warning StatefulSet shop/db: Namespace shop has no Service peers, so db-5.peers does not resolve.'] },
  {
    name: 'quiet: the Service selects by a label that an operator gives to the running pods',
    cluster: [peers(), headless({ selector: { app: 'web', role: 'primary' } }), pod('db-0', { owner: 'StatefulSet/db', labels: { app: 'web', role: 'primary' } })],
  },
  { name: 'quiet: no serviceName', cluster: [peers({ serviceName: undefined })] },
  { name: 'quiet: a Service whose endpoints somebody else writes', cluster: [peers(), headless({ selector: {} })] },
  { name: 'quiet: the snapshot does not hold Services', cluster: [peers()], coverage: { Service: { state: 'forbidden' } } },
]);
