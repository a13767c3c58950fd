import { checkRule, pod, service } from '../../cluster.table.js';
import { internalLocalBlackhole } from './internal-local-blackhole.js';

const slice = (endpoints: readonly object[]) => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'web-1', namespace: 'shop', uid: 's', labels: { 'kubernetes.io/service-name': 'web' } }, addressType: 'IPv4', ports: [{ name: '', port: 80 }], endpoints });
const on = (nodeName: string, ready = true) => ({ addresses: ['10.244.1.5'], conditions: { ready, serving: ready }, nodeName });
const local = service({ internalTrafficPolicy: 'Local' });
const caller = (nodeName: string, url: string, more: object = {}) => pod('caller', { labels: {}, spec: { nodeName, containers: [{ name: 'app', env: [{ name: 'WEB_URL', value: url }] }] }, ...more });

checkRule(internalLocalBlackhole, [
  { name: 'a caller on another node', cluster: [local, slice([on('a')]), caller('b', 'http://web:80/')], finds: ['error Service shop/web: It has endpoints on a only, and is called by shop/caller on b.'] },
  { name: 'by its whole name, from another namespace', cluster: [local, slice([on('a')]), caller('b', 'http://web.shop.svc.cluster.local/', { metadata: { namespace: 'other' } })], finds: ['error Service shop/web: It has endpoints on a only, and is called by other/caller on b.'] },
  { name: 'the endpoint beside the caller is not ready', cluster: [local, slice([on('a'), on('b', false)]), caller('b', 'http://web.shop/')], finds: ['error Service shop/web: It has endpoints on a only, and is called by shop/caller on b.'] },
  { name: 'quiet: the caller is on a node that has one', cluster: [local, slice([on('a')]), caller('a', 'http://web/')] },
  { name: 'quiet: nobody is seen to call it', cluster: [local, slice([on('a')]), caller('b', 'http://elsewhere/')] },
  { name: 'quiet: the same name in another namespace is another Service', cluster: [local, slice([on('a')]), caller('b', 'http://web/', { metadata: { namespace: 'other' } })] },
  { name: 'quiet: the policy is Cluster', cluster: [service(), slice([on('a')]), caller('b', 'http://web/')] },
  { name: 'quiet: headless', cluster: [service({ internalTrafficPolicy: 'Local', clusterIP: 'None' }), slice([on('a')]), caller('b', 'http://web/')] },
  { name: 'quiet: no endpoint at all has a rule of its own', cluster: [local, slice([]), caller('b', 'http://web/')] },
  { name: 'quiet: the caller has ended', cluster: [local, slice([on('a')]), caller('b', 'http://web/', { status: { phase: 'Succeeded' } })] },
]);
