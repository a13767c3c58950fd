import { refOf } from '../../../cluster/index.js';
import { capturesOf, kubernetesConfigOf } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { blocksInForce, corefileConsults, corefileLine } from './corefile-in-force.js';

export const clusterZoneCaptured: Rule = {
  id: 'cluster-zone-captured',
  code: 'DNS-016',
  severity: 'error',
  title: 'Another plugin answers for the cluster zone before kubernetes',
  checks:
    'In the Corefile in force a hosts or template, which CoreDNS runs before kubernetes, takes every address query of the cluster zone or of a zone within it and does not fall through. The order of lines does not matter. ' +
    'Quiet for templates of other types than A, ANY and SRV, and where the plugin falls through for that zone.',
  why: 'CoreDNS runs plugins in an order of its own. One that does not fall through ends the query: live Services do not resolve, with SERVFAIL from hosts and template.',
  fix: 'Write `fallthrough` in the block of that plugin, or name its zones so that the cluster zone is not among them.',
  source: 'coredns/coredns 1.14.7 plugin.cfg; plugin/hosts/hosts.go and plugin/template/template.go ServeDNS',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    for (const { dns, block } of blocksInForce(view)) {
      yield;
      const config = kubernetesConfigOf(block);
      if (config === undefined) continue;
      for (const { plugin, zone, line } of capturesOf(block, config.primaryZone)) {
        yield {
          subject: refOf(dns.configMap),
          detail: `The plugin ${plugin} takes the queries for ${zone === config.primaryZone ? zone : `${zone}, and so for ${config.primaryZone}`} before kubernetes, and lets none through.`,
          evidence: [corefileLine(dns, line)],
        };
      }
    }
  },
};
