/** A small cluster in a List, with a Service in namespace `shop` for each name, to which no pod belongs: one finding of `selector-matches-nothing` each. */
export function dumpOfLonely(...names: readonly string[]): object[] {
  return [
    { apiVersion: 'v1', kind: 'NamespaceList', items: ['shop', 'kube-system'].map((name) => ({ metadata: { name } })) },
    { apiVersion: 'v1', kind: 'PodList', items: ['shop', 'kube-system'].map((namespace) => pod(namespace)) },
    { apiVersion: 'v1', kind: 'ServiceList', items: [...names.map((name) => serviceOf('shop', name, { role: name })), serviceOf('shop', 'resident', { app: 'resident' }), serviceOf('kube-system', 'resident', { app: 'resident' })] },
  ];
}

function pod(namespace: string): object {
  return { metadata: { namespace, name: 'resident', labels: { app: 'resident' } }, spec: { containers: [{ name: 'main', image: 'web:1', ports: [{ containerPort: 80 }] }] }, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } };
}

function serviceOf(namespace: string, name: string, selector: object): object {
  return { metadata: { namespace, name }, spec: { clusterIP: 'None', selector, ports: [{ port: 80 }] } };
}
