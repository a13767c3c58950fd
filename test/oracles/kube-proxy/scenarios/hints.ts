import { endpoint, leaving, nodeA, nodeB, nodeC, notReady, onNodePort, scenario, service, slice, type Scenario } from '../scenario.js';

const zoned = (address: string, node: string, ...zones: readonly string[]) => endpoint(address, { node, zones });
const ext = (nodePort: number) => ({ type: 'NodePort', externalTrafficPolicy: 'Local', ports: [onNodePort(nodePort)] });

/** Hints for zones and nodes. */
export const hints: readonly Scenario[] = [
  scenario('zones', 'every endpoint has hints for zones', service(), slice([zoned('10.244.1.5', nodeA, 'zone-1'), zoned('10.244.2.9', nodeB, 'zone-2'), zoned('10.244.3.1', nodeC, 'zone-2')])),
  scenario('zones-several', 'one endpoint for two zones', service(), slice([zoned('10.244.1.5', nodeA, 'zone-1', 'zone-2'), zoned('10.244.2.9', nodeB, 'zone-2')])),
  scenario('zones-missing', 'one ready endpoint has no hint', service(), slice([zoned('10.244.1.5', nodeA, 'zone-1'), endpoint('10.244.2.9', { node: nodeB })])),
  scenario('zones-unready', 'one without a hint is not ready', service(), slice([zoned('10.244.1.5', nodeA, 'zone-1'), zoned('10.244.2.9', nodeB, 'zone-2'), notReady('10.244.3.1', nodeC)])),
  scenario('zones-elsewhere', 'no hint is for a zone of ours', service(), slice([zoned('10.244.1.5', nodeA, 'zone-9'), zoned('10.244.2.9', nodeB, 'zone-9')])),
  scenario('zones-leaving', 'hints on endpoints that are shut down', service(), slice([endpoint('10.244.1.5', { node: nodeA, ready: false, serving: true, terminating: true, zones: ['zone-2'] }), leaving('10.244.2.9', nodeB)])),
  scenario('zones-ext-local', 'hints for zones with external policy Local', service(ext(30150)), slice([zoned('10.244.1.5', nodeA, 'zone-2'), zoned('10.244.2.9', nodeB, 'zone-1')])),
  scenario('zones-int-local', 'hints for zones with internal policy Local', service({ internalTrafficPolicy: 'Local' }), slice([zoned('10.244.1.5', nodeA, 'zone-2'), zoned('10.244.2.9', nodeB, 'zone-1')])),
  scenario('zones-annotated', 'hints for zones of a Service that asks for them by annotation', service({}, { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } }), slice([zoned('10.244.1.5', nodeA, 'zone-1'), zoned('10.244.2.9', nodeB, 'zone-2')])),
  scenario('nodes', 'every endpoint has a hint for its node', service(), slice([endpoint('10.244.1.5', { node: nodeA, zones: ['zone-1'], nodes: [nodeA] }), endpoint('10.244.2.9', { node: nodeB, zones: ['zone-2'], nodes: [nodeB] })])),
  scenario('nodes-elsewhere', 'no hint is for node a, and zones decide', service(), slice([endpoint('10.244.2.8', { node: nodeB, zones: ['zone-1'], nodes: [nodeB] }), endpoint('10.244.2.9', { node: nodeB, zones: ['zone-2'], nodes: [nodeB] })])),
  scenario('nodes-alone', 'hints for nodes without those for zones', service(), slice([endpoint('10.244.1.5', { node: nodeA, nodes: [nodeA] }), endpoint('10.244.2.9', { node: nodeB, nodes: [nodeB] })])),
  scenario('nodes-missing', 'one endpoint has a hint for zones alone', service(), slice([endpoint('10.244.1.5', { node: nodeA, zones: ['zone-1'], nodes: [nodeA] }), zoned('10.244.2.9', nodeB, 'zone-2')])),
  scenario('nodes-ext-local', 'hints for nodes with external policy Local', service(ext(30151)), slice([endpoint('10.244.1.5', { node: nodeA, zones: ['zone-1'], nodes: [nodeB] }), endpoint('10.244.2.9', { node: nodeB, zones: ['zone-2'], nodes: [nodeA] })])),
];
