import { refOf, type ClusterView } from '../../../cluster/index.js';
import { forwardConfigsOf, type ClusterDns } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileConsults, corefileInForce, corefileLine, lineOf } from './corefile-in-force.js';

export const forwardLoop: Rule = {
  id: 'forward-loop',
  code: 'DNS-005',
  severity: 'critical',
  title: 'The cluster DNS forwards queries to itself',
  checks:
    'A `forward` of the Corefile in force leads to an address of the Service of the cluster DNS, to one of its own pods, or to a loopback address at the port on which the block itself listens. ' +
    'Quiet for loopback addresses where its pods use the network of their node, and for a file of servers, whose text is not in the snapshot.',
  why: 'Each query comes back until it times out; with the plugin loop CoreDNS ends itself at each start, without it the pods run hot.',
  fix: 'Forward to the servers that the nodes use: `forward . /etc/resolv.conf`, if that file names no loopback address, or their addresses.',
  source: 'coredns/coredns 1.14.7 plugin/loop/README.md, Troubleshooting',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    const dns = corefileInForce(view);
    for (const block of dns?.loaded.blocks ?? []) {
      yield;
      if (dns === undefined) return;
      const ports = new Set(block.zones.filter(({ transport }) => transport === 'dns').map(({ port }) => port));
      for (const [i, { from, upstreams }] of forwardConfigsOf(block).entries()) {
        for (const upstream of upstreams) {
          const why = selfOf(upstream, ports, dns, view);
          if (why === undefined) continue;
          yield { subject: refOf(dns.configMap), detail: `Queries for ${from === '.' ? 'all names' : from} that the block does not answer itself go to ${upstream}, ${why}.`, evidence: [corefileLine(dns, lineOf(block, 'forward', i)), ...dns.evidence.slice(0, 1)] };
        }
      }
    }
  },
};

/** Why an upstream is the server itself; undefined where it is not, or where that is not known. */
function selfOf(upstream: string, ports: ReadonlySet<string>, { service, pods }: ClusterDns, view: ClusterView): string | undefined {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:/]+)):(\d+)$/.exec(upstream) ?? [];
  const address = bracketed ?? plain;
  if (address === undefined) return undefined;
  const onNode = pods.some(({ spec }) => spec.hostNetwork === true) || view.objects('DaemonSet').some(({ spec }) => spec.template.spec.hostNetwork === true && /coredns/.test(spec.template.spec.containers.map(({ image = '' }) => image).join(' ')));
  const servicePort = service?.spec.ports.find((each) => String(each.port) === port);
  if (servicePort !== undefined && (service?.spec.clusterIPs ?? [service?.spec.clusterIP ?? '']).includes(address)) return `the address of ${service?.metadata.namespace ?? ''}/${service?.metadata.name ?? ''}, which leads back to CoreDNS`;
  if (!ports.has(port)) return undefined;
  if (pods.some(({ status }) => (status?.podIPs ?? []).some(({ ip }) => ip === address))) return 'the address of one of its own pods';
  return (/^127\./.test(address) || address === '::1') && !onNode ? 'which in its pod is CoreDNS itself' : undefined;
}
