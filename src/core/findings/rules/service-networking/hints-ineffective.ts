import { count, enumerate } from '../../../analysis/index.js';
import { refOf } from '../../../cluster/index.js';
import { hintsOf, type HintEffect } from '../../../service-networking/index.js';
import type { Rule } from '../../rule.js';

export const hintsIneffective: Rule = {
  id: 'hints-ineffective',
  code: 'SVC-017',
  severity: 'info',
  title: 'Traffic does not stay near, although the Service asks for it',
  checks:
    'A Service asks for endpoints of the same zone or node (trafficDistribution, or the annotation topology-mode: Auto), and kube-proxy ignores the hints on some nodes: a ready endpoint has none, a zone with nodes has no endpoint hinted for it, or nodes have no zone. ' +
    'Quiet where all nodes are in one zone, where no endpoint is ready, and for headless Services.',
  why: 'Where hints do not fit, kube-proxy spreads connections over all endpoints, and nothing says so.',
  fix: 'Label every node with topology.kubernetes.io/zone, and run at least one ready pod in each zone (topologySpreadConstraints).',
  source: 'kubernetes pkg/proxy/topology.go v1.37.2, topologyModeFromHints: hints count only where every ready endpoint has one, and one names the zone',
  reads: ['Service', 'EndpointSlice', 'Node'],
  *check(view) {
    for (const service of view.objects('Service')) {
      yield;
      const effect = hintsOf(view, service);
      const reasons = effect === undefined ? [] : tell(effect);
      if (effect === undefined || reasons.length === 0) continue;
      yield { subject: refOf(service), detail: `It asks for ${effect.asked}: ${reasons.join('; ')}.`, evidence: [{ ...refOf(service), field: effect.field, value: effect.asked }, ...effect.evidence] };
    }
  },
};

function tell({ unhinted, ready, zonesWithout, zones, nodesWithoutZone, nodes }: HintEffect): string[] {
  if (unhinted > 0) return [`${unhinted} of ${count(ready, 'ready endpoint')} ${unhinted === 1 ? 'has' : 'have'} no hint, so that none counts on any node`];
  return [
    ...(nodesWithoutZone.length === 0 ? [] : [`of ${count(nodes, 'node')}, ${enumerate(nodesWithoutZone, 3)} ${nodesWithoutZone.length === 1 ? 'has' : 'have'} no zone, and ${nodesWithoutZone.length === 1 ? 'uses' : 'use'} all endpoints`]),
    ...(zonesWithout.length === 0 ? [] : [`of ${count(zones, 'zone')}, ${enumerate(zonesWithout, 3)} ${zonesWithout.length === 1 ? 'has' : 'have'} no endpoint hinted for ${zonesWithout.length === 1 ? 'it' : 'them'}, and ${zonesWithout.length === 1 ? 'its nodes use' : 'their nodes use'} all endpoints`]),
  ];
}
