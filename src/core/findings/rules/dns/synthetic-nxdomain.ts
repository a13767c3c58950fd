import { enumerate, Journal } from '../../../analysis/index.js';
import { refOf, type Service } from '../../../cluster/index.js';
import { kubernetesConfigOf, type ClusterDns } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { corefileConsults, corefileInForce, corefileLine, lineOf } from './corefile-in-force.js';

/** How many Services are asked for at most. */
const most = 500;

export const syntheticNxdomain: Rule = {
  id: 'synthetic-nxdomain',
  code: 'DNS-010',
  severity: 'error',
  title: 'The Corefile denies names of Services that exist',
  checks: `With the Corefile in force a query for the name of a Service with a cluster IP is answered with NXDOMAIN, as a template says so or a rewrite leads it astray. The first ${most} Services are asked for. Quiet where kubernetes itself does not serve their namespace.`,
  why: 'Who asks is told that the Service does not exist, and clients keep that for a while.',
  fix: 'Narrow the pattern of the template or rewrite so that it does not match names of the cluster zone.',
  source: 'coredns/coredns 1.14.7 plugin/template/template.go, plugin/rewrite/name.go',
  reads: ['ConfigMap', 'Service', 'Namespace'],
  consults: corefileConsults.filter((kind) => kind !== 'Service'),
  *check(view) {
    const dns = corefileInForce(view);
    const block = dns?.loaded.blocks.find((each) => kubernetesConfigOf(each) !== undefined);
    const config = block === undefined ? undefined : kubernetesConfigOf(block);
    const served = new Set(view.objects('Namespace').map(({ metadata }) => metadata.name));
    if (dns === undefined || block === undefined || config === undefined || !block.plugins.some(({ plugin }) => plugin.name === 'template' || plugin.name === 'rewrite')) return;
    if (config.namespaces.size > 0 || config.namespaceLabels !== undefined || config.labels !== undefined) return;
    const denied: Service[] = [];
    for (const service of view.objects('Service').slice(0, most)) {
      yield;
      if (served.has(service.metadata.namespace) && isPlain(service) && isDenied(service, config.primaryZone, dns)) denied.push(service);
    }
    const [first] = denied;
    if (first === undefined) return;
    const line = lineOf(block, 'template') ?? lineOf(block, 'rewrite');
    yield {
      subject: refOf(dns.configMap),
      detail: `NXDOMAIN is the answer for ${enumerate(denied.map(({ metadata }) => `${metadata.name}.${metadata.namespace}`), 5)}.`,
      evidence: [corefileLine(dns, line), { ...refOf(first), field: 'spec.clusterIP', value: first.spec.clusterIP }],
    };
  },
};

function isPlain({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && spec.clusterIP !== undefined && spec.clusterIP !== 'None' && spec.ports.length > 0;
}

function isDenied({ metadata }: Service, zone: string, { server }: ClusterDns): boolean {
  const served = server.ask({ name: `${metadata.name}.${metadata.namespace}.svc.${zone}`, type: 'A', class: 'IN', client: '192.0.2.1', protocol: 'udp' }, new Journal());
  return served.kind === 'reply' && served.reply.rcode === 'NXDOMAIN';
}
