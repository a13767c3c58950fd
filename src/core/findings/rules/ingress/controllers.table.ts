/** What the specs of the rules about Ingresses share. */
export interface ControllerParts {
  readonly name?: string;
  readonly image?: string;
  readonly ready?: number;
}

/** A Deployment of ingress-nginx, or of another image, with these flags. */
export function controller(flags: readonly string[] = [], { name = 'edge', image = 'registry.k8s.io/ingress-nginx/controller:v1.15.1', ready = 1 }: ControllerParts = {}): object {
  const containers = [{ name: 'controller', image, args: flags }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'ingress', uid: `uid-of-${name}` },
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers } } },
    status: { replicas: 1, ...(ready > 0 && { readyReplicas: ready }) },
  };
}

export function ingressClass(name: string, by = 'k8s.io/ingress-nginx', isDefault = false): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name, uid: `uid-of-${name}`, ...(isDefault && { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } }) }, spec: { controller: by } };
}

const backend = { service: { name: 'web', port: { number: 80 } } };

/** An Ingress of host shop.example, unless `spec` says otherwise. */
export function ingress(spec: object = {}, metadata: object = {}, status?: object): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', namespace: 'shop', uid: 'uid-of-shop', ...metadata },
    spec: { rules: [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }], ...spec },
    ...(status !== undefined && { status }),
  };
}

/** A rule of this host. */
export function ruleOf(host?: string): object {
  return { ...(host !== undefined && { host }), http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
}

export const published = { loadBalancer: { ingress: [{ ip: '192.0.2.7' }] } };
export const annotated = (value: string) => ({ annotations: { 'kubernetes.io/ingress.class': value } });
