import { detectCni } from '../../../cni/index.js';
import { contains, isAddress, parseAddress, parseCidr, sizeOf, type Cidr } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';
import type { Rule } from '../../rule.js';
import { consultedBeside } from './in-force.js';

const nearlyFull = 85n;

export const serviceCidrNearlyFull: Rule = {
  id: 'service-cidr-nearly-full',
  code: 'CNI-012',
  severity: 'warning',
  title: 'The range of the Services is nearly full',
  checks: 'Of the addresses of a range of Services, 85 % or more are a ClusterIP of a Service. The network address is never given out, nor of IPv4 the broadcast address. A range that two components state counts once.',
  why: 'When none is left, no Service can be created.',
  fix: 'Add a ServiceCIDR (Kubernetes 1.33 and newer), or make Services headless that need no ClusterIP.',
  source: 'kubernetes pkg/registry/core/service/ipallocator/cidrallocator.go and ipallocator.go v1.34',
  reads: ['Service'],
  consults: consultedBeside('IPAMBlock', 'CiliumNode'),
  *check(view) {
    const seen = new Set<string>();
    for (const { cidr, source, evidence } of detectCni(view).serviceCIDRs) {
      const range = rangeOf(cidr);
      const [subject] = evidence;
      if (range === undefined || subject === undefined || seen.has(cidr)) continue;
      seen.add(cidr);
      const held = range.first.family === 4 ? 2n : 1n;
      const capacity = sizeOf(range) - held;
      const used = new Set(view.objects('Service').flatMap(({ spec }) => (spec.clusterIPs ?? []).filter((ip) => isAddress(ip) && contains(range, parseAddress(ip)))));
      if (capacity <= 0n || BigInt(used.size) * 100n < capacity * nearlyFull) continue;
      const { kind, namespace, name } = subject;
      yield {
        subject: { kind, ...(namespace !== undefined && { namespace }), name },
        detail: `${used.size} of ${capacity} addresses of ${cidr} (${source}) are in use.`,
        evidence,
      };
    }
  },
};

function rangeOf(cidr: string): Cidr | undefined {
  try {
    return parseCidr(cidr);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
