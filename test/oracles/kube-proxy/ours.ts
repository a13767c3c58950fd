import { finish } from '../../../src/core/analysis/index.js';
import { kindNames, readCluster, viewOf, type ClusterView, type Coverage } from '../../../src/core/cluster/index.js';
import { renderRulesText, rulesSteps } from '../../../src/core/service-networking/index.js';
import type { ProxyConfiguration } from './configurations.js';
import { objectsOf, proxyObjects, scenariosOf, serviceOfServer } from './objects.js';

/** The snapshot of a cluster with these objects and the kube-proxy of the configuration. */
export function viewOfConfiguration(configuration: ProxyConfiguration, objects: readonly object[] = [serviceOfServer, ...objectsOf(scenariosOf(configuration))]): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return viewOf({ ...readCluster([...objects, ...proxyObjects(configuration)]), coverage: whole });
}

/** What we say that kube-proxy of that configuration hands to the tool of its mode. */
export function ourRules(view: ClusterView, { node }: ProxyConfiguration, ipFamily: 'IPv4' | 'IPv6', nfacct: boolean): string {
  return renderRulesText(finish(rulesSteps(view, { node, ipFamily, nfacct })));
}
