import { enumerate } from '../../../analysis/index.js';
import { refOf, type ClusterView, type Pod, type Service } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { endpointPlaces } from './local-endpoints.js';

export const internalLocalBlackhole: Rule = {
  id: 'internal-local-blackhole',
  code: 'SVC-007',
  severity: 'error',
  title: 'Pods call a Service that answers only on other nodes',
  checks:
    'A Service with internalTrafficPolicy Local has endpoints, and a running pod whose variables, arguments or command name the Service is on a node that has none. Quiet where no pod is seen to call it, for headless Services, for pods on nodes with an endpoint, ' +
    'and where the Service has no endpoint at all, which another rule tells.',
  why: 'kube-proxy drops what a pod there sends to the Service: calls hang, on these nodes alone.',
  fix: 'Run a pod of the Service on each node that calls it (a DaemonSet that tolerates what they are tainted with), or set internalTrafficPolicy to Cluster.',
  source: 'kubernetes v1.37.2 pkg/proxy/topology.go, CategorizeEndpoints; https://kubernetes.io/docs/concepts/services-networking/service-traffic-policy/',
  reads: ['EndpointSlice', 'Pod', 'Service'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      const { internalTrafficPolicy, clusterIP, type } = service.spec;
      if (internalTrafficPolicy !== 'Local' || clusterIP === 'None' || type === 'ExternalName') continue;
      const places = endpointPlaces(view, service);
      if (!places.any) continue;
      const stranded = callersOf(view, service).filter(({ spec }) => spec.nodeName !== undefined && !places.nodes.has(spec.nodeName));
      if (stranded.length === 0) continue;
      const where = stranded.map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name} on ${spec.nodeName}`);
      yield {
        subject: refOf(service),
        detail: `It has endpoints on ${enumerate([...places.nodes].sort(), 4)} only, and is called by ${enumerate(where, 4)}.`,
        evidence: [{ ...refOf(service), field: 'spec.internalTrafficPolicy', value: 'Local' }, ...stranded.slice(0, 3).map((pod) => ({ ...refOf(pod), field: 'spec.nodeName', value: pod.spec.nodeName }))],
      };
    }
  },
};

/** Running pods that name the Service as its callers do: alone within its namespace, or with the namespace behind it. */
function callersOf(view: ClusterView, { metadata: { name, namespace } }: Service): Pod[] {
  const qualified = new RegExp(`^${escape(name)}\\.${escape(namespace)}(?:\\.svc(?:\\..*)?)?\\.?$`);
  return view.objects('Pod').filter((pod) => {
    if (pod.status?.phase !== 'Running') return false;
    const hosts = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(({ mentions = [] }) => mentions.flatMap((each) => each.hosts));
    return hosts.some((host) => qualified.test(host) || (host === name && pod.metadata.namespace === namespace));
  });
}

/** Names are of letters, digits, hyphens and dots. */
function escape(name: string): string {
  return name.replace(/[^a-zA-Z0-9-]/g, (sign) => `\\${sign}`);
}
