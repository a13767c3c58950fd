import { endpoint, nodeA, scenario, service, slice, type Scenario } from '../scenario.js';

const here = endpoint('10.244.1.5', { node: nodeA });

/** What kube-proxy leaves alone, and what only looks so. */
export const unserved: readonly Scenario[] = [
  scenario('headless', 'a headless Service', service({ clusterIP: 'None' }), slice([here])),
  scenario('external-name', 'a Service that is another name', service({ type: 'ExternalName', externalName: 'example.com' }), slice([here])),
  scenario('other-proxy', 'a Service that another proxy serves', service({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } }), slice([here])),
  scenario('other-proxy-empty', 'the same with an empty name', service({}, { labels: { 'service.kubernetes.io/service-proxy-name': '' } }), slice([here])),
  scenario('headless-label', 'a Service with an address and the label of headless ones', service({}, { labels: { 'service.kubernetes.io/headless': '' } }), slice([here])),
  scenario('headless-slice', 'a slice with the label of headless ones', service(), slice([here], { labels: { 'service.kubernetes.io/headless': '' } })),
  scenario('other-proxy-slice', 'a slice with the label of another proxy', service(), slice([here], { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } })),
  scenario('fqdn-slice', 'a slice of host names', service(), slice([{ addresses: ['db.example.com'], conditions: {} }], { addressType: 'FQDN' })),
  scenario('topology-annotation', 'the annotation that asked for hints once', service({}, { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } }), slice([here])),
];
