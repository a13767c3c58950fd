import type { Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView } from '../../../cluster/index.js';
import { forwardConfigsOf, nameserversOfPod, type ClusterDns, type NodeReadout as ReadoutOfNode } from '../../../dns/index.js';
import { readingsOf, type FormatName, type NodeReadout } from '../../node-readouts.js';
import type { Rule, Severity } from '../../rule.js';
import { blocksInForce, corefileConsults, corefileLine, lineOf } from './corefile-in-force.js';

export const forwardLoop: Rule = {
  id: 'forward-loop',
  code: 'DNS-005',
  severity: 'critical',
  title: 'The cluster DNS forwards queries to itself',
  checks:
    'A `forward` of the Corefile in force leads to an address of the Service of the cluster DNS, to one of its own pods, or to a loopback address at the port on which the block itself listens. `/etc/resolv.conf` is that of its pods: with dnsPolicy ClusterFirst it names the Service of the cluster DNS; with ' +
    'Default it is the file of the node, by its readout (`resolv-conf`). Warning where nothing says that the kubelet of the node reads that very file, or that its clusterDNS is the Service. ' +
    'Quiet for loopback addresses where its pods use the network of their node, for the file of a node without a readout or whose kubelet reads another one, and for other files of servers.',
  why: 'Each query comes back until it times out; with the plugin loop CoreDNS ends itself at each start, without it the pods run hot.',
  fix: 'Forward to the servers that the nodes use: `forward . /etc/resolv.conf`, if that file names no loopback address, or their addresses. With systemd-resolved let the kubelet read /run/systemd/resolve/resolv.conf (its setting resolvConf).',
  source: 'coredns/coredns 1.14.7 plugin/loop/README.md, Troubleshooting',
  reads: ['ConfigMap'],
  consults: [...corefileConsults, 'Node'],
  readouts: ['resolv-conf', 'kubelet-config'] satisfies FormatName[],
  *check(view, readouts = []) {
    const read = readOff(readouts);
    for (const { dns, block } of blocksInForce(view)) {
      yield;
      const ports = new Set(block.zones.filter(({ transport }) => transport === 'dns').map(({ port }) => port));
      for (const [i, { from, upstreams }] of forwardConfigsOf(block).entries()) {
        for (const { upstream, through } of upstreams.flatMap((each) => serversOf(each, dns, view, read))) {
          const why = selfOf(upstream, ports, dns, view);
          if (why === undefined) continue;
          yield {
            subject: refOf(dns.configMap),
            detail: `Queries for ${from === '.' ? 'all names' : from} that the block does not answer itself go to ${through === undefined ? '' : `${through.words}: `}${upstream}, ${why}.`,
            evidence: [corefileLine(dns, lineOf(block, 'forward', i)), ...(through?.evidence ?? dns.evidence.slice(0, 1))],
            ...(through !== undefined && { severity: through.severity }),
          };
        }
      }
    }
  },
};

/** The file by which a pod finds its servers. */
const podsFile = '/etc/resolv.conf';

interface Server {
  readonly upstream: string;
  /** The file that names it; absent where the Corefile itself does. */
  readonly through?: { readonly words: string; readonly evidence: readonly Evidence[]; readonly severity: Severity };
}

function readOff(readouts: readonly NodeReadout[]): readonly ReadoutOfNode[] {
  const files = readingsOf(readouts, 'resolv-conf').map(({ node, parsed }) => ({ node, readout: { format: 'resolv-conf', parsed, problems: [] } }) as const);
  const settings = readingsOf(readouts, 'kubelet-config').map(({ node, parsed }) => ({ node, readout: { format: 'kubelet-config', parsed, problems: [] } }) as const);
  return [...files, ...settings];
}

/** Where a target of forward leads: itself, or each server of its pods' file once. */
function serversOf(target: string, { pods }: ClusterDns, view: ClusterView, readouts: readonly ReadoutOfNode[]): readonly Server[] {
  if (target !== podsFile) return [{ upstream: target }];
  const servers = new Map<string, Server>();
  for (const pod of pods) {
    for (const { address, isCertain, evidence, node } of nameserversOfPod(view, pod, readouts)) {
      const words = node === null ? `the nameserver of its pods’ ${podsFile}` : `the nameserver in the file of node ${node}`;
      if (!servers.has(address)) servers.set(address, { upstream: address.includes(':') ? `[${address}]:53` : `${address}:53`, through: { words, evidence, severity: isCertain ? 'critical' : 'warning' } });
    }
  }
  return [...servers.values()];
}

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
