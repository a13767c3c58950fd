import { detectCni } from '../../../cni/index.js';
import { parseCidr } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';
import type { Rule } from '../../rule.js';
import { consultedBeside } from './in-force.js';

export const cidrMalformedOrHostBits: Rule = {
  id: 'cidr-malformed-or-host-bits',
  code: 'CNI-015',
  severity: 'error',
  title: 'A range is no well-formed CIDR',
  checks: 'A range of pods or Services, as a plugin or a component of the cluster states it, cannot be read as a CIDR, or has bits set behind its prefix. Quiet about templates that nobody has filled in: those are of no cluster.',
  why: 'Programs differ in what they make of it: some refuse to start, some cut the bits off, some read a leading zero as octal.',
  fix: 'Write the network address: the finding tells the range that was probably meant.',
  source: 'Go net.ParseCIDR refuses leading zeros and keeps host bits; k8s.io/utils/net ParseCIDRSloppy takes both',
  reads: ['ConfigMap'],
  consults: consultedBeside('ConfigMap', 'IPAMBlock', 'CiliumNode'),
  *check(view) {
    const { podCIDRs, serviceCIDRs } = detectCni(view);
    for (const { cidr, source, evidence } of [...podCIDRs, ...serviceCIDRs]) {
      const fault = faultOf(cidr);
      const [subject] = evidence;
      if (fault === undefined || subject === undefined) continue;
      const { kind, namespace, name } = subject;
      yield { subject: { kind, ...(namespace !== undefined && { namespace }), name }, detail: `In ${source}: ${fault}.`, evidence };
    }
  },
};

function faultOf(cidr: string): string | undefined {
  try {
    parseCidr(cidr);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
