import { expect, it } from 'vitest';
import { readPath, type PathHint } from './path-layout.js';

const cases: { readonly name: string; readonly path: string; readonly told: PathHint }[] = [
  { name: 'cluster-info dump: a list of one namespace', path: 'dump/kube-system/pods.json', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'kube-system' } },
  { name: 'cluster-info dump: names with a dash', path: 'kube-system/replication-controllers.json', told: { kind: 'ReplicationController', apiVersion: 'v1', namespace: 'kube-system' } },
  { name: 'cluster-info dump: nodes have no namespace', path: 'dump/nodes.json', told: { kind: 'Node', apiVersion: 'v1' } },
  { name: 'cluster-info dump: logs', path: 'kube-system/etcd-0/logs.txt', told: { skip: 'they are logs' } },
  { name: 'support bundle: one file a namespace', path: 'bundle/cluster-resources/ingress/default.json', told: { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', namespace: 'default' } },
  { name: 'support bundle: a file for the cluster', path: 'cluster-resources/ingress-classes.json', told: { kind: 'IngressClass', apiVersion: 'networking.k8s.io/v1' } },
  { name: 'support bundle: a file with a name that JavaScript gives a meaning', path: 'cluster-resources/constructor.json', told: {} },
  { name: 'support bundle: errors of the collector', path: 'cluster-resources/pods-errors.json', told: { skip: 'they hold what a collector could not read' } },
  { name: 'must-gather: a list of one namespace', path: 'must-gather.local/quay/namespaces/web/core/pods.yaml', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'web' } },
  { name: 'must-gather: one pod', path: 'namespaces/web/pods/web-0/web-0.yaml', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'web', name: 'web-0' } },
  { name: 'must-gather: logs of that pod', path: 'namespaces/web/pods/web-0/web/web/logs/current.log', told: { skip: 'they are logs' } },
  { name: 'must-gather: one namespace', path: 'namespaces/web/web.yaml', told: { kind: 'Namespace', apiVersion: 'v1', name: 'web' } },
  { name: 'must-gather: one object of the cluster', path: 'cluster-scoped-resources/core/nodes/n1.yaml', told: { kind: 'Node', apiVersion: 'v1', name: 'n1', isWhole: true } },
  { name: "must-gather: another group's resource of the same name is not ours", path: 'cluster-scoped-resources/config.openshift.io/ingresses/cluster.yaml', told: { name: 'cluster', isWhole: true } },
  { name: 'insights: a pod', path: 'config/pod/openshift-dns/dns-default-x.json', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'openshift-dns', name: 'dns-default-x' } },
  { name: 'must-gather: only some namespaces', path: 'cluster-scoped-resources/core/namespaces/web.yaml', told: { kind: 'Namespace', apiVersion: 'v1', name: 'web' } },
  { name: 'must-gather: one object of a namespace, perhaps of many', path: 'namespaces/web/core/services/shop.yaml', told: { kind: 'Service', apiVersion: 'v1', namespace: 'web', name: 'shop' } },
  { name: 'insights: a node', path: 'config/node/n1.example.com.json', told: { kind: 'Node', apiVersion: 'v1', name: 'n1.example.com', isWhole: true } },
  { name: 'insights: one key of a ConfigMap', path: 'config/configmaps/kube-system/cluster-config-v1/install-config', told: { kind: 'ConfigMap', apiVersion: 'v1', namespace: 'kube-system', name: 'cluster-config-v1', key: 'install-config' } },
  { name: "insights: OpenShift's own Ingress is not Kubernetes'", path: 'config/ingress.json', told: {} },
  { name: 'sonobuoy: a list of one namespace', path: 'resources/ns/web/discovery.k8s.io_v1beta1_endpointslices.json', told: { kind: 'EndpointSlice', apiVersion: 'discovery.k8s.io/v1beta1', namespace: 'web' } },
  { name: 'sonobuoy: a list of the cluster', path: 'resources/cluster/core_v1_nodes.json', told: { kind: 'Node', apiVersion: 'v1' } },
  { name: 'velero: one object', path: 'resources/pods/namespaces/web/web-0.json', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'web', name: 'web-0', isWhole: true } },
  { name: 'velero: one object by version', path: 'resources/ingresses.networking.k8s.io/v1-preferredversion/namespaces/web/shop.json', told: { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', namespace: 'web', name: 'shop', isWhole: true } },
  { name: 'velero: an object of the cluster', path: 'resources/nodes/cluster/n1.json', told: { kind: 'Node', apiVersion: 'v1', name: 'n1', isWhole: true } },
  { name: 'a folder of manifests is no ConfigMap', path: 'configmaps/overlays/prod/kustomization.yaml', told: {} },
  { name: 'a namespace may be called logs', path: 'dump/logs/pods.json', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'logs' } },
  { name: 'a folder of manifests tells nothing', path: 'deploy/base/web.yaml', told: {} },
  { name: 'a path out of the archive is a name like any other', path: '../../etc/kube-system/pods.json', told: { kind: 'Pod', apiVersion: 'v1', namespace: 'kube-system' } },
  { name: 'what macOS adds', path: 'dump/._pods.json', told: { skip: 'they belong to a file manager' } },
];

it.each(cases)('$name', ({ path, told }) => {
  expect(readPath(path)).toEqual(told);
});
