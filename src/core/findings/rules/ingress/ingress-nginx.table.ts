/** What the specs of the rules about ingress-nginx share: its Deployment, its class, and Ingresses as lines. */
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'controller', namespace: 'ingress-nginx', uid: 'd' },
  spec: {
    selector: { matchLabels: { app: 'nginx' } },
    template: {
      metadata: { labels: { app: 'nginx' } },
      spec: { containers: [{ name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller', '--controller-class=k8s.io/ingress-nginx'] }] },
    },
  },
};
const ingressClass = { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx', uid: 'c' }, spec: { controller: 'k8s.io/ingress-nginx' } };

/** The controller, its class, and these Ingresses. */
export function nginx(...ingresses: readonly object[]): object[] {
  return [deployment, ingressClass, ...ingresses];
}

/** An Ingress of class nginx in namespace shop. Paths are written `host Type /path service`; annotations without their prefix. The later in a list of names, the younger. */
export function ingress(name: string, paths: readonly string[], annotations: Readonly<Record<string, string>> = {}, spec: object = {}): object {
  const rules = paths.map((written) => {
    const [host, pathType, path, service] = written.split(' ');
    return { host, http: { paths: [{ path, pathType: pathType === 'Impl' ? 'ImplementationSpecific' : pathType, backend: { service: { name: service, port: { number: 80 } } } }] } };
  });
  const prefixed = Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', uid: name, creationTimestamp: `2026-01-01T00:00:${String(name.charCodeAt(0) % 60).padStart(2, '0')}Z`, annotations: prefixed },
    spec: { ingressClassName: 'nginx', rules, ...spec },
  };
}
