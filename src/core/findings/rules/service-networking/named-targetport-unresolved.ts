import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type Pod, type Service } from '../../../cluster/index.js';
import type { Rule, Violation } from '../../rule.js';
import { declaredPorts, endpointPods, findPort, hasSelector, isHeadless, isTerminating, portLabel, type SpecPort } from '../../../service-networking/index.js';

export const namedTargetportUnresolved: Rule = {
  id: 'named-targetport-unresolved',
  code: 'SVC-004',
  severity: 'error',
  title: 'A named targetPort is no port of the pods',
  checks:
    'A Service port has a name as targetPort, and no container or sidecar of a selected pod has a port of that name and protocol. Error where no pod has it; warning where some have it, ' +
    'and for headless Services, whose addresses do not depend on ports. Ports of ordinary init containers do not count. Pods that have ended or are being deleted are left out.',
  why: 'The endpoint is published without that port, so connections to the Service port are refused, although its endpoints look healthy.',
  fix: 'Name the port in the pod template (`ports: [{name, containerPort}]`), or write its number as targetPort. A number in quotes is a name, and the API server refuses a name without a letter.',
  source: 'k8s.io/endpointslice v0.34.2 utils.go, FindPort and getEndpointPorts',
  reads: ['Service', 'Pod'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service)) continue;
      const pods = endpointPods(view, service).filter((pod) => !isTerminating(pod));
      for (const [index, port] of service.spec.ports.entries()) {
        const without = pods.filter((pod) => findPort(pod, port) === undefined);
        if (without.length > 0) yield violation(service, index, port, pods, without);
      }
    }
  },
};

function violation(service: Service, index: number, port: SpecPort, pods: readonly Pod[], without: readonly Pod[]): Violation {
  const all = without.length === pods.length;
  const who = all ? 'no selected pod' : `of ${pods.length} selected pods, ${enumerate(without.map(({ metadata }) => metadata.name), 3)} ${without.length === 1 ? 'has' : 'have'} no`;
  const needed = `port named ${JSON.stringify(port.targetPort)} for ${port.protocol}`;
  const evidence: Evidence[] = without.slice(0, 3).map((pod) => ({ ...refOf(pod), field: 'spec.containers', value: declaredPorts(pod).map(tellPort) }));
  return {
    subject: refOf(service),
    severity: all && !isHeadless(service) ? 'error' : 'warning',
    detail: `Port ${portLabel(port)} leads to targetPort ${JSON.stringify(port.targetPort)}, and ${all ? `${who} has a` : who} ${needed}. ${tellDeclared(port, without)}`,
    evidence: [{ ...refOf(service), field: `spec.ports[${index}].targetPort`, value: port.targetPort }, ...evidence],
  };
}

function tellDeclared(port: SpecPort, pods: readonly Pod[]): string {
  const declared = pods.flatMap(declaredPorts);
  const other = declared.find(({ name }) => name === port.targetPort);
  if (other !== undefined) return `They have it for ${other.protocol}.`;
  const names = [...new Set(declared.filter(({ name }) => name !== undefined).map(tellPort))];
  return names.length === 0 ? 'They name no port.' : `They have ${enumerate(names, 5)}.`;
}

function tellPort({ name, containerPort, protocol }: ReturnType<typeof declaredPorts>[number]): string {
  return `${name === undefined ? '' : `${name}=`}${containerPort}/${protocol}`;
}
