import { count, enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type Node, type Service } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { endpointPlaces } from './local-endpoints.js';

export const externalLocalBlackhole: Rule = {
  id: 'external-local-blackhole',
  code: 'SVC-006',
  severity: 'critical',
  title: 'Traffic from outside is dropped on nodes without an endpoint',
  checks:
    'A Service with externalTrafficPolicy Local has endpoints, and some nodes have none: a warning for a NodePort, whose port is open on these nodes too; critical where no node of the cluster has one, for a LoadBalancer as well. Quiet for a LoadBalancer while any node has an endpoint: its health checks, or the announcement ' +
    'of its address, leave the others out; about nodes that are not ready, take no pods, or are excluded from load balancers; and where the Service has no endpoint at all, which another rule tells.',
  why: 'Such a node drops what comes in for the Service, without an answer: clients that are sent there hang until they time out.',
  fix: 'Send clients only to nodes that have a pod (a load balancer with health checks, or a DaemonSet), or set externalTrafficPolicy to Cluster and lose the address of the client.',
  source: 'kubernetes v1.37.2 pkg/proxy/topology.go, CategorizeEndpoints; pkg/proxy/iptables/proxier.go: no local endpoints, dropped',
  reads: ['EndpointSlice', 'Node', 'Service'],
  *check(view) {
    const nodes = view.objects('Node').filter(isTarget);
    for (const service of view.objects('Service')) {
      yield;
      const { type, externalTrafficPolicy } = service.spec;
      if (externalTrafficPolicy !== 'Local' || (type !== 'NodePort' && type !== 'LoadBalancer') || nodes.length === 0) continue;
      const places = endpointPlaces(view, service);
      const known = view.objects('Node').filter(({ metadata }) => places.nodes.has(metadata.name));
      const without = nodes.filter(({ metadata }) => !places.nodes.has(metadata.name));
      if (!places.any || (known.length > 0 && (type === 'LoadBalancer' || without.length === 0))) continue;
      const evidence: Evidence[] = [{ ...refOf(service), field: 'spec.externalTrafficPolicy', value: 'Local' }, ...places.slices.slice(0, 2).map((slice) => refOf(slice))];
      if (known.length === 0) yield { subject: refOf(service), detail: `No node of the cluster has an endpoint of it: what comes to ${portsOf(service)} is dropped on every node.`, evidence };
      else yield { subject: refOf(service), severity: 'warning', detail: `${portsOf(service)} ${without.length === 1 ? 'leads' : 'lead'} nowhere on ${count(without.length, 'node')} of ${nodes.length}: ${enumerate(without.map(({ metadata }) => metadata.name), 4)}.`, evidence };
    }
  },
};

/** Whether outside traffic may be sent to a node. Source: kubernetes cloud-provider controllers/service/controller.go, nodeIncludedPredicate and nodeReadyPredicate */
function isTarget({ metadata, spec, status }: Node): boolean {
  if (metadata.deletionTimestamp !== undefined || spec?.unschedulable || metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'] !== undefined) return false;
  if (spec?.taints?.some(({ key, effect }) => effect !== 'PreferNoSchedule' && /^node-role\.kubernetes\.io\/(?:control-plane|master)$/.test(key))) return false;
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'False' && status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'Unknown';
}

function portsOf({ spec }: Service): string {
  const ports = spec.ports.flatMap(({ nodePort, protocol }) => (nodePort === undefined ? [] : [`${nodePort}/${protocol}`]));
  return ports.length === 0 ? 'its address' : `node port${ports.length === 1 ? '' : 's'} ${enumerate(ports, 3)}`;
}
