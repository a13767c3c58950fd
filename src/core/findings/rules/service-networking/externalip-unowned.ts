import { refOf, type ClusterView, type Service } from '../../../cluster/index.js';
import { detectCni } from '../../../cni/index.js';
import { contains, isAddress, parseAddress, parseCidr, type IpAddress } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';
import type { Rule } from '../../rule.js';
import { consultedBeside } from '../cni/in-force.js';

export const externalipUnowned: Rule = {
  id: 'externalip-unowned',
  code: 'SVC-019',
  severity: 'warning',
  title: 'A Service takes an address that is not the cluster’s to give',
  checks:
    'An entry of spec.externalIPs is the ClusterIP of another Service, or lies in a range of the Services or of the pods: a warning. Info where it is no address of a node, of a pool of load balancers (MetalLB, Cilium) or of the status of a load balancer: then something outside the cluster must bring it to a node, as a virtual address of keepalived does. ' +
    'Quiet about all others, and where the snapshot does not hold the Nodes.',
  why: 'kube-proxy takes what is sent to an external IP on every node, whoever it belongs to: the Service gets traffic of pods and Services that meant somebody else (CVE-2020-8554), or none at all.',
  fix: 'Use a Service of type LoadBalancer, or take out of externalIPs what is not brought to the nodes; the admission controller DenyServiceExternalIPs refuses them.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips; kubernetes v1.37.2 pkg/proxy/iptables/proxier.go: ExternalIPs',
  reads: ['Node', 'Service'],
  consults: ['CiliumLoadBalancerIPPool', 'IPAddressPool', ...consultedBeside('Node', 'IPAMBlock', 'CiliumNode')],
  *check(view) {
    const owned = ownedAddresses(view);
    const { podCIDRs, serviceCIDRs } = detectCni(view);
    const own = [...podCIDRs, ...serviceCIDRs].filter(({ isDefault }) => !isDefault);
    const clusterIPs = new Map(view.objects('Service').flatMap((service) => (service.spec.clusterIPs ?? []).map((ip) => [ip, service] as const)));
    for (const service of view.objects('Service')) {
      yield;
      for (const [i, ip] of (service.spec.externalIPs ?? []).entries()) {
        const address = isAddress(ip) ? parseAddress(ip) : undefined;
        if (address === undefined) continue;
        const evidence = [{ ...refOf(service), field: `spec.externalIPs[${i}]`, value: ip }];
        const holder = clusterIPs.get(ip);
        const range = own.find(({ cidr }) => isIn(cidr, address));
        if (holder !== undefined && holder !== service) yield { subject: refOf(service), detail: `Its external IP ${ip} is the ClusterIP of ${holder.metadata.namespace}/${holder.metadata.name}.`, evidence: [...evidence, refOf(holder)] };
        else if (range !== undefined) yield { subject: refOf(service), detail: `Its external IP ${ip} lies in ${range.cidr} (${range.source}), a range of the cluster itself.`, evidence: [...evidence, ...range.evidence] };
        else if (!owned(ip, address)) yield { subject: refOf(service), severity: 'info', detail: `Its external IP ${ip} is of no node and of no pool: it answers only if something outside the cluster brings it to a node.`, evidence };
      }
    }
  },
};

/** Whether an address is of a node, of a pool, or was given by a load balancer. */
function ownedAddresses(view: ClusterView): (ip: string, address: IpAddress) => boolean {
  const single = new Set([...view.objects('Node').flatMap(({ status }) => (status?.addresses ?? []).map(({ address }) => address)), ...view.objects('Service').flatMap(givenTo)]);
  const pools = [
    ...view.objects('IPAddressPool').flatMap(({ spec }) => spec.addresses),
    ...view.objects('CiliumLoadBalancerIPPool').flatMap(({ spec }) => (spec.blocks ?? []).flatMap(({ cidr, start, stop }) => cidr ?? (start === undefined ? [] : `${start}-${stop ?? start}`))),
  ];
  return (ip, address) => single.has(ip) || pools.some((pool) => isIn(pool, address));
}

function givenTo({ status }: Service): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
}

/** Whether an address lies in a CIDR or in a range `first-last`. */
function isIn(text: string, { family, value }: IpAddress): boolean {
  try {
    const [first = '', last] = text.split('-').map((part) => part.trim());
    if (last === undefined) return contains(parseCidr(first.includes('/') ? first : `${first}/${first.includes(':') ? 128 : 32}`), { family, value });
    const [from, to] = [parseAddress(first), parseAddress(last)];
    return from.family === family && to.family === family && from.value <= value && value <= to.value;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
