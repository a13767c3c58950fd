import { serviceUses } from '../../../cni/index.js';
import type { Rule } from '../../rule.js';

const nearlyFull = 0.85;

export const serviceCidrNearlyFull: Rule = {
  id: 'service-cidr-nearly-full',
  code: 'CNI-012',
  severity: 'warning',
  title: 'The range of the Services is nearly full',
  checks:
    'Of the addresses of a range of Services, 85 % or more are a ClusterIP of a Service. The network address is never given out, nor of IPv4 the broadcast address. A range that two components state counts once. ' +
    'When it is full cannot be told of one snapshot: GET S/cni/ipam projects it from the snapshots before.',
  why: 'When none is left, no Service can be created.',
  fix: 'Add a ServiceCIDR (Kubernetes 1.33 and newer), or make Services headless that need no ClusterIP. GET S/cni/ipam tells the date on which none is left.',
  source: 'kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go and ipallocator.go v1.34',
  reads: ['Service'],
  consults: ['ServiceCIDR', 'Pod', 'ConfigMap', 'Network'],
  *check(view) {
    for (const { cidr, source, capacity, allocated, utilisation, evidence } of serviceUses(view)) {
      const [subject] = evidence;
      if (subject === undefined || utilisation === null || utilisation < nearlyFull) continue;
      const { kind, namespace, name } = subject;
      yield {
        subject: { kind, ...(namespace !== undefined && { namespace }), name },
        detail: `${allocated} of ${capacity} addresses of ${cidr} (${source}) are in use.`,
        evidence,
      };
    }
  },
};
