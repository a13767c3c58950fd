import { endpoint, nodeA, nodeB, notReady, scenario, service, slice, type Scenario } from '../scenario.js';

const here = endpoint('10.244.1.5', { node: nodeA });
const there = endpoint('10.244.2.9', { node: nodeB });
const port = (name: string, number: number, protocol: string) => ({ ...(name !== '' && { name }), port: number, protocol });

/** ClusterIPs, ports and protocols, and the order of endpoints. */
export const plain: readonly Scenario[] = [
  scenario('one', 'one endpoint', service(), slice([here])),
  scenario('three', 'three endpoints, in the order of their text', service(), slice([here, there, endpoint('10.244.2.10', { node: nodeB })])),
  scenario('seven', 'seven endpoints, with probabilities that do not come out even', service(), slice([1, 2, 3, 4, 5, 6, 7].map((i) => endpoint(`10.244.1.${i}`, { node: nodeA })))),
  scenario('none', 'no slice at all', service()),
  scenario('empty', 'a slice without endpoints', service(), slice([], { addressType: 'IPv4' })),
  scenario('unready', 'no endpoint is ready', service(), slice([notReady('10.244.1.5', nodeA), notReady('10.244.2.9', nodeB)])),
  scenario('some-unready', 'some endpoints are not ready', service(), slice([here, notReady('10.244.2.9', nodeB)])),
  scenario('unnamed', 'a port without a name', service({ ports: [port('', 3306, 'TCP')] }), slice([here], { ports: [port('', 3306, 'TCP')] })),
  scenario('ports', 'several ports and protocols', service({ ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('sig', 3868, 'SCTP')] }), slice([here, there], { ports: [port('dns', 53, 'UDP'), port('dns-tcp', 53, 'TCP'), port('sig', 3868, 'SCTP')] })),
  scenario('half-served', 'a port that no slice serves beside one that it does', service({ ports: [port('http', 80, 'TCP'), port('metrics', 9090, 'TCP')] }), slice([here])),
  scenario('renamed', 'the slice names its port otherwise', service(), slice([here], { ports: [port('web', 8080, 'TCP')] })),
  scenario('other-protocol', 'the slice has the port in another protocol', service(), slice([here], { ports: [port('http', 8080, 'UDP')] })),
  scenario('two-slices', 'endpoints in two slices, one of them in both', service(), slice([here, there]), slice([here, endpoint('10.244.3.1')], { name: 'web-2' })),
  scenario('two-ports', 'slices of one Service with different ports', service(), slice([here]), slice([there], { name: 'web-2', ports: [port('http', 9090, 'TCP')] })),
  scenario('port-zero', 'a slice whose port has no number', service(), slice([here], { ports: [{ name: 'http', protocol: 'TCP' }] })),
  scenario('no-node', 'endpoints that name no node', service(), slice([endpoint('10.244.9.1'), endpoint('10.244.9.2')])),
  scenario('second-address', 'only the first address of an endpoint counts', service(), slice([{ addresses: ['10.244.1.5', '10.244.1.6'], conditions: {} }])),
  scenario('unknown-conditions', 'conditions that are not told', service(), slice([{ addresses: ['10.244.1.5'] }])),
  scenario('long-names', 'the longest names', service({ ports: [port('a-very-long-1', 80, 'TCP')] }, { name: 'a'.repeat(63) }), slice([here], { service: 'a'.repeat(63), ports: [port('a-very-long-1', 8080, 'TCP')] })),
  scenario('hairpin', 'the endpoint has the port of the Service', service(), slice([here], { ports: [port('http', 80, 'TCP')] })),
  scenario('sticky', 'session affinity', service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } } }), slice([here, there])),
  scenario('sticky-default', 'session affinity for as long as it is by default', service({ sessionAffinity: 'ClientIP' }), slice([here])),
  scenario('sticky-none', 'session affinity without endpoints', service({ sessionAffinity: 'ClientIP' })),
];
