import { enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import type { Rule } from '../../rule.js';
import { declaredPorts, endpointPods, hasSelector, portLabel } from '../../../service-networking/index.js';

export const protocolMismatch: Rule = {
  id: 'protocol-mismatch',
  code: 'SVC-020',
  severity: 'warning',
  title: 'A Service port has another protocol than the port of its pods',
  checks:
    'The number to which a Service port leads is declared by its pods, and only in another protocol (TCP, UDP, SCTP), by every pod that declares it. Quiet where any pod declares it in the protocol of the Service, where none declares the number at all (to declare ports is optional), and about ports by name, which another rule looks at.',
  why: 'Packets reach the pod in a protocol in which nothing listens: TCP is refused, UDP is lost.',
  fix: 'Write the protocol of the Service port as the container has it; a Service port for both needs two entries with names.',
  source: 'k8s.io/endpointslice v0.34.2 utils.go, FindPort: a number is taken as it is, in the protocol of the Service',
  reads: ['Pod', 'Service'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      if (!hasSelector(service)) continue;
      const pods = endpointPods(view, service);
      for (const [i, port] of service.spec.ports.entries()) {
        const declared = typeof port.targetPort !== 'number' ? [] : pods.flatMap((pod) => declaredPorts(pod).filter(({ containerPort }) => containerPort === port.targetPort).map(({ protocol }) => ({ pod, protocol })));
        const [first] = declared;
        if (first === undefined || declared.some(({ protocol }) => protocol === port.protocol)) continue;
        yield {
          subject: refOf(service),
          detail: `Port ${portLabel(port)} leads to ${port.targetPort}/${port.protocol}, which its pods declare in ${enumerate([...new Set(declared.map(({ protocol }) => protocol))])} only (${enumerate([...new Set(declared.map(({ pod }) => pod.metadata.name))], 3)}).`,
          evidence: [{ ...refOf(service), field: `spec.ports[${i}].protocol`, value: port.protocol }, { ...refOf(first.pod), field: 'spec.containers[].ports', value: { containerPort: port.targetPort, protocol: first.protocol } }],
        };
      }
    }
  },
};
