import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { endpointPods, hasSelector } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';

export const affinitySkew: Rule = {
  id: 'affinity-skew',
  code: 'SVC-016',
  severity: 'info',
  title: 'Session affinity sees few client addresses',
  checks:
    'A Service with sessionAffinity ClientIP and at least two pods gets its connections from a few addresses: from a load balancer that ends them (mode Proxy, or a classic one of AWS), or from an ingress controller that is told to use the ClusterIP (`service-upstream`). ' +
    'Quiet where clients come with their own address, and where the snapshot does not tell.',
  why: 'Affinity goes by the address from which a connection comes to the node: all clients behind one address get one pod, and the others are idle.',
  fix: 'Keep sessions by a cookie in the ingress controller, or let addresses through (externalTrafficPolicy Local with a load balancer that keeps them).',
  source: 'kubernetes pkg/proxy/iptables/proxier.go v1.37.2, writeServiceToEndpointRules: -m recent goes by the source address; kubernetes/ingress-nginx docs/user-guide/nginx-configuration/annotations.md: service-upstream',
  reads: ['Service', 'Pod'],
  consults: ['Ingress'],
  *check(view) {
    const upstream = servedByClusterIP(view);
    for (const service of view.objects('Service')) {
      yield;
      const { sessionAffinity, clusterIP } = service.spec;
      if (sessionAffinity !== 'ClientIP' || clusterIP === 'None' || !hasSelector(service)) continue;
      const reasons = [...byLoadBalancer(service), ...(upstream.get(`${service.metadata.namespace}/${service.metadata.name}`) ?? [])];
      const pods = endpointPods(view, service).length;
      if (reasons.length === 0 || pods < 2) continue;
      yield {
        subject: refOf(service),
        detail: `Its ${pods} pods share clients by their address, and ${enumerate(reasons.map(({ text }) => text), 2)}.`,
        evidence: [{ ...refOf(service), field: 'spec.sessionAffinity', value: 'ClientIP' }, ...reasons.map(({ evidence }) => evidence)],
      };
    }
  },
};

interface Reason {
  readonly text: string;
  readonly evidence: Evidence;
}

function byLoadBalancer(service: Service): Reason[] {
  const { type, loadBalancerClass } = service.spec;
  if (type !== 'LoadBalancer') return [];
  const annotations = service.metadata.annotations ?? {};
  const isOfNewer = loadBalancerClass !== undefined || Object.keys(annotations).some((key) => key.startsWith('service.beta.kubernetes.io/aws-load-balancer-type') || key.startsWith('service.beta.kubernetes.io/aws-load-balancer-proxy-protocol'));
  return (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ipMode, hostname }, i): Reason[] => {
    const evidence = { ...refOf(service), field: `status.loadBalancer.ingress[${i}]` };
    if (ipMode === 'Proxy') return [{ text: 'its load balancer ends connections and opens its own (ipMode Proxy)', evidence: { ...evidence, value: 'Proxy' } }];
    const isClassic = !isOfNewer && hostname !== undefined && /^[a-z0-9-]+\.[a-z0-9-]+\.elb\.amazonaws\.com$/.test(hostname);
    return isClassic ? [{ text: 'its load balancer is a classic one of AWS, which ends connections and opens its own', evidence: { ...evidence, value: hostname } }] : [];
  });
}

/** Services that an ingress controller calls by their ClusterIP, so that its pods are the only clients. */
function servedByClusterIP(view: ClusterView): Map<string, Reason[]> {
  const found = new Map<string, Reason[]>();
  for (const ingress of view.objects('Ingress')) {
    const field = 'nginx.ingress.kubernetes.io/service-upstream';
    if (ingress.metadata.annotations?.[field] !== 'true') continue;
    const backends = [ingress.spec.defaultBackend, ...(ingress.spec.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend))];
    for (const name of new Set(backends.flatMap((backend) => backend?.service?.name ?? []))) {
      const reason = { text: `Ingress ${ingress.metadata.name} lets its controller call the ClusterIP, so that the pods of the controller are the clients`, evidence: { ...refOf(ingress), field: `metadata.annotations[${field}]`, value: 'true' } };
      const key = `${ingress.metadata.namespace}/${name}`;
      found.set(key, [...(found.get(key) ?? []), reason]);
    }
  }
  return found;
}
