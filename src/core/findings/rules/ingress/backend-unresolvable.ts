import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Ingress, type Service } from '../../../cluster/index.js';
import { kindOfClass, ownersOf, type IngressOwners } from '../../../ingress/index.js';
import type { Rule } from '../../rule.js';
import { ownershipConsults } from './ingresses.js';

export const backendUnresolvable: Rule = {
  id: 'backend-unresolvable',
  code: 'ING-008',
  severity: 'error',
  title: 'An Ingress leads to a Service or port that is not there',
  checks:
    'A backend names a Service that its namespace does not have, or a port that is neither a number nor a name of that Service’s ports. A targetPort counts as a mistake only where Traefik or the AWS ' +
    'controller serves the Ingress: ingress-nginx and others look there too. Quiet for resource backends, for ExternalName Services without ports, for any number of an ExternalName (except with Traefik), and for actions of the AWS controller (port use-annotation). ' +
    'A Service without endpoints is told by the rules about Services.',
  why: 'Requests for these paths end in 503 (ingress-nginx, most others) or fall to another route (Traefik).',
  fix: 'Correct the name or the port in the Ingress, or create the Service in the Ingress’s namespace: a backend cannot be in another one.',
  source:
    'kubernetes/ingress-nginx internal/ingress/controller/controller.go, serviceEndpoints and externalNamePorts, v1.15.1; jcmoraisjr/haproxy-ingress pkg/converters/utils/services.go, FindServicePort, 183ffc6; ' +
    'traefik/traefik pkg/provider/kubernetes/ingress/kubernetes.go, loadService, 0070a2a; kubernetes-sigs/aws-load-balancer-controller pkg/k8s/service_utils.go, LookupServicePort, 3de815b',
  reads: ['Ingress', 'Service'],
  consults: ['IngressClass', 'Deployment', 'DaemonSet', 'StatefulSet', ...ownershipConsults],
  *check(view) {
    for (const owners of ownersOf(view)) {
      yield;
      const { ingress } = owners;
      for (const { service, port, places } of backendsOf(ingress)) {
        const reason = whyUnresolvable(view, owners, service, port);
        if (reason === undefined) continue;
        yield { subject: refOf(ingress), detail: `${enumerate(places.map(({ where }) => where), 3)} ${places.length === 1 ? 'leads' : 'lead'} to ${reason}.`, evidence: places.slice(0, 3).map(({ evidence }) => evidence) };
      }
    }
  },
};

/** Controllers that look for a backend's port among the ports of the Service and nowhere else. */
const portsOnly = ['traefik', 'aws-load-balancer-controller'];

interface Backend {
  readonly service: string;
  /** undefined where none is written. */
  readonly port: number | string | undefined;
  readonly places: { readonly where: string; readonly evidence: Evidence }[];
}

type WrittenBackend = NonNullable<Ingress['spec']['defaultBackend']>;

/** The Services and ports to which an Ingress leads, each once with all places that name it. */
function backendsOf(ingress: Ingress): Backend[] {
  const backends = new Map<string, Backend>();
  const add = ({ service }: WrittenBackend, where: string, field: string) => {
    if (service === undefined) return;
    const port = service.port.number ?? service.port.name;
    const key = JSON.stringify([service.name, port ?? null]);
    const backend = backends.get(key) ?? { service: service.name, port, places: [] };
    backends.set(key, backend);
    backend.places.push({ where, evidence: { ...refOf(ingress), field: `${field}.service`, value: service } });
  };
  if (ingress.spec.defaultBackend !== undefined) add(ingress.spec.defaultBackend, 'The default backend', 'spec.defaultBackend');
  for (const [r, rule] of (ingress.spec.rules ?? []).entries()) {
    for (const [p, { path, backend }] of (rule.http?.paths ?? []).entries()) add(backend, `${rule.host ?? '*'}${path ?? '/'}`, `spec.rules[${r}].http.paths[${p}].backend`);
  }
  return [...backends.values()];
}

function whyUnresolvable(view: ClusterView, owners: IngressOwners, name: string, port: number | string | undefined): string | undefined {
  if (port === 'use-annotation') return undefined;
  const { namespace } = owners.ingress.metadata;
  const service = view.get('Service', namespace, name);
  if (service === undefined) return `Service ${name}, which namespace ${namespace} does not have`;
  const { ports, type } = service.spec;
  if (port === undefined || (type === 'ExternalName' && ports.length === 0)) return undefined;
  if (ports.some((each) => each.port === port || each.name === port)) return undefined;
  const asTarget = ports.some(({ targetPort }) => String(targetPort) === String(port));
  if (asTarget && !isServedBy(view, owners, portsOnly)) return undefined;
  if (type === 'ExternalName' && typeof port === 'number' && !isServedBy(view, owners, ['traefik'])) return undefined;
  return `port ${port} of Service ${name}, which has ${tellPorts(service)}${asTarget ? `; ${port} is a targetPort, which this controller does not accept` : ''}`;
}

/** Whether every controller that owns the Ingress, or, where none is known, the one that its class names, is one of these kinds. */
function isServedBy(view: ClusterView, owners: IngressOwners, kinds: readonly string[]): boolean {
  const { ingressClassName } = owners.ingress.spec;
  const named = ingressClassName === undefined ? undefined : view.get('IngressClass', '', ingressClassName);
  const ofClass = named === undefined ? undefined : kindOfClass(named)?.kind;
  const serving = owners.owners.length > 0 ? owners.owners.map(({ controller }) => controller.kind) : ofClass === undefined ? [] : [ofClass];
  return serving.length > 0 && serving.every((kind) => kinds.includes(kind));
}

function tellPorts({ spec }: Service): string {
  return spec.ports.length === 0 ? 'no ports' : enumerate(spec.ports.map(({ name, port }) => (name === undefined ? `${port}` : `${name} (${port})`)), 5);
}
