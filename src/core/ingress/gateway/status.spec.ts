import { expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { gatewaysOf, type GatewaysAnswer } from './status.js';

const group = 'gateway.networking.k8s.io';

function gateways(objects: readonly object[], isWhole = true): GatewaysAnswer {
  const coverage = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const state = readCluster(objects);
  return gatewaysOf(new ClusterView(isWhole ? { ...state, coverage } : state));
}

function gateway(listeners: readonly object[], status?: object): object {
  return { apiVersion: `${group}/v1`, kind: 'Gateway', metadata: { name: 'edge', namespace: 'infra' }, spec: { gatewayClassName: 'edge', listeners }, ...(status && { status }) };
}

function route(name: string, spec: object, status?: object): object {
  return { apiVersion: `${group}/v1`, kind: 'HTTPRoute', metadata: { name, namespace: 'infra' }, spec: { parentRefs: [{ name: 'edge' }], ...spec }, ...(status && { status }) };
}

const gatewayClass = { apiVersion: `${group}/v1`, kind: 'GatewayClass', metadata: { name: 'edge' }, spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' } };
const http = { name: 'http', port: 80, protocol: 'HTTP' };

it('tells what the specification asks for beside what the status says', () => {
  const accepted = { type: 'Accepted', status: 'True', reason: 'Accepted' };
  const answer = gateways([
    gatewayClass,
    gateway([http], { conditions: [accepted], listeners: [{ name: 'http', attachedRoutes: 7, conditions: [accepted] }] }),
    route('lost', { hostnames: ['a.test'], rules: [{ backendRefs: [{ name: 'gone', port: 80 }] }] }, { parents: [{ parentRef: { name: 'edge' }, controllerName: 'gateway.envoyproxy.io/gatewayclass-controller', conditions: [accepted, { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs' }] }] }),
  ]);
  const [told] = answer.gateways;
  expect(answer.summary).toBe('1 Gateway with 1 listener and 1 route: 1 route with a backend that cannot be used (infra/lost).');
  expect(told).toMatchObject({ name: 'infra/edge', implementation: 'Envoy Gateway', listeners: [{ attachedRoutes: 1, observedAttachedRoutes: 7 }], routes: [{ hosts: ['a.test'], listeners: ['http'] }] });
  expect(told?.routes[0]?.conditions.map(({ type, status, reason, observed }) => `${type} ${status} ${reason} ${observed?.status}`)).toEqual(['Accepted True Accepted True', 'ResolvedRefs False BackendNotFound True']);
  expect(answer.steps.map(({ detail }) => detail)).toContain('HTTPRoute infra/lost: its status says ResolvedRefs=True (ResolvedRefs), the specification False (BackendNotFound).');
});

it('finds listeners that no request could tell apart', () => {
  const conditions = (listeners: readonly object[]) => gateways([gatewayClass, gateway(listeners)]).gateways[0]?.listeners.map((each) => each.conditions.filter(({ type, status }) => type === 'Conflicted' || (type === 'Accepted' && status === 'False')).map(({ type, reason }) => `${type}=${reason}`).join(' '));
  expect(conditions([http, { ...http, name: 'again' }])).toEqual(['Accepted=HostnameConflict Conflicted=HostnameConflict', 'Accepted=HostnameConflict Conflicted=HostnameConflict']);
  expect(conditions([http, { name: 'tls', port: 80, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'c' }] } }])).toEqual(['Accepted=ProtocolConflict Conflicted=ProtocolConflict', 'Accepted=ProtocolConflict Conflicted=ProtocolConflict']);
  expect(conditions([http, { ...http, name: 'other', hostname: 'a.test' }, { ...http, name: 'port', port: 8080 }])).toEqual(['', '', '']);
});

it('leaves out rules that the specification refuses, and says so', () => {
  const bad = { matches: [{ path: { type: 'RegularExpression', value: '/a(' } }], backendRefs: [] };
  const both = { filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: 'b.test' } }, { type: 'URLRewrite', urlRewrite: { hostname: 'c.test' } }] };
  const answer = gateways([gatewayClass, gateway([http]), route('part', { rules: [bad, { matches: [{ path: { type: 'PathPrefix', value: '/' } }] }] }), route('whole', { rules: [both] })]);
  expect(answer.gateways[0]?.routes.map(({ name, conditions }) => `${name}: ${conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`).join(', ')}`)).toEqual([
    'infra/part: Accepted=True Accepted, ResolvedRefs=True ResolvedRefs, PartiallyInvalid=True UnsupportedValue',
    'infra/whole: Accepted=False IncompatibleFilters, ResolvedRefs=True ResolvedRefs',
  ]);
});

it('says what a snapshot lacks', () => {
  const { warnings, gateways: told } = gateways([gateway([{ name: 'tls', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert', namespace: 'other' }] } }]), route('r', { parentRefs: [{ name: 'edge' }] })], false);
  expect(warnings).toContain('The snapshot does not hold GatewayClass edge: who implements Gateway infra/edge is not known, and the specification was followed.');
  expect(warnings.some((warning) => warning.includes('ReferenceGrants of other'))).toBe(true);
  expect(told[0]?.implementation).toBe('the specification');
});

it('finds none where there are none', () => {
  expect(gateways([]).summary).toBe('The snapshot has no Gateway.');
});
