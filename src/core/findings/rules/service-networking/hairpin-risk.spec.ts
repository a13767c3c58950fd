import { checkRule, pod, service } from '../../cluster.table.js';
import { calico, configMap, daemonSet } from '../cni/networks.table.js';
import { hairpinRisk } from './hairpin-risk.js';

const flannel = (delegate: object, type = 'flannel') => [
  daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'] }], { namespace: 'kube-flannel' }),
  configMap('kube-flannel-cfg', { 'net-conf.json': '{"Network":"10.244.0.0/16"}', 'cni-conf.json': JSON.stringify({ name: 'cbr0', plugins: [{ type, ...(type === 'flannel' ? { delegate } : delegate) }, { type: 'portmap' }] }) }, 'kube-flannel'),
];
const caller = (name: string, host: string, more: object = {}) => pod(name, { spec: { containers: [{ name: 'app', image: 'registry.example/web:1', env: [{ name: 'UPSTREAM_HOST', value: host }] }], ...more } });

checkRule(hairpinRisk, [
  {
    name: 'the only pod calls its own Service',
    cluster: [...flannel({ isDefaultGateway: true }), service(), caller('web-1', 'web')],
    finds: ['warning Service shop/web: web-1 names it (web in env[UPSTREAM_HOST]) and is an endpoint of it: such a call hangs always.'],
  },
  {
    name: 'two of three do, by its full name',
    cluster: [...flannel({ hairpinMode: false }), service(), caller('web-1', 'web.shop.svc.cluster.local'), caller('web-2', 'web.shop'), pod('web-3')],
    finds: ['warning Service shop/web: web-1 and web-2 name it (web.shop.svc.cluster.local in env[UPSTREAM_HOST]) and are endpoints of it: such a call hangs when it is chosen, one time in 3.'],
  },
  {
    name: 'by its ClusterIP',
    cluster: [...flannel({}), service(), caller('web-1', '10.96.0.7')],
    finds: ['warning Service shop/web: web-1 names it (10.96.0.7 in env[UPSTREAM_HOST]) and is an endpoint of it: such a call hangs always.'],
  },
  { name: 'quiet: hairpin mode is on', cluster: [...flannel({ hairpinMode: true }), service(), caller('web-1', 'web')] },
  { name: 'quiet: the bridge is promiscuous', cluster: [...flannel({ promiscMode: true }), service(), caller('web-1', 'web')] },
  { name: 'quiet: pods are not on a bridge', cluster: [...flannel({ type: 'ptp' }), service(), caller('web-1', 'web')] },
  { name: 'quiet: another plugin, which makes no bridge', cluster: [...calico({ cidr: '10.244.0.0/16' }), service(), caller('web-1', 'web')] },
  { name: 'quiet: another pod calls it', cluster: [...flannel({}), service(), pod('web-1'), { ...caller('other', 'web'), metadata: { name: 'other', namespace: 'shop', uid: 'o', labels: { app: 'other' } } }] },
  { name: 'quiet: the pod calls another Service of a like name', cluster: [...flannel({}), service(), caller('web-1', 'web.other')] },
  { name: 'quiet: a headless Service', cluster: [...flannel({}), service({ clusterIP: 'None' }), caller('web-1', 'web')] },
  { name: 'quiet: the pod is on the network of its node', cluster: [...flannel({}), service(), caller('web-1', 'web', { hostNetwork: true })] },
  { name: 'quiet: the configuration is not in the snapshot', cluster: [...flannel({}).slice(0, 1), service(), caller('web-1', 'web')] },
]);
