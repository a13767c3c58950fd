import { checkRule, service, slice } from '../../cluster.table.js';
import { hintsIneffective } from './hints-ineffective.js';

const node = (name: string, zone?: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, ...(zone !== undefined && { labels: { 'topology.kubernetes.io/zone': zone } }) } });
const endpoint = (address: string, zone?: string, ready = true) => ({ addresses: [address], conditions: { ready, serving: ready, terminating: false }, ...(zone !== undefined && { hints: { forZones: [{ name: zone }] } }) });
const near = (spec: object = {}) => service({ trafficDistribution: 'PreferClose', ...spec });
const auto = service({}, 'web', { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } });
const zones = [node('a1', 'a'), node('b1', 'b'), node('c1', 'c')];

checkRule(hintsIneffective, [
  {
    name: 'a zone has no endpoint',
    cluster: [near(), ...zones, slice([endpoint('10.244.1.5', 'a'), endpoint('10.244.2.5', 'b')])],
    finds: ['info Service shop/web: It asks for PreferClose: of 3 zones, c has no endpoint hinted for it, and its nodes use all endpoints.'],
  },
  {
    name: 'a ready endpoint has no hint, so that none counts',
    cluster: [near(), ...zones, slice([endpoint('10.244.1.5', 'a'), endpoint('10.244.2.5', 'b'), endpoint('10.244.3.5')])],
    finds: ['info Service shop/web: It asks for PreferClose: 1 of 3 ready endpoints has no hint, so that none counts on any node.'],
  },
  {
    name: 'the controller gave no hints, as it does with too few endpoints',
    cluster: [auto, ...zones, slice([endpoint('10.244.1.5')])],
    finds: ['info Service shop/web: It asks for Auto: 1 of 1 ready endpoint has no hint, so that none counts on any node.'],
  },
  {
    name: 'a node has no zone',
    cluster: [near(), node('a1', 'a'), node('b1', 'b'), node('x1'), slice([endpoint('10.244.1.5', 'a'), endpoint('10.244.2.5', 'b')])],
    finds: ['info Service shop/web: It asks for PreferClose: of 3 nodes, x1 has no zone, and uses all endpoints.'],
  },
  { name: 'quiet: every zone has one', cluster: [near(), ...zones, slice([endpoint('10.244.1.5', 'a'), endpoint('10.244.2.5', 'b'), endpoint('10.244.3.5', 'c')])] },
  { name: 'quiet: the endpoint without a hint is not ready', cluster: [near(), node('a1', 'a'), node('b1', 'b'), slice([endpoint('10.244.1.5', 'a'), endpoint('10.244.2.5', 'b'), endpoint('10.244.3.5', undefined, false)])] },
  { name: 'quiet: one zone alone', cluster: [near(), node('a1', 'a'), node('a2', 'a'), slice([endpoint('10.244.1.5')])] },
  { name: 'quiet: it does not ask', cluster: [service(), ...zones, slice([endpoint('10.244.1.5', 'a')])] },
  { name: 'quiet: no endpoint is ready', cluster: [near(), ...zones, slice([endpoint('10.244.1.5', undefined, false)])] },
  { name: 'quiet: a headless Service', cluster: [near({ clusterIP: 'None' }), ...zones, slice([endpoint('10.244.1.5')])] },
]);
