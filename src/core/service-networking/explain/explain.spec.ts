import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../cluster/index.js';
import { clusterOf, manifest, pod, service, slice } from '../../findings/cluster.table.js';
import { explainService } from './explain.js';
import { renderServiceMarkdown, renderServiceText } from './render.js';

const node = (name: string, zone?: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, ...(zone !== undefined && { labels: { 'topology.kubernetes.io/zone': zone } }) } });
const nodes = [node('worker-1'), node('worker-2')];
const endpoint = (address: string, { ready = true, serving = ready, terminating = false, nodeName = 'worker-1', ...rest }: { ready?: boolean; serving?: boolean; terminating?: boolean; nodeName?: string; hints?: object; targetRef?: object } = {}) => ({ addresses: [address], conditions: { ready, serving, terminating }, nodeName, ...rest });
const ofPod = (name: string) => ({ targetRef: { kind: 'Pod', namespace: 'shop', name } });

function explain(objects: readonly object[], place?: string, coverage?: Partial<Coverage>) {
  return explainService(clusterOf(objects, coverage), { namespace: 'shop', name: 'web', ...(place !== undefined && { node: place }) });
}

const uses = (answer: ReturnType<typeof explain>) => answer.endpoints.items.map(({ address, uses: of }) => `${address}: ${of.map(({ policy, use }) => (policy === null ? use : `${policy} ${use}`)).join(', ')}`);
const ways = (answer: ReturnType<typeof explain>) => answer.reach.map(({ way, works }) => `${way} ${works}`);

describe('a Service with a ClusterIP', () => {
  it('answers with the endpoints that are ready, and says why the others are not used', () => {
    const waiting = { containerStatuses: [{ name: 'app', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }] };
    const answer = explain([service(), ...nodes, pod('web-1'), pod('web-2', { ip: '10.244.1.6', ready: false, status: waiting }), slice([endpoint('10.244.1.5', ofPod('web-1')), endpoint('10.244.1.6', { ready: false, ...ofPod('web-2') })])]);
    expect(answer.outcome).toBe('answers');
    expect(answer.summary).toBe('shop/web answers on 10.96.0.7 80/TCP, with 1 of 2 endpoints.');
    expect(uses(answer)).toEqual(['10.244.1.5: Cluster used', '10.244.1.6: Cluster not-ready']);
    expect(answer.endpoints.items[1]).toMatchObject({ isUsed: false, unreadyReason: 'CrashLoopBackOff (container app)', uses: [{ detail: 'It is not ready (CrashLoopBackOff (container app)).' }] });
    expect(answer.ports).toMatchObject([{ port: 80, targetPort: 80, families: [{ ipFamily: 'IPv4', endpoints: 2, ready: 1, usedForCluster: 1, usedForLocal: null }] }]);
    expect(answer.slices).toEqual({ source: 'snapshot', names: ['web-x7k2p'] });
  });

  it('answers nobody where no endpoint is ready, and says what callers see', () => {
    const answer = explain([service(), ...nodes, pod('web-1', { ready: false }), slice([endpoint('10.244.1.5', { ready: false, ...ofPod('web-1') })])]);
    expect([answer.outcome, ways(answer)]).toEqual(['no-endpoints', ['cluster-ip no', 'dns yes']]);
    expect(answer.summary).toContain('shop/web answers nobody: none of 1 endpoint is used; web-1: ');
    expect(answer.summary).toContain('callers see “connection refused”');
  });

  it('names the nearest pod where the selector matches none', () => {
    const answer = explain([service(), ...nodes, pod('web-1', { labels: { app: 'wbe' } })]);
    expect(answer.nearPods).toMatchObject([{ pod: { name: 'web-1' }, differences: [{ key: 'app', wanted: 'web', found: 'wbe' }] }]);
    expect(answer.summary).toBe('shop/web answers nobody: no pod has app=web; pod web-1 comes near: it has app=wbe instead of web. No endpoint gets connections: kube-proxy rejects them, and callers see “connection refused”.');
  });

  it('tells which selected pods are no endpoints, and why', () => {
    const answer = explain([service(), ...nodes, pod('web-1', { status: { phase: 'Succeeded' } }), pod('web-2', { ip: '', status: { phase: 'Pending', podIP: undefined, conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] } })]);
    expect(answer.pods.items.map(({ pod: { name }, isEndpoint, detail }) => `${name} ${isEndpoint} ${detail}`)).toEqual(['web-1 false It has ended (Succeeded), and is no endpoint.', 'web-2 false It has no address yet (Unschedulable), and is no endpoint.']);
  });

  it('tells a port whose name the pods do not have', () => {
    const answer = explain([service({ ports: [{ name: 'http', port: 80, targetPort: 'http' }] }), ...nodes, pod('web-1', { ports: [{ name: 'web', containerPort: 8080 }] }), { ...slice([endpoint('10.244.1.5', ofPod('web-1'))]), ports: [] }]);
    expect(answer.pods.items[0]?.detail).toBe('It is ready. It has no port named "http" for TCP, so that port http does not lead to it; it has web=8080/TCP.');
    expect(uses(answer)).toEqual(['10.244.1.5: no-such-port']);
    expect(answer.outcome).toBe('no-endpoints');
  });

  it('still uses endpoints that are shut down where no other is ready', () => {
    const answer = explain([service(), ...nodes, slice([endpoint('10.244.1.5', { ready: false, serving: true, terminating: true })])]);
    expect([answer.outcome, uses(answer)]).toEqual(['answers', ['10.244.1.5: Cluster used-terminating']]);
    const both = explain([service(), ...nodes, slice([endpoint('10.244.1.5', { ready: false, serving: true, terminating: true }), endpoint('10.244.1.6')])]);
    expect(uses(both)).toEqual(['10.244.1.5: Cluster terminating', '10.244.1.6: Cluster used']);
  });

  it('answers for some ports only', () => {
    const answer = explain([service({ ports: [{ name: 'http', port: 80 }, { name: 'admin', port: 81, targetPort: 'admin' }] }), ...nodes, pod('web-1'), { ...slice([endpoint('10.244.1.5', ofPod('web-1'))]), ports: [{ name: 'http', port: 80 }] }]);
    expect([answer.outcome, ways(answer)]).toEqual(['answers-partly', ['cluster-ip for-some-ports', 'dns yes']]);
    expect(answer.reach[0]?.detail).toBe('80/TCP is answered; 81/TCP (IPv4) has no endpoint that gets connections.');
  });

  it('tells an endpoint of a family that the Service does not have', () => {
    const answer = explain([service(), ...nodes, { ...slice([endpoint('fd00::5')]), addressType: 'IPv6' }]);
    expect(uses(answer)).toEqual(['fd00::5: other-family']);
  });

  it('is not known where the snapshot holds no endpoints and no pods', () => {
    const answer = explain([service()], undefined, { EndpointSlice: { state: 'absent' }, Endpoints: { state: 'absent' }, Pod: { state: 'absent' } });
    expect([answer.outcome, ways(answer)]).toEqual(['insufficient-information', ['cluster-ip unknown', 'dns yes']]);
    expect(answer.warnings[0]).toContain('its endpoints are not known');
  });

  it('is not known of plain manifests, whose pods never ran', () => {
    const answer = explain([service(), manifest('Deployment', 'web')]);
    expect([answer.outcome, answer.pods.items[0]?.detail]).toEqual(['insufficient-information', 'It stands for 1 of Deployment web, whose pods are not in the snapshot.']);
  });

  it('without a ClusterIP is a manifest, or its addresses were left out', () => {
    const answer = explain([service({ clusterIP: undefined }), ...nodes, pod('web-1')]);
    expect([answer.outcome, answer.form, ways(answer)]).toEqual(['insufficient-information', 'without-address', ['dns unknown']]);
    expect(answer.summary).toBe('The snapshot tells no ClusterIP of shop/web: it is a manifest that no API server has taken yet, or its addresses were left out.');
  });

  it('that another proxy serves is not kube-proxy’s', () => {
    const answer = explain([service({}, 'web', { labels: { 'service.kubernetes.io/service-proxy-name': 'other' } }), ...nodes, slice([endpoint('10.244.1.5')])]);
    expect([answer.outcome, uses(answer), ways(answer)]).toEqual(['not-proxied', ['10.244.1.5: not-proxied'], ['dns yes']]);
  });
});

describe('a Service seen from a node', () => {
  const local = service({ internalTrafficPolicy: 'Local' });
  const onOne = slice([endpoint('10.244.1.5', { nodeName: 'worker-1' })]);

  it('with internal policy Local answers on the nodes that have an endpoint', () => {
    const everywhere = explain([local, ...nodes, onOne]);
    expect([everywhere.outcome, ways(everywhere)]).toEqual(['answers-partly', ['cluster-ip on-some-nodes', 'dns yes']]);
    expect(everywhere.reach[0]?.detail).toBe('internalTrafficPolicy is Local: of worker-1 connections are answered; the other node drops them.');
    expect(explain([local, ...nodes, onOne], 'worker-1').outcome).toBe('answers');
    const away = explain([local, ...nodes, onOne], 'worker-2');
    expect([away.outcome, uses(away)]).toEqual(['no-endpoints', ['10.244.1.5: Local on-another-node']]);
    expect(away.reach[0]?.detail).toContain('packets are dropped, and connections time out');
  });

  it('uses the endpoints that are hinted for its zone', () => {
    const hint = (zone: string) => ({ hints: { forZones: [{ name: zone }] } });
    const cluster = [service(), node('worker-1', 'a'), node('worker-2', 'b'), slice([endpoint('10.244.1.5', hint('a')), endpoint('10.244.2.5', { nodeName: 'worker-2', ...hint('b') })])];
    const answer = explain(cluster, 'worker-1');
    expect(uses(answer)).toEqual(['10.244.1.5: Cluster used', '10.244.2.5: Cluster hinted-elsewhere']);
    expect(answer.endpoints.items[1]?.uses[0]?.detail).toBe('Its hints are for zone b; node worker-1 is in zone a and uses others.');
    expect(explain(cluster).reach[0]?.detail).toContain('ask with a node');
  });

  it('that the snapshot does not hold is told, with near names', () => {
    expect(() => explain([service(), ...nodes], 'worker-11')).toThrow('The snapshot has no node “worker-11”; near: worker-1, worker-2.');
    expect(explain([service()], 'worker-9', { Node: { state: 'absent' } }).warnings).toContain('The snapshot does not hold node worker-9: it was taken to be in no zone.');
  });
});

describe('the ways to a Service', () => {
  it('from outside: node port, external address, load balancer and its health check', () => {
    const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 32000, externalIPs: ['192.0.2.9'], loadBalancerSourceRanges: ['203.0.113.0/24'], ports: [{ port: 80, nodePort: 30080 }] };
    const answer = explain([{ ...service(spec), status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } }, ...nodes, slice([endpoint('10.244.1.5')])]);
    expect(answer.reach.map(({ way, addresses, ports, works }) => `${way} ${addresses.join('+')} ${ports.map(({ port }) => port).join('+')} ${works}`)).toEqual([
      'cluster-ip 10.96.0.7 80 yes',
      'node-port  30080 on-some-nodes',
      'external-ip 192.0.2.9 80 on-some-nodes',
      'load-balancer 192.0.2.10 80 on-some-nodes',
      'health-check-node-port  32000 yes',
      'dns web.shop.svc 80 yes',
    ]);
    expect(answer.reach[3]?.detail).toContain('Only sources in 203.0.113.0/24 are let in.');
  });

  it('a load balancer without an address is told, and does not hide that the others work', () => {
    const answer = explain([service({ type: 'LoadBalancer', ports: [{ port: 80, nodePort: 30080 }] }), ...nodes, slice([endpoint('10.244.1.5')])]);
    expect([answer.outcome, ways(answer)]).toEqual(['answers', ['cluster-ip yes', 'node-port yes', 'load-balancer no', 'dns yes']]);
  });

  it('of a headless Service: its name stands for what is ready', () => {
    const headless = service({ clusterIP: 'None' });
    const answer = explain([headless, ...nodes, slice([endpoint('10.244.1.5'), endpoint('10.244.1.6', { ready: false })])]);
    expect([answer.outcome, answer.form, uses(answer), ways(answer)]).toEqual(['answers-partly', 'headless', ['10.244.1.5: published', '10.244.1.6: not-ready'], ['dns yes']]);
    expect(explain([headless, ...nodes]).summary).toBe('shop/web answers nobody: no pod has app=web. Its name does not resolve.');
  });

  it('of an ExternalName: an alias', () => {
    const answer = explain([service({ type: 'ExternalName', externalName: 'db.example.com', clusterIP: undefined, selector: undefined })]);
    expect([answer.outcome, answer.externalName, ways(answer), answer.endpoints.total]).toEqual(['external-name', 'db.example.com', ['dns unknown'], 0]);
    const lost = explain([service({ type: 'ExternalName', externalName: 'db.data.svc.cluster.local' })]);
    expect(lost.reach[0]).toMatchObject({ works: 'no', detail: 'DNS answers with an alias of db.data.svc.cluster.local, and there is no Service data/db.' });
  });

  it('without a selector: what others have written', () => {
    const answer = explain([service({ selector: undefined }), ...nodes, slice([endpoint('192.0.2.1')])]);
    expect([answer.outcome, answer.selector, uses(answer)]).toEqual(['answers', null, ['192.0.2.1: Cluster used']]);
    expect(explain([service({ selector: undefined }), ...nodes]).summary).toContain('it has no selector, and nobody has written endpoints for it');
  });
});

describe('what is asked for', () => {
  it('must be there', () => {
    const view = clusterOf([service({}, 'web', { namespace: 'other' }), service({}, 'checkout')]);
    expect(() => explainService(view, { namespace: 'shop', name: 'web' })).toThrow('The snapshot has no Service shop/web; there is other/web.');
    expect(() => explainService(view, { namespace: 'shop', name: 'chekout' })).toThrow('The snapshot has no Service shop/chekout; near names: checkout.');
  });

  it('is rendered with the verdict first, in under 40 lines', () => {
    const many = Array.from({ length: 60 }, (_, i) => endpoint(`10.244.1.${i + 1}`, { ready: i % 2 === 0 }));
    const answer = explain([service(), ...nodes, slice(many)]);
    for (const text of [renderServiceMarkdown(answer), renderServiceText(answer)]) {
      expect(text.split('\n').length).toBeLessThan(41);
      expect(text.split('\n')[0]).toContain('30 of 60 endpoints');
      expect(text).toContain('not used');
    }
  });
});
