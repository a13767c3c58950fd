import { enumerate, type Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type ConfigMap } from '../../../cluster/index.js';
import { clusterDnsSetting, dnsServices, serverAt } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileConsults, corefileInForce } from './corefile-in-force.js';

export const clusterdnsIpMismatch: Rule = {
  id: 'clusterdns-ip-mismatch',
  code: 'DNS-003',
  severity: 'critical',
  title: 'Pods are told a DNS server that is not there',
  checks:
    'The clusterDNS of the ConfigMap kubelet-config holds an address that is of no Service with port 53, while the cluster DNS has a Service at another address. Quiet for link-local addresses and those at which NodeLocal DNSCache listens, ' +
    'and where no Service of the cluster DNS is known. Info for an address that no Service has and that is not near those that Services have: it may be a server outside.',
  why: 'The kubelet writes this address into the resolv.conf of every pod: nothing resolves in pods, by any name.',
  fix: 'Set clusterDNS to the address of the DNS Service and restart the kubelets; or give the Service this address as its clusterIP. Pods keep the file with which they were started.',
  source: 'kubernetes v1.37.2 pkg/kubelet/network/dns/dns.go GetPodDNS',
  reads: ['ConfigMap', 'Service'],
  consults: corefileConsults.filter((kind) => kind !== 'Service'),
  *check(view) {
    yield;
    const setting = clusterDnsSetting(view);
    const services = dnsServices(view);
    const service = corefileInForce(view)?.service ?? services[0];
    if (setting === null || service === undefined) return;
    const lost = setting.addresses.filter((address) => !/^169\.254\.|^fe[89ab]/i.test(address) && !isServed(view, address));
    if (lost.length === 0) return;
    const own = services.flatMap(({ spec }) => spec.clusterIPs ?? []);
    const isNear = lost.some((address) => isOfServices(view, address));
    yield {
      subject: refOf(setting.configMap),
      severity: isNear && lost.length === setting.addresses.length ? 'critical' : 'info',
      detail: `clusterDNS is ${enumerate(setting.addresses)}, and ${enumerate(lost)} ${lost.length === 1 ? 'is' : 'are'} of no DNS Service; ${service.metadata.name} has ${enumerate(own)}.`,
      evidence: [evidenceOf(setting.configMap, setting.addresses), { ...refOf(service), field: 'spec.clusterIPs', value: service.spec.clusterIPs }],
    };
  },
};

function isServed(view: ClusterView, address: string): boolean {
  const server = serverAt(view, address);
  if (server.kind === 'other-service') return server.service.spec.ports.some(({ port }) => port === 53);
  return server.kind === 'cluster-dns' || server.kind === 'node-cache';
}

/** Whether it lies where the addresses of Services lie: in the /16 of one, of IPv6 in its /112. */
function isOfServices(view: ClusterView, address: string): boolean {
  const near = (ip: string) => ip.split(/[.:]/).slice(0, ip.includes(':') ? -1 : 2).join('.');
  return view.objects('Service').some(({ spec }) => (spec.clusterIPs ?? []).some((ip) => ip !== 'None' && near(ip) === near(address)));
}

function evidenceOf(configMap: ConfigMap, value: readonly string[]): Evidence {
  return { ...refOf(configMap), field: 'data.kubelet clusterDNS', value };
}
