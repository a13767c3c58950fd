import { refOf } from '../../../cluster/index.js';
import { unreachableIn } from '../../../dns/index.js';
import type { Rule } from '../../rule.js';
import { blocksInForce, corefileConsults, corefileLine } from './corefile-in-force.js';

export const corefileUnreachablePlugin: Rule = {
  id: 'corefile-unreachable-plugin',
  code: 'DNS-007',
  severity: 'warning',
  title: 'A plugin of the Corefile is never asked',
  checks:
    'In a server block of the Corefile in force a hosts, file or forward is for zones of which a plugin that CoreDNS runs before it (template, hosts, kubernetes, file, or a forward that stands above it) lets nothing through. ' +
    'Quiet where that plugin falls through for the zone, and where a forward excepts it. What kubernetes itself loses is told by cluster-zone-captured.',
  why: 'CoreDNS runs plugins in an order of its own, and several forwards in the order of the file: what stands behind one that answers for the zone has no effect.',
  fix: 'Write `fallthrough` in the block of the plugin that comes first, or give the zone a server block of its own.',
  source: 'coredns/coredns 1.14.7 plugin.cfg; plugin/forward/forward.go ServeDNS',
  reads: ['ConfigMap'],
  consults: corefileConsults,
  *check(view) {
    for (const { dns, block } of blocksInForce(view)) {
      yield;
      for (const { plugin, zone, line, by } of unreachableIn(block)) {
        yield {
          subject: refOf(dns.configMap),
          detail: `The ${plugin} of ${zone} is never asked: the ${by.plugin} of ${by.zone} takes all queries for it.`,
          evidence: [corefileLine(dns, line), corefileLine(dns, by.line)],
        };
      }
    }
  },
};
