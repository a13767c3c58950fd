import { enumerate, formatRef } from '../../../analysis/index.js';
import { refOf, type ClusterView, type KindName, type NetworkPolicy, type Pod, type Service } from '../../../cluster/index.js';
import { baseOfPod, dnsServices } from '../../../dns/index.js';
import { isolatingPolicies, judge } from '../../../network-policy/index.js';
import { endpointPods, findPort, readinessOf } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';
import { policiesInForce, policyKindsBeside } from '../cni/policies-of-others.js';
import { representatives, workloadKinds } from './pods-of-workloads.js';

const reads = ['Service', 'Pod', 'NetworkPolicy'] as const satisfies readonly KindName[];

export const egressPolicyBlocksDns: Rule = {
  id: 'egress-policy-blocks-dns',
  code: 'DNS-006',
  severity: 'critical',
  title: 'NetworkPolicies keep pods from the cluster DNS',
  checks:
    'NetworkPolicies isolate the egress of a workload that asks the cluster DNS, and no rule of them admits any of its pods on the port at which these listen (behind the Service) over UDP. A warning where only TCP is missing, and where kinds of policy are installed that may admit more. ' +
    'Quiet where a block of addresses holds the pods or the Service of the DNS, which plugins compare in different ways, for a DNS on the network of its nodes, with NodeLocal DNSCache, for pods that bring nameservers of their own, and where nobody enforces NetworkPolicies.',
  why: 'No name resolves in these pods. Programs tell it as “database down” or as a timeout.',
  fix: 'Admit the pods of the cluster DNS in an egress rule: namespaceSelector kubernetes.io/metadata.name: kube-system with podSelector k8s-app: kube-dns, ports 53 over UDP and TCP (or the port on which its pods listen).',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/; k8s.io/api networking/v1 types.go v0.37.2: policies see pods, not Services',
  reads,
  consults: ['Namespace', ...workloadKinds, ...policyKindsBeside(...reads, ...workloadKinds)],
  *check(view) {
    if (view.objects('NetworkPolicy').length === 0) return;
    const dns = dnsOf(view);
    if (dns === undefined) return;
    for (const found of representatives(view)) {
      yield;
      if (found === undefined || found.pod.spec.hostNetwork === true || baseOfPod(found.pod) !== 'cluster' || (found.pod.spec.dnsConfig?.nameservers ?? []).length > 0) continue;
      const { workload, pod } = found;
      const policies = isolatingPolicies(view, pod, 'Egress');
      if (policies.length === 0) continue;
      const udp = refusedPort(view, pod, dns, 'UDP');
      const tcp = udp === undefined ? refusedPort(view, pod, dns, 'TCP') : undefined;
      if (udp === undefined && tcp === undefined) continue;
      const inForce = policiesInForce(view);
      if (inForce === undefined) continue;
      const isWarning = udp === undefined || inForce.caveat !== '';
      yield {
        subject: workload,
        detail: `${udp === undefined ? tellTcp(policies, tcp ?? 53) : tellUdp(policies, dns, udp)}${inForce.caveat}`,
        evidence: [...policies.slice(0, 3).map((policy) => ({ ...refOf(policy), field: 'spec.egress', value: policy.spec.egress ?? [] })), refOf(dns.service)],
        ...(isWarning && { severity: 'warning' as const }),
      };
    }
  },
};

interface AskedDns {
  readonly service: Service;
  /** Those that are not known to be unready; never empty. */
  readonly pods: readonly Pod[];
}

/** Undefined where queries go another way, or where its pods are not in the snapshot. */
function dnsOf(view: ClusterView): AskedDns | undefined {
  const [service] = dnsServices(view);
  const hasCache = view.objects('DaemonSet').some(({ spec }) => spec.template.spec.containers.some(({ image = '' }) => /node-cache/.test(image)));
  if (service === undefined || hasCache) return undefined;
  const pods = endpointPods(view, service).filter((pod) => readinessOf(pod) !== 'unready');
  return pods.length === 0 || pods.some(({ spec }) => spec.hostNetwork === true) ? undefined : { service, pods };
}

/** The port of the DNS pods on which all of them are refused; undefined where one may be reached, or where there is no such port. */
function refusedPort(view: ClusterView, pod: Pod, { service, pods }: AskedDns, protocol: 'UDP' | 'TCP'): number | undefined {
  const port = service.spec.ports.find((each) => each.port === 53 && each.protocol === protocol);
  if (port === undefined) return undefined;
  const addresses = service.spec.clusterIPs ?? [];
  if (addresses.some((ip) => judge(view, 'Egress', pod, { ip }, { port: 53, protocol }).verdict !== 'refused')) return undefined;
  const targets = pods.flatMap((each) => {
    const target = findPort(each, port);
    return target === undefined ? [] : [{ pod: each, target }];
  });
  const isRefused = targets.every(({ pod: each, target }) => judge(view, 'Egress', pod, { pod: each }, { port: target, protocol }).verdict === 'refused');
  return isRefused ? targets[0]?.target : undefined;
}

function tellUdp(policies: readonly NetworkPolicy[], { service }: AskedDns, port: number): string {
  const behind = port === 53 ? '' : `, the port behind 53 of ${formatRef(refOf(service))}`;
  return `No name resolves: ${tellPolicies(policies)} no egress to the pods of ${formatRef(refOf(service))} on ${port}/UDP${behind}.`;
}

function tellTcp(policies: readonly NetworkPolicy[], port: number): string {
  return `${tellPolicies(policies)} the cluster DNS over UDP, and not on ${port}/TCP: answers that do not fit into a datagram cannot be had.`.replace(/^./, (first) => first.toUpperCase());
}

function tellPolicies(policies: readonly NetworkPolicy[]): string {
  return `${enumerate(policies.map((policy) => formatRef(refOf(policy))), 3)} ${policies.length === 1 ? 'admits' : 'admit'}`;
}
