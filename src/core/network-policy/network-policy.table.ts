import { ClusterView, readCluster, type Pod } from '../cluster/index.js';

/** A policy of namespace `shop`, for the pods app=web there unless `spec` says otherwise. */
export function policy(name: string, spec: object, namespace = 'shop'): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace, uid: name }, spec: { podSelector: { matchLabels: { app: 'web' } }, ...spec } };
}

const namespaceOf = (name: string, labels: object = {}) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: name, labels: { 'kubernetes.io/metadata.name': name, ...labels } } });
const podOf = (namespace: string, name: string, app: string, ip: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, uid: `${namespace}-${name}`, labels: { app } },
  spec: { nodeName: 'worker-1', containers: [{ name: app, image: `registry.example/${app}:1`, ports: [{ name: 'http', containerPort: 8080 }, { name: 'dns', containerPort: 8053, protocol: 'UDP' }] }], ...spec },
  status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
});

/** `shop/web`, `shop/front`, `team-a/client` (of a namespace with team=a), `other/client` (of one that the snapshot does not hold), and `shop/agent` on the network of its node. */
const objects = [
  namespaceOf('shop'),
  namespaceOf('team-a', { team: 'a' }),
  podOf('shop', 'web', 'web', '10.244.1.5'),
  podOf('shop', 'front', 'front', '10.244.1.6'),
  podOf('team-a', 'client', 'client', '10.244.2.7'),
  podOf('other', 'client', 'client', '10.244.2.8'),
  podOf('shop', 'agent', 'agent', '192.168.10.11', { hostNetwork: true }),
];

export function clusterWith(...policies: readonly object[]): ClusterView {
  return new ClusterView(readCluster([...objects, ...policies]));
}

/** @param name `namespace/name` */
export function podNamed(view: ClusterView, name: string): Pod {
  const [namespace = '', bare = ''] = name.split('/');
  const pod = view.get('Pod', namespace, bare);
  if (pod === undefined) throw new Error(`no pod ${name}`);
  return pod;
}
