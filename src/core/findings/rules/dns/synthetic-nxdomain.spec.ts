import { checkRule, service } from '../../cluster.table.js';
import { block, coredns, kubernetes } from './coredns.table.js';
import { syntheticNxdomain } from './synthetic-nxdomain.js';

const namespaces = ['shop', 'kube-system'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name } }));
const cluster = (...lines: readonly string[]) => [...namespaces, service(), service({ clusterIP: '10.96.0.8' }, 'api'), ...coredns(block(kubernetes, ...lines))];
const finds = (...names: readonly string[]) => [`error ConfigMap kube-system/coredns: NXDOMAIN is the answer for ${names.join(' and ')}.`];
const template = (head: string, pattern: string) => `template ${head} {\n      match ${pattern}\n      rcode NXDOMAIN\n      fallthrough\n    }`;

checkRule(syntheticNxdomain, [
  { name: 'a template that matches a Service', cluster: cluster(template('IN A .', '^web[.]')), finds: finds('web.shop') },
  { name: 'a rewrite to where nothing is', cluster: cluster('rewrite name substring .shop.svc. .store.svc.'), finds: finds('api.shop', 'web.shop') },
  { name: 'quiet: a template for names outside', cluster: cluster(template('IN A .', '^web[.]example[.]')) },
  { name: 'quiet: a template for repeated search domains', cluster: cluster(template('IN A .', '"[.]svc[.]cluster[.]local[.].*cluster[.]local[.]$"')) },
  { name: 'quiet: a template for another type', cluster: cluster(template('IN AAAA .', '.*')) },
  { name: 'quiet: a rewrite to a Service', cluster: cluster('rewrite name web.example.org web.shop.svc.cluster.local') },
  { name: 'quiet: a namespace that is not there', cluster: [...cluster(template('IN A .', '^lost[.]')), service({ clusterIP: '10.96.0.9' }, 'lost', { namespace: 'gone' })] },
  { name: 'quiet: no template and no rewrite', cluster: cluster() },
]);
