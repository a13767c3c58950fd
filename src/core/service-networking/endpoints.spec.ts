import { describe, expect, it } from 'vitest';
import { behaviourOf, type KubeProxyBehaviour } from './behaviour.js';
import { chooseEndpoints, endpointsOf, verdictOf } from './endpoints.js';
import { clusterOf, webService, webSlice } from './kube-proxy.table.js';
import { servicePorts } from './service-ports.js';

const place = { nodeName: 'a', zone: 'z1' };

function chosenBy(service: object, slices: readonly object[], behaviour: KubeProxyBehaviour = behaviourOf()) {
  const view = clusterOf([service, ...slices]);
  const [port] = servicePorts(view, 'IPv4', behaviour);
  if (port === undefined) throw new Error('the Service is not served');
  const endpoints = endpointsOf(view, port, { nodeName: place.nodeName, behaviour });
  return { port, endpoints, chosen: chooseEndpoints(port, endpoints, place, behaviour) };
}

/** `cluster | local | reachable`, by the last number of each address. */
function told({ chosen }: ReturnType<typeof chosenBy>): string {
  const numbers = (list: readonly { ip: string }[]) => list.map(({ ip }) => ip.split('.').at(-1)).join(' ') || '-';
  return `${numbers(chosen.cluster)} | ${numbers(chosen.local)} | ${numbers(chosen.reachable)}${chosen.mode === '' ? '' : ` ${chosen.mode}`}${chosen.hasAny ? '' : ' none'}`;
}

const external = { type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{ name: 'http', port: 80, nodePort: 30080 }] };
const internal = { internalTrafficPolicy: 'Local' };

describe('the endpoints that a node uses', () => {
  it.each<readonly [name: string, spec: object, endpoints: readonly string[], expected: string]>([
    ['all that are ready', {}, ['10.0.0.1@a', '10.0.0.2@b', '10.0.0.3@b not-ready'], '1 2 | - | 1 2'],
    ['in the order of their text', {}, ['10.0.0.9@a', '10.0.0.10@b'], '10 9 | - | 10 9'],
    ['none where none is ready', {}, ['10.0.0.1@a not-ready'], '- | - | - none'],
    ['those that terminate where no other is left', {}, ['10.0.0.1@a terminating', '10.0.0.2@b not-ready'], '1 | - | 1'],
    ['not those that terminate beside ready ones', {}, ['10.0.0.1@a terminating', '10.0.0.2@b'], '2 | - | 2'],
    ['of policy Local those of the node', internal, ['10.0.0.1@a', '10.0.0.2@b'], '- | 1 | 1'],
    ['of policy Local none where none is here, though some are elsewhere', internal, ['10.0.0.2@b'], '- | - | -'],
    ['of external policy Local both, as pods are let through to all', external, ['10.0.0.1@a', '10.0.0.2@b'], '1 2 | 1 | 1 2'],
    ['of external policy Local the one here that terminates beside the ready one elsewhere', external, ['10.0.0.1@a terminating', '10.0.0.2@b'], '2 | 1 | 1 2'],
    ['of both policies Local, with a node port, all', { ...internal, ...external }, ['10.0.0.1@a', '10.0.0.2@b'], '1 2 | 1 | 1 2'],
    ['of the zone, where each has a hint', {}, ['10.0.0.1@a zone=z1', '10.0.0.2@b zone=z2'], '1 | - | 1 same-zone'],
    ['all where one ready one has no hint', {}, ['10.0.0.1@a zone=z1', '10.0.0.2@b'], '1 2 | - | 1 2'],
    ['of the zone where the one without a hint is not ready', {}, ['10.0.0.1@a zone=z1', '10.0.0.2@b not-ready'], '1 | - | 1 same-zone'],
    ['all where no hint is for the zone', {}, ['10.0.0.1@a zone=z2', '10.0.0.2@b zone=z3'], '1 2 | - | 1 2'],
    ['of the node, where each has a hint for nodes', {}, ['10.0.0.1@a zone=z1 node=a', '10.0.0.3@b zone=z1 node=b'], '1 | - | 1 same-node'],
    ['of policy Local whatever the hints, which pods still follow', external, ['10.0.0.1@a zone=z2', '10.0.0.2@b zone=z1'], '2 | 1 | 1 2 same-zone'],
  ])('are %s', (_, spec, endpoints, expected) => {
    expect(told(chosenBy(webService(spec), [webSlice(endpoints)]))).toBe(expected);
  });

  it('are of all slices, each address once', () => {
    expect(told(chosenBy(webService(), [webSlice(['10.0.0.1@a', '10.0.0.2@b']), webSlice(['10.0.0.2@b', '10.0.0.3@b'], { name: 'web-2' })]))).toBe('1 2 3 | - | 1 2 3');
  });

  it.each<readonly [name: string, minor: number, expected: string]>([
    ['1.37: the ready one, though another that terminates has its address', 37, '1 | 1 | 1'],
    ['1.32: whichever comes first, but for one of this node', 32, '1 | 1 | 1'],
  ])('%s', (_, minor, expected) => {
    expect(told(chosenBy(webService(external), [webSlice(['10.0.0.1@b terminating']), webSlice(['10.0.0.1@a'], { name: 'web-2' })], behaviourOf(minor)))).toBe(expected);
  });

  it.each<readonly [name: string, minor: number, annotations: object | undefined, gates: Record<string, boolean>, expected: string]>([
    ['1.30 follows hints for zones only where the Service asks for them', 30, undefined, {}, '1 2 | - | 1 2'],
    ['1.30 follows them where it does', 30, { 'service.kubernetes.io/topology-mode': 'Auto' }, {}, '1 | - | 1 same-zone'],
    ['1.30 takes the older annotation first', 30, { 'service.kubernetes.io/topology-aware-hints': 'Disabled', 'service.kubernetes.io/topology-mode': 'Auto' }, {}, '1 2 | - | 1 2'],
    ['1.30 with the gate ServiceTrafficDistribution asks for none', 30, undefined, { ServiceTrafficDistribution: true }, '1 | - | 1 same-zone'],
    ['1.29 takes any value for asking that does not say disabled', 29, { 'service.kubernetes.io/topology-mode': 'example.com/own' }, {}, '1 | - | 1 same-zone'],
    ['1.29 without its gate follows none', 29, { 'service.kubernetes.io/topology-mode': 'Auto' }, { TopologyAwareHints: false }, '1 2 | - | 1 2'],
    ['1.31 asks for none', 31, undefined, {}, '1 | - | 1 same-zone'],
    ['1.33 does not look at hints for nodes', 33, undefined, {}, '1 | - | 1 same-zone'],
    ['1.33 does with its gate', 33, undefined, { PreferSameTrafficDistribution: true }, '1 | - | 1 same-node'],
    ['1.34 does', 34, undefined, {}, '1 | - | 1 same-node'],
  ])('%s', (_, minor, annotations, gates, expected) => {
    expect(told(chosenBy(webService({}, annotations && { annotations }), [webSlice(['10.0.0.1@a zone=z1 node=a', '10.0.0.2@b zone=z2 node=b'])], behaviourOf(minor, gates)))).toBe(expected);
  });
});

describe('why an endpoint is used or not', () => {
  it('is told for each policy', () => {
    const { port, endpoints, chosen } = chosenBy(webService(external), [webSlice(['10.0.0.1@a terminating', '10.0.0.2@b', '10.0.0.3@a not-ready'])]);
    expect(endpoints.map((each) => `${each.text}: ${verdictOf(port, each, chosen, 'Cluster', place)}, ${verdictOf(port, each, chosen, 'Local', place)}`)).toEqual([
      '10.0.0.1:8080: terminating, used-terminating',
      '10.0.0.2:8080: used, on-another-node',
      '10.0.0.3:8080: not-ready, not-ready',
    ]);
  });

  it('is not told for a policy that no traffic has', () => {
    const { port, endpoints, chosen } = chosenBy(webService(), [webSlice(['10.0.0.1@a zone=z2', '10.0.0.2@a zone=z1'])]);
    expect(endpoints.map((each) => [verdictOf(port, each, chosen, 'Cluster', place), verdictOf(port, each, chosen, 'Local', place)])).toEqual([['hinted-elsewhere', undefined], ['used', undefined]]);
  });
});
