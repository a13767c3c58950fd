import { enumerate } from '../../../analysis/index.js';
import { refOf, type Service } from '../../../cluster/index.js';
import { detectCni } from '../../../cni/index.js';
import { contains, isAddress, parseAddress, parseCidr, type Cidr } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';
import type { Rule } from '../../rule.js';
import { consultedBeside } from '../cni/in-force.js';

/** What kube-apiserver itself goes by; what kubeadm was told once may be old. */
const authoritative = ['ServiceCIDR', 'apiserver-flag', 'Network'];

export const clusteripOutsideRange: Rule = {
  id: 'clusterip-outside-range',
  code: 'SVC-014',
  severity: 'error',
  title: 'A ClusterIP lies outside of every range of Services, or is given twice',
  checks:
    'A ClusterIP of a Service is in none of the ranges that ServiceCIDR objects, the flag of kube-apiserver or OpenShift’s Network state, of its family; or two Services have the same one. Quiet for headless Services, where no such range of the family is in the snapshot, and where one of them cannot be read.',
  why: 'It is left over from a range of before: kube-apiserver reports it and may give the address of another Service; routes and proxies that go by the range pass it over. An address with two owners leads to one of them by chance.',
  fix: 'Delete the Service and make it anew, so that it gets an address of the range; what has cached the old one has to be restarted.',
  source: 'kubernetes v1.37.2 pkg/registry/core/service/ipallocator/controller/repairip.go: ClusterIPOutOfRange, ClusterIPAlreadyAllocated',
  reads: ['Service'],
  consults: consultedBeside('IPAMBlock', 'CiliumNode'),
  *check(view) {
    const stated = detectCni(view).serviceCIDRs.filter(({ source, isDefault }) => !isDefault && authoritative.includes(source));
    const ranges = stated.map(({ cidr }) => blockIn(cidr));
    const owners = new Map<string, Service>();
    for (const service of view.objects('Service')) {
      yield;
      for (const [i, ip] of (service.spec.clusterIPs ?? []).entries()) {
        if (!isAddress(ip)) continue;
        const evidence = [{ ...refOf(service), field: `spec.clusterIPs[${i}]`, value: ip }];
        const owner = owners.get(ip);
        if (owner === undefined) owners.set(ip, service);
        else yield { subject: refOf(service), detail: `Its ClusterIP ${ip} is that of ${owner.metadata.namespace}/${owner.metadata.name} too.`, evidence: [...evidence, refOf(owner)] };
        if (isOutside(ip, ranges)) yield { subject: refOf(service), detail: `Its ClusterIP ${ip} is in none of the ranges of Services: ${enumerate([...new Set(stated.map(({ cidr, source }) => `${cidr} (${source})`))], 4)}.`, evidence: [...evidence, ...stated.flatMap((range) => range.evidence).slice(0, 4)] };
      }
    }
  },
};

function isOutside(ip: string, ranges: readonly (Cidr | undefined)[]): boolean {
  const address = parseAddress(ip);
  const own = ranges.filter((range) => range?.first.family === address.family);
  return own.length > 0 && !ranges.includes(undefined) && !own.some((range) => range !== undefined && contains(range, address));
}

function blockIn(text: string): Cidr | undefined {
  try {
    return parseCidr(text);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
