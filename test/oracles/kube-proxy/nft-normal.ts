import { finish } from '../../../src/core/analysis/index.js';
import { nftRuleset } from '../../../src/core/readouts/formats/nft-ruleset.js';
import type { ClusterView } from '../../../src/core/cluster/index.js';
import { normalTable } from '../../../src/core/service-networking/modes/nftables/normal.js';
import { nftTableOf } from '../../../src/core/service-networking/modes/nftables/program.js';
import { proxyOfNode } from '../../../src/core/service-networking/proxy-of-node.js';
import { renderRulesText, rulesSteps } from '../../../src/core/service-networking/rules/rules.js';
import type { ProxyConfiguration } from './configurations.js';
import type { NormalRules } from './normal-rules.js';

/** The table that nft listed, in the form in which it is compared. Every word of it must have been understood. */
export function listedTable(text: string): NormalRules {
  const { parsed, problems } = nftRuleset.parse(text);
  if (problems.length > 0) throw new Error(`not read: ${JSON.stringify(problems.slice(0, 5))}`);
  const [table] = parsed.tables;
  return table === undefined ? {} : normalTable(table);
}

/** The table that we say kube-proxy of that configuration makes. */
export function ourTable(view: ClusterView, { node }: ProxyConfiguration, ipFamily: 'IPv4' | 'IPv6'): NormalRules {
  return normalTable(nftTableOf(proxyOfNode(view, node, { ipFamily }).proxy));
}

/** The commands with which we say that kube-proxy makes it. */
export function ourCommands(view: ClusterView, { node }: ProxyConfiguration, ipFamily: 'IPv4' | 'IPv6'): string {
  return renderRulesText(finish(rulesSteps(view, { node, ipFamily })));
}

/** The ServiceCIDR that the API server of the bench makes of its range. */
export const serviceCIDROfServer = { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/16', 'fd00:96::/112'] } };
