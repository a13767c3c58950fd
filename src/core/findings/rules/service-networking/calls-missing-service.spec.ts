import { checkRule, pod, service, manifest } from '../../cluster.table.js';
import { block, coredns, kubernetes } from '../dns/coredns.table.js';
import { callsMissingService } from './calls-missing-service.js';

const namespaces = ['shop', 'other', 'kube-system'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } }));
const told = (value: string, variable = 'API_HOST') => ({ env: [{ name: variable, value }] });
const caller = (container: object, spec: object = {}, labels: object = { app: 'caller' }) => pod('caller-1', { labels, owner: 'StatefulSet/caller', spec: { containers: [{ name: 'app', image: 'registry.example/caller:1', ...container }], ...spec } });
const finds = (detail: string) => [`warning StatefulSet shop/caller: ${detail}`];
const dns = coredns(block(kubernetes, 'forward . 9.9.9.9'));
const cluster = (...objects: readonly object[]) => [...namespaces, ...dns, service(), ...objects];

checkRule(callsMissingService, [
  { name: 'a full name', cluster: cluster(caller(told('cache.shop.svc.cluster.local'))), finds: finds('cache.shop.svc.cluster.local does not resolve, as namespace shop has no Service cache.') },
  { name: 'a slip of the pen', cluster: cluster(caller(told('http://wbe.shop.svc:8080/x', 'X'))), finds: finds('wbe.shop.svc does not resolve, as namespace shop has no Service wbe (near: web).') },
  { name: 'a namespace that is not there', cluster: cluster(caller(told('web.shpo.svc'))), finds: finds('web.shpo.svc does not resolve, as there is no namespace shpo (near: shop).') },
  { name: 'in an argument', cluster: cluster(caller({ args: ['--upstream=web.other.svc:80'] })), finds: finds('web.other.svc does not resolve, as namespace other has no Service web (there is web.shop).') },
  { name: 'a replica of a Service that is not there', cluster: cluster(caller(told('db-0.db.shop.svc.cluster.local'))), finds: finds('db-0.db.shop.svc.cluster.local does not resolve, as namespace shop has no Service db.') },
  { name: 'a word: the Service is in another namespace', cluster: cluster(caller(told('cache')), service({}, 'cache', { namespace: 'other' })), finds: finds('cache does not resolve, as namespace shop has no Service cache (there is cache.other).') },
  { name: 'a word: pods are called so, and no Service', cluster: cluster(caller(told('cache')), pod('cache-1', { labels: { app: 'cache' } })), finds: finds('cache does not resolve, as namespace shop has no Service cache (pods are called so, which gives them no name in DNS).') },
  { name: 'a name and a namespace', cluster: cluster(caller(told('webb.shop'))), finds: finds('webb.shop does not resolve, as namespace shop has no Service webb (near: web).') },
  { name: 'several, once each', cluster: cluster(caller({ env: [{ name: 'A_URL', value: 'http://a.shop.svc' }, { name: 'B_URL', value: 'http://b.shop.svc,http://a.shop.svc' }] })), finds: finds('a.shop.svc does not resolve, as namespace shop has no Service a and b.shop.svc does not resolve, as namespace shop has no Service b.') },
  { name: 'without a Corefile in the snapshot, by the specification', cluster: [...namespaces, service(), caller(told('cache.shop.svc'))], finds: finds('cache.shop.svc does not resolve, as namespace shop has no Service cache.') },
  { name: 'of manifests, where a like name is among them', cluster: [...namespaces, service(), { ...manifest('StatefulSet', 'caller'), spec: { replicas: 1, selector: { matchLabels: { app: 'caller' } }, template: { metadata: { labels: { app: 'caller' } }, spec: { containers: [{ name: 'app', image: 'x', ...told('wbe.shop') }] } } } }], finds: finds('wbe.shop does not resolve, as namespace shop has no Service wbe (near: web).') },
  { name: 'quiet: of manifests, where it may be elsewhere', cluster: [...namespaces, service(), { ...manifest('StatefulSet', 'caller'), spec: { replicas: 1, selector: { matchLabels: { app: 'caller' } }, template: { metadata: { labels: { app: 'caller' } }, spec: { containers: [{ name: 'app', image: 'x', ...told('postgres.shop.svc') }] } } } }] },
  ...['web', 'web.shop', 'web.shop.svc', 'web.shop.svc.cluster.local', 'web.shop.svc.cluster.local.', 'web-0.web.shop.svc', '_http._tcp.web.shop.svc'].map((host) => ({ name: `quiet: ${host} is there`, cluster: cluster(caller(told(host))) })),
  { name: 'quiet: a headless Service without ready endpoints is there', cluster: cluster(caller(told('peers.shop.svc')), service({ clusterIP: 'None', selector: { app: 'nobody' } }, 'peers')) },
  { name: 'quiet: an ExternalName is there', cluster: cluster(caller(told('alias.shop.svc')), service({ type: 'ExternalName', externalName: 'db.example.com' }, 'alias')) },
  { name: 'quiet: names beyond the cluster', cluster: cluster(caller(told('https://api.example.com,https://example.shop.com', 'X_URL'))) },
  { name: 'quiet: a word that nothing is called like', cluster: cluster(caller(told('legacy-db'))) },
  { name: 'quiet: a pair whose second is no namespace', cluster: cluster(caller(told('wbe.example'))) },
  { name: 'quiet: a pair that nothing is called like', cluster: cluster(caller(told('grafana.shop'))) },
  { name: 'quiet: a word in a variable that is not for a host', cluster: cluster(caller(told('wbe', 'DD_SERVICE'))) },
  { name: 'quiet: a word for a replica', cluster: cluster(caller(told('web-0'))) },
  { name: 'quiet: whom not to call through a proxy', cluster: cluster(caller(told('cache.shop.svc', 'NO_PROXY'))) },
  { name: 'quiet: an alias of its own', cluster: cluster(caller(told('cache.shop.svc'), { hostAliases: [{ ip: '192.0.2.1', hostnames: ['cache.shop.svc'] }] })) },
  { name: 'quiet: it does not ask the cluster DNS', cluster: cluster(caller(told('cache.shop.svc'), { dnsPolicy: 'Default' })) },
  { name: 'quiet: another domain', cluster: cluster(caller(told('cache.shop.svc.clusterset.local'))) },
  { name: 'quiet: the Corefile answers for it', cluster: [...namespaces, ...coredns(block('hosts {\n      192.0.2.7 cache.shop.svc.cluster.local\n      fallthrough\n    }', kubernetes)), service(), caller(told('cache.shop.svc.cluster.local'))] },
  { name: 'quiet: the Corefile rewrites it', cluster: [...namespaces, ...coredns(block('rewrite name cache.shop.svc.cluster.local web.shop.svc.cluster.local', kubernetes)), service(), caller(told('cache.shop.svc.cluster.local'))] },
  { name: 'quiet: others are asked for what the cluster does not have', cluster: [...namespaces, ...coredns(block('kubernetes cluster.local {\n      fallthrough\n    }', 'forward . 9.9.9.9')), service(), caller(told('cache.shop.svc.cluster.local'))] },
  { name: 'quiet: Services of that namespace are not in the snapshot', cluster: cluster(caller(told('cache.other.svc'))), coverage: { Service: { state: 'collected', namespaces: ['shop', 'kube-system'] } } },
]);
