import { describe, expect, it } from 'vitest';
import { InputError } from '../../errors.js';
import { clusterOf, kubeadmProxy, node, webService, webSlice } from '../kube-proxy.table.js';
import { clusterIn } from '../modes/packets.table.js';
import type { TraceAnswer } from './answer.js';
import type { TraceQuestion } from './question.js';
import { trace } from './trace.js';

const named = (namespace: string, name: string, more: object = {}) => ({ namespace, name, ...more });

function pod(name: string, ip: string, nodeName: string, { labels = {}, ready = true, hostNetwork }: { labels?: object; ready?: boolean; hostNetwork?: true } = {}): object {
  return {
    apiVersion: 'v1', kind: 'Pod', metadata: named('shop', name, { labels }),
    spec: { nodeName, ...(hostNetwork && { hostNetwork }), containers: [{ name: 'app', image: 'registry.example/app:1', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], containerStatuses: [{ name: 'app', ready, state: ready ? { running: {} } : { waiting: { reason: 'CrashLoopBackOff' } } }] },
  };
}

const nodes = [node('worker-1', ['192.168.10.11'], { podCIDRs: ['10.244.1.0/24'] }), node('worker-2', ['192.168.10.12'], { podCIDRs: ['10.244.2.0/24'] })];
const client = pod('client', '10.244.1.7', 'worker-1');
const proxied = (config: object = {}) => [...nodes, ...kubeadmProxy({ clusterCIDR: '10.244.0.0/16', ...config }), client];
const ready = ['10.244.1.5@worker-1 ready', '10.244.2.9@worker-2 ready'];
const fromClient = { pod: 'shop/client' };
const toWeb = { service: 'shop/web', port: 'http' };
const ask = (objects: readonly object[], question: TraceQuestion, coverage = {}) => trace(clusterOf(objects, coverage), question);
const brief = ({ outcome, reason, summary }: TraceAnswer) => `${outcome}${reason === null ? '' : ` (${reason})`}: ${summary}`;

describe('a connection that is delivered', () => {
  it('names each endpoint with its probability, pod and node, and the rules that decided', () => {
    const answer = ask([...proxied(), webService({ selector: { app: 'web' } }), webSlice(ready), pod('web-1', '10.244.1.5', 'worker-1', { labels: { app: 'web' } }), pod('web-2', '10.244.2.9', 'worker-2', { labels: { app: 'web' } })], { from: fromClient, to: toWeb });
    expect(answer).toMatchObject({
      outcome: 'delivered', reason: null, node: 'worker-1', ipFamily: 'IPv4', mode: 'iptables', servicePort: 'shop/web:http', masquerade: false, missing: [],
      packet: { protocol: 'TCP', sourceIP: '10.244.1.7', destinationIP: '10.96.7.10', destinationPort: 80 },
      endpoints: [
        { ip: '10.244.1.5', port: 8080, probability: 0.5, masquerade: false, hairpin: false, pod: 'shop/web-1', node: 'worker-1' },
        { ip: '10.244.2.9', port: 8080, probability: 0.5, masquerade: false, hairpin: false, pod: 'shop/web-2', node: 'worker-2' },
      ],
      summary: 'Pod shop/client reaches one of 2 endpoints of shop/web:http by 10.96.7.10:80/TCP, which sees 10.244.1.7.',
    });
    expect(answer.chains.map(({ table, chain }) => `${table} ${chain}`)).toEqual([
      'nat KUBE-SERVICES', 'nat KUBE-SVC-67NZLRHBNDSAWJRO', 'nat KUBE-SEP-34ZZ2QFGO32YYXXO', 'nat KUBE-SVC-67NZLRHBNDSAWJRO', 'nat KUBE-SEP-EMUAPVFCFHRD2FOR',
    ]);
    expect(answer.chains[0]?.rule).toBe('-A KUBE-SERVICES -d 10.96.7.10/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-67NZLRHBNDSAWJRO');
  });

  it.each<[string, TraceQuestion, object, string]>([
    ['by the number of the port', { from: fromClient, to: { service: 'shop/web', port: 80 } }, {}, 'which sees 10.244.1.7'],
    ['by the ClusterIP', { from: fromClient, to: { ip: '10.96.7.10', port: 80 } }, {}, 'which sees 10.244.1.7'],
    ['from the address of a pod', { from: { ip: '10.244.1.7' }, to: toWeb }, {}, 'which sees 10.244.1.7'],
    ['from a node', { from: { node: 'worker-1' }, to: toWeb }, {}, 'which sees an address of worker-1'],
    ['from outside', { from: { ip: '198.18.0.1' }, to: { ip: '192.168.10.12', port: 30080 } }, {}, 'which sees an address of worker-2'],
    ['of a pod to a node port of another node', { from: fromClient, to: { ip: '192.168.10.12', port: 30080 } }, {}, 'which sees an address of worker-2'],
    ['where all is masqueraded', { from: fromClient, to: toWeb }, { iptables: { masqueradeAll: true } }, 'which sees an address of worker-1'],
  ])('%s', (_, question, config, expected) => {
    const answer = ask([...proxied(config), webService({ type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] }), webSlice(ready)], question);
    expect(answer.outcome).toBe('delivered');
    expect(answer.summary.endsWith(`${expected}.`)).toBe(true);
    expect(answer.endpoints.every(({ masquerade }) => masquerade === !expected.endsWith('10.244.1.7'))).toBe(true);
  });

  it('tells a caller that may meet itself', () => {
    const answer = ask([...proxied(), webService(), webSlice(['10.244.1.7@worker-1 ready', '10.244.2.9@worker-2 ready'])], { from: fromClient, to: toWeb });
    expect(answer.endpoints.map(({ hairpin, masquerade }) => [hairpin, masquerade])).toEqual([[true, true], [false, false]]);
    expect(answer.masquerade).toBe(true);
    expect(answer.warnings).toEqual(['The caller is an endpoint itself: a connection that comes back to it needs a network plugin that lets a pod reach itself by its Service (hairpin).']);
  });

  it('tells session affinity', () => {
    const answer = ask([...proxied(), webService({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } } }), webSlice(ready)], { from: fromClient, to: toWeb });
    expect([answer.affinitySeconds, answer.steps.map(({ action }) => action)]).toEqual([3600, ['match', 'choose', 'keep the source', 'remember']]);
  });

  it('says which endpoints are not used, and why', () => {
    const answer = ask([...proxied(), webService(), webSlice([...ready, '10.244.2.10@worker-2 not-ready', '10.244.2.11@worker-2 terminating'])], { from: fromClient, to: toWeb });
    expect(answer.steps[1]?.detail).toBe('one of 2 endpoints; 1 not ready and 1 terminating while others are ready');
  });

  it('names the NetworkPolicies that it does not look at', () => {
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: named('shop', 'deny'), spec: { podSelector: { matchLabels: { app: 'web' } } } };
    const other = { ...policy, metadata: named('shop', 'other'), spec: { podSelector: { matchLabels: { app: 'db' } } } };
    const objects = [...proxied(), webService(), webSlice(ready), pod('web-1', '10.244.1.5', 'worker-1', { labels: { app: 'web' } }), policy, other];
    expect(ask(objects, { from: fromClient, to: toWeb }).warnings).toEqual(['1 NetworkPolicy selects the pods at either end and was not looked at: shop/deny.']);
  });
});

const balanced = { type: 'LoadBalancer', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] };
const withVip = { ingress: [{ ip: '198.51.100.7' }] };
const outside = { ip: '198.18.0.1' };
const farEndpoint = ['10.244.2.9@worker-2 ready'];
const web = { labels: { app: 'web' } };

describe('a connection that nothing answers', () => {
  it.each<[string, readonly object[], TraceQuestion, string]>([
    [
      'the selector matches no pod', [webService({ selector: { app: 'wbe' } }), pod('web-1', '10.244.1.5', 'worker-1', web)], { from: fromClient, to: toWeb },
      'rejected (no-endpoints): 10.96.7.10:80/TCP (shop/web:http) is refused: its selector app=wbe matches no pod; pod shop/web-1 has app=web instead of wbe.',
    ],
    [
      'no pod is ready', [webService({ selector: { app: 'web' } }), webSlice(['10.244.1.5@worker-1 not-ready']), pod('web-1', '10.244.1.5', 'worker-1', { ...web, ready: false })], { from: fromClient, to: toWeb },
      'rejected (no-endpoints): 10.96.7.10:80/TCP (shop/web:http) is refused: the one pod that it selects is not ready: shop/web-1 CrashLoopBackOff (container app).',
    ],
    [
      'the port has no such name in the pods', [webService({ selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 'web' }] }), pod('web-1', '10.244.1.5', 'worker-1', web)], { from: fromClient, to: toWeb },
      'rejected (no-endpoints): 10.96.7.10:80/TCP (shop/web:http) is refused: its targetPort is the name “web”, and no pod that it selects has a container port of that name.',
    ],
    [
      'nobody wrote endpoints', [webService()], { from: fromClient, to: toWeb },
      'rejected (no-endpoints): 10.96.7.10:80/TCP (shop/web:http) is refused: it has no selector, and no EndpointSlice names an endpoint of this port.',
    ],
    [
      'none of its endpoints is on the node', [webService({ internalTrafficPolicy: 'Local' }), webSlice(farEndpoint)], { from: fromClient, to: toWeb },
      'dropped (no-local-endpoints): 10.96.7.10:80/TCP (shop/web:http) is dropped without an answer: internalTrafficPolicy is Local, and node worker-1 has no endpoint of it; it has them on worker-2.',
    ],
    [
      'the node by which it comes has none', [webService({ ...balanced, externalTrafficPolicy: 'Local' }, withVip), webSlice(farEndpoint)], { from: outside, to: { ip: '198.51.100.7', port: 80 }, node: 'worker-1' },
      'dropped (no-local-endpoints): 198.51.100.7:80/TCP (shop/web:http) is dropped without an answer: externalTrafficPolicy is Local, and node worker-1 has no endpoint of it; it has them on worker-2.',
    ],
    [
      'the caller is in no source range', [webService({ ...balanced, loadBalancerSourceRanges: ['203.0.113.0/25'] }, withVip), webSlice(ready)], { from: fromClient, to: { ip: '198.51.100.7', port: 80 } },
      'dropped (source-range): 198.51.100.7:80/TCP (shop/web:http) is dropped without an answer: 10.244.1.7 is in none of the source ranges of the load balancer, 203.0.113.0/25.',
    ],
    [
      'the node calls an external address without endpoints', [webService({ externalIPs: ['203.0.113.9'] })], { from: { node: 'worker-1' }, to: { ip: '203.0.113.9', port: 80 } },
      'rejected (no-endpoints): 203.0.113.9:80/TCP (shop/web:http) is refused: it has no selector, and no EndpointSlice names an endpoint of this port.',
    ],
  ])('%s', (_, objects, question, expected) => {
    expect(brief(ask([...proxied(), ...objects], question))).toBe(expected);
  });

  it('leaves the node first where only others reject it', () => {
    const answer = ask([...proxied(), webService({ externalIPs: ['203.0.113.9'] })], { from: { node: 'worker-1' }, to: { ip: '203.0.113.9', port: 80 } });
    expect(answer.warnings).toEqual(['The packet leaves worker-1 for 203.0.113.9 first: where no node answers for that address it is lost instead of refused.']);
    expect(ask([...proxied(), webService({ externalIPs: ['203.0.113.9'] })], { from: outside, to: { ip: '203.0.113.9', port: 80 } }).warnings).not.toContainEqual(expect.stringContaining('leaves'));
  });
});

describe('a connection that is none to a Service', () => {
  const onNodePort = webService({ type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }] });

  it.each<[string, readonly object[], TraceQuestion, string, object]>([
    ['another port of a ClusterIP', [webService()], { from: fromClient, to: { ip: '10.96.7.10', port: 8080 } }, 'wrong-port', { port: 80, detail: '8080 is the port of its pods; the Service listens on 80' }],
    ['a port of a Service that it has not', [webService()], { from: fromClient, to: { service: 'shop/web', port: 81 } }, 'wrong-port', { port: 80, detail: 'port 80 of the same address' }],
    ['another protocol', [webService()], { from: fromClient, to: { ip: '10.96.7.10', port: 80, protocol: 'UDP' } }, 'wrong-protocol', { protocol: 'TCP' }],
    ['another node port', [onNodePort], { from: outside, to: { ip: '192.168.10.11', port: 30081 } }, 'wrong-port', { port: 30080, detail: 'a node port nearby' }],
    ['the port of the Service on a node', [onNodePort], { from: outside, to: { ip: '192.168.10.11', port: 80 } }, 'wrong-port', { port: 30080, detail: '80 is its port; its node port is 30080' }],
  ])('%s', (_, objects, question, reason, suggestion) => {
    const answer = ask([...proxied(), ...objects, webSlice(ready)], question);
    expect([answer.outcome, answer.reason]).toEqual(['not-a-service', reason]);
    expect(answer.suggestions[0]).toMatchObject({ service: 'shop/web:http', ...suggestion });
  });

  it.each<[string, readonly object[], TraceQuestion, string]>([
    ['a pod', [], { from: fromClient, to: { ip: '10.244.1.7', port: 80 } }, 'not-a-service (pod-address): 10.244.1.7:80/TCP is the address of pod shop/client: kube-proxy has no part in it, and the network plugin brings the packet there.'],
    ['a node', [], { from: fromClient, to: { ip: '192.168.10.11', port: 22 } }, 'not-a-service (node-address): 192.168.10.11:22/TCP is node worker-1 itself, and no node port of a Service: what listens there answers, or nothing.'],
    ['another node', [], { from: fromClient, to: { ip: '192.168.10.12', port: 22 } }, 'not-a-service (node-address): 192.168.10.12:22/TCP is node worker-2 itself, and no node port of a Service: what listens there answers, or nothing.'],
    ['somebody else', [], { from: fromClient, to: { ip: '192.0.2.1', port: 80 } }, 'not-a-service (outside-address): 192.0.2.1:80/TCP is no address of a Service, a pod or a node: the packet leaves by the routes of the node.'],
    ['the loopback of a pod', [], { from: fromClient, to: { ip: '127.0.0.1', port: 80 } }, 'not-a-service (loopback): 127.0.0.1 is the loopback of pod shop/client itself: the packet never leaves it.'],
    ['a headless Service', [webService({ clusterIP: 'None' })], { from: fromClient, to: toWeb }, 'not-a-service (headless): Service shop/web is headless: its name stands for the addresses of its pods, and kube-proxy has no rules for it. Ask for the address and port of one of them.'],
    ['an alias', [webService({ type: 'ExternalName', clusterIP: '', externalName: 'db.example.com' })], { from: fromClient, to: toWeb }, 'not-a-service (external-name): Service shop/web is an ExternalName: an alias of db.example.com in DNS, for which kube-proxy has no rules.'],
    ['a Service of another proxy', [webService({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'cilium' } })], { from: fromClient, to: { ip: '10.96.7.10', port: 80 } }, 'not-a-service (other-proxy): 10.96.7.10:80/TCP belongs to Service shop/web, which kube-proxy does not serve.'],
    ['a Service without that family', [webService()], { from: fromClient, to: toWeb, ipFamily: 'IPv6' }, 'not-a-service (no-address-of-family): Service shop/web has no IPv6 address: nothing of that family can reach it.'],
    ['a caller without that family', [], { from: fromClient, to: { ip: 'fd00:96::10', port: 80 } }, 'not-a-service (no-address-of-family): pod shop/client has no IPv6 address, and cannot call fd00:96::10.'],
    ['a load balancer that is asked for', [webService({ ...balanced, loadBalancerIP: '198.51.100.9' })], { from: fromClient, to: { ip: '198.51.100.9', port: 80 } }, 'not-a-service (load-balancer-not-ready): 198.51.100.9:80/TCP is an address that Service shop/web asks for (spec.loadBalancerIP), and its status does not have it: nobody serves it yet.'],
    [
      'the health check port', [webService({ ...balanced, externalTrafficPolicy: 'Local', healthCheckNodePort: 32000 }, withVip), webSlice(farEndpoint)], { from: outside, to: { ip: '192.168.10.11', port: 32000 } },
      'not-a-service (health-check-port): 32000 is the health check port of shop/web:http: kube-proxy of worker-1 answers 503, as the node has none of its endpoints, and the load balancer keeps away.',
    ],
  ])('%s', (_, objects, question, expected) => {
    expect(brief(ask([...proxied(), ...objects], question))).toBe(expected);
  });

  it('a node port on an address that kube-proxy leaves out', () => {
    const config = { nodePortAddresses: ['10.0.0.0/8'] };
    expect(brief(ask([...proxied(config), onNodePort, webSlice(ready)], { from: outside, to: { ip: '192.168.10.11', port: 30080 } }))).toBe(
      'not-a-service (nodeport-address-excluded): 192.168.10.11:30080/TCP reaches no Service: 30080 is the node port of shop/web:http, but kube-proxy serves node ports on 10.0.0.0/8.',
    );
  });

  it('a node port on the loopback, where that is off', () => {
    const question: TraceQuestion = { from: { node: 'worker-1' }, to: { ip: '127.0.0.1', port: 30080 } };
    const off = ask([...proxied({ iptables: { localhostNodePorts: false } }), onNodePort, webSlice(ready)], question);
    expect([off.reason, off.suggestions.map(({ ip, port }) => `${ip}:${port}`)]).toEqual(['localhost-nodeport-disabled', ['192.168.10.11:30080']]);
    expect(ask([...proxied(), onNodePort, webSlice(ready)], question)).toMatchObject({ outcome: 'delivered', masquerade: true });
  });

  describe('a node port on the loopback, in mode nftables', () => {
    const config = { mode: 'nftables', featureGates: { KubeProxyNFTablesLocalhostNodePorts: true }, nodePortAddresses: ['primary', 'localhost'] };
    const at = (ip: string, protocol: 'TCP' | 'UDP' = 'TCP'): TraceQuestion => ({ from: { node: 'worker-1' }, to: { ip, port: 30080, protocol } });
    const portOf = (spec: object) => webService({ type: 'NodePort', ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }], ...spec });
    const told = ({ outcome, reason, masquerade, endpoints }: TraceAnswer) => `${outcome}${reason === null ? '' : ` (${reason})`} ${endpoints.map(({ ip, probability }) => `${ip} ${probability}`).join(', ')}${masquerade ? ' masqueraded' : ''}`.trim();

    it.each<[string, object, object, readonly string[], TraceQuestion, string]>([
      ['is answered by kube-proxy itself where the loopback is named', config, {}, ready, at('127.0.0.1'), 'delivered 10.244.1.5 0.5, 10.244.2.9 0.5 masqueraded'],
      ['goes to endpoints of the node alone with policy Local', config, { externalTrafficPolicy: 'Local' }, ready, at('127.0.0.1'), 'delivered 10.244.1.5 1 masqueraded'],
      ['is refused with policy Local and no endpoint on the node', config, { externalTrafficPolicy: 'Local' }, ['10.244.2.9@worker-2 ready'], at('127.0.0.1'), 'rejected (no-local-endpoints)'],
      ['is refused without endpoints', config, {}, [], at('127.0.0.1'), 'rejected (no-endpoints)'],
      ['is left alone on another address of the loopback', config, {}, ready, at('127.0.0.2'), 'not-a-service (localhost-nodeport-disabled)'],
      ['is left alone where the gate is off', { ...config, featureGates: {} }, {}, ready, at('127.0.0.1'), 'not-a-service (localhost-nodeport-disabled)'],
    ])('%s', (_, proxyConfig, spec, endpoints, question, expected) => {
      expect(told(ask([...proxied(proxyConfig), portOf(spec), webSlice(endpoints)], question))).toBe(expected);
    });

    it('is answered in IPv6 too', () => {
      const ofSix = { clusterIP: 'fd00:96::10', clusterIPs: ['fd00:96::10'], ipFamilies: ['IPv6'] };
      const answer = ask([node('worker-1', ['2001:db8:10::11']), ...kubeadmProxy(config), portOf(ofSix), webSlice(['fd00:244:1::5@worker-1 ready'])], at('::1'));
      expect(told(answer)).toBe('delivered fd00:244:1::5 1 masqueraded');
      expect(answer.steps.map(({ detail }) => detail)).toContain('kube-proxy itself listens at [::1]:30080 and connects to the endpoint, which sees an address of the node');
    });

    it('tells that kube-proxy relays it', () => {
      const { steps } = ask([...proxied(config), portOf({}), webSlice(ready)], at('127.0.0.1'));
      expect(steps.map(({ detail }) => detail)).toContain('kube-proxy itself listens at 127.0.0.1:30080 and connects to the endpoint, which sees an address of the node');
    });
  });

  it('a ClusterIP that no Service has', () => {
    const range = { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/16'] } };
    expect(ask([...proxied(), range], { from: fromClient, to: { ip: '10.96.99.99', port: 80 } })).toMatchObject({ outcome: 'not-a-service', reason: 'unallocated-cluster-ip' });
  });
});

describe('the node whose rules are walked', () => {
  const local = [webService({ ...balanced, externalTrafficPolicy: 'Local' }, withVip), webSlice(farEndpoint)];

  it.each<[string, TraceQuestion, string]>([
    ['is that of the caller', { from: { node: 'worker-2' }, to: toWeb }, 'worker-2'],
    ['is the one that was asked for', { from: { node: 'worker-2' }, to: toWeb, node: 'worker-1' }, 'worker-1'],
    ['is the one that has the address', { from: outside, to: { ip: '192.168.10.12', port: 30080 } }, 'worker-2'],
    ['is one with an endpoint, where the policy is Local', { from: outside, to: { ip: '198.51.100.7', port: 80 } }, 'worker-2'],
  ])('%s', (_, question, expected) => {
    expect(ask([...proxied(), ...local], question).node).toBe(expected);
  });

  it('is told where nobody said which', () => {
    expect(ask([...proxied(), ...local], { from: outside, to: { ip: '198.51.100.7', port: 80 } }).warnings).toEqual([
      'By which node the packet comes in was not said: the rules of worker-2 were walked, which has an endpoint of its own, as the traffic policy is Local; a node without one drops it.',
    ]);
  });
});

describe('every mode', () => {
  it.each(['iptables', 'ipvs', 'nftables'] as const)('%s answers the same questions', (mode) => {
    const view = clusterIn(mode);
    const question = (ip: string, port: number, from: TraceQuestion['from'] = { ip: '10.244.1.7' }): TraceQuestion => ({ from, to: { ip, port }, node: 'worker-1' });
    expect(trace(view, question('10.96.7.10', 80))).toMatchObject({ outcome: 'delivered', mode, endpoints: [{ ip: '10.244.1.5' }, { ip: '10.244.2.9' }] });
    expect(trace(view, question('10.96.7.12', 80))).toMatchObject({ outcome: 'rejected', reason: 'no-endpoints' });
    expect(trace(view, question('198.51.100.16', 80, { ip: '198.18.0.1' }))).toMatchObject({ outcome: 'dropped', reason: 'source-range' });
    expect(trace(view, question('192.168.10.11', 30013, { ip: '198.18.0.1' }))).toMatchObject({ outcome: 'delivered', masquerade: true });
    expect(trace(view, question('10.96.7.10', 81))).toMatchObject({ outcome: mode === 'iptables' ? 'not-a-service' : 'rejected', reason: 'wrong-port' });
  });

  it('can be supposed', () => {
    const answer = trace(clusterIn('iptables'), { from: { node: 'worker-1' }, to: { ip: '10.96.7.10', port: 81 }, mode: 'nftables' });
    expect(answer).toMatchObject({ outcome: 'rejected', reason: 'wrong-port', mode: 'nftables' });
    expect(answer.warnings).toContain('It was asked as if kube-proxy ran in mode nftables.');
  });
});

describe('what is not known', () => {
  const question: TraceQuestion = { from: fromClient, to: toWeb };

  it.each<[string, readonly object[], object, string]>([
    ['the mode, where the snapshot holds no kube-proxy', [...nodes, client, webService(), webSlice(ready)], { DaemonSet: { state: 'absent' } }, 'unknown-mode'],
    ['what serves Services, where there is no kube-proxy', [...nodes, client, webService(), webSlice(ready)], {}, 'no-kube-proxy'],
    ['what a mode of Windows does', [...nodes, client, ...kubeadmProxy({ mode: 'kernelspace' }), webService(), webSlice(ready)], {}, 'unsupported-mode'],
    ['the endpoints, where none are held', [...nodes, client, ...kubeadmProxy({}), webService()], { EndpointSlice: { state: 'absent' }, Endpoints: { state: 'absent' } }, 'endpoints-unknown'],
    ['where a caller stands without an address', [...nodes, ...kubeadmProxy({}), { apiVersion: 'v1', kind: 'Pod', metadata: named('shop', 'client'), spec: { containers: [] } }, webService(), webSlice(ready)], {}, 'source-unknown'],
  ])('%s', (_, objects, coverage, reason) => {
    const answer = ask(objects, question, coverage);
    expect([answer.outcome, answer.reason, answer.endpoints, answer.missing.length > 0]).toEqual(['insufficient-information', reason, [], true]);
  });

  it('may be supposed', () => {
    expect(ask([...nodes, client, webService(), webSlice(ready)], { ...question, mode: 'iptables' })).toMatchObject({ outcome: 'delivered', mode: 'iptables' });
  });
});

describe('a question that cannot be understood', () => {
  it.each<[string, TraceQuestion, string, string]>([
    ['a pod that is not there', { from: { pod: 'shop/clint' }, to: toWeb }, '/from/pod', 'There is no pod “clint” in namespace “shop”; near: client.'],
    ['a pod of a namespace that is not there', { from: { pod: 'shpo/client' }, to: toWeb }, '/from/pod', 'There is no pod “client” in namespace “shpo”, which has none; near: shop/client.'],
    ['a pod of another namespace altogether', { from: { pod: 'nowhere/at-all' }, to: toWeb }, '/from/pod', 'There is no pod “at-all” in namespace “nowhere”: it has no pod.'],
    ['a pod without a namespace', { from: { pod: 'client' }, to: toWeb }, '/from/pod', '“client” names no pod: write namespace/name, as in shop/client.'],
    ['a node that is not there', { from: { node: 'worker-9' }, to: toWeb }, '/from/node', 'There is no node “worker-9”; near: worker-1, worker-2.'],
    ['a Service that is not there', { from: fromClient, to: { service: 'shop/wbe', port: 80 } }, '/to/service', 'There is no Service “shop/wbe”; near: shop/web.'],
    ['a port that has no such name', { from: fromClient, to: { service: 'shop/web', port: 'https' } }, '/to/port', 'Service shop/web has no port “https”; it has http (80/TCP).'],
    ['no address', { from: fromClient, to: { ip: 'web.shop', port: 80 } }, '/to/ip', '“web.shop” is not an IP address; a Service is named with “service”.'],
    ['a node to walk that is not there', { from: fromClient, to: toWeb, node: 'nowhere' }, '/node', 'There is no node “nowhere”.'],
  ])('%s', (_, question, pointer, detail) => {
    try {
      ask([...proxied(), webService()], question);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).faults).toEqual([{ pointer, detail }]);
    }
  });
});
