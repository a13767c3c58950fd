import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('bare', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
});
afterAll(() => app.close());

const cni = '/v1/clusters/demo/snapshots/2/cni';

describe('the CNI plugins of a cluster', () => {
  it('are told of the demo cluster, with evidence', async () => {
    const answer = await app.get<{ outcome: string; plugins: { evidence: object[] }[]; podCIDRs: object[] }>(cni);
    expect(answer).toMatchObject({ outcome: 'one', plugins: [{ name: 'flannel', role: 'primary', certainty: 'certain', version: 'v0.27.4', encapsulation: 'vxlan', networkPolicy: false }], missing: [] });
    expect(answer.plugins[0]?.evidence).toContainEqual({ kind: 'DaemonSet', namespace: 'kube-flannel', name: 'kube-flannel-ds' });
    expect(answer.podCIDRs).toContainEqual(expect.objectContaining({ cidr: '10.244.0.0/16', source: 'net-conf.json', plugin: 'flannel' }));
  });

  it('are not guessed of a snapshot that does not tell', async () => {
    const { outcome, missing, plugins } = await app.get<{ outcome: string; missing: string[]; plugins: object[] }>('/v1/clusters/bare/snapshots/latest/cni');
    expect([outcome, plugins, missing.length]).toEqual(['insufficient-information', [], 4]);
  });

  it.each([
    ['text/markdown', 'md', '**flannel v0.27.4: pods in 10.244.0.0/16, vxlan, does not enforce NetworkPolicy.**'],
    ['text/plain', 'txt', 'flannel v0.27.4: pods in 10.244.0.0/16, vxlan, does not enforce NetworkPolicy.'],
  ])('are rendered as %s with the verdict first, in under 40 lines', async (type, format, verdict) => {
    const byAccept = await app.send({ url: cni, headers: { accept: type } });
    const byFormat = await app.send({ url: `${cni}?format=${format}` });
    expect([byAccept.headers['content-type'], byAccept.text.split('\n')[0]]).toEqual([`${type}; charset=utf-8`, verdict]);
    expect(byFormat.text).toBe(byAccept.text);
    expect(byAccept.text.split('\n').length).toBeLessThan(40);
  });

  it('have an ETag', async () => {
    const { headers } = await app.send({ url: cni });
    expect((await app.send({ url: cni, headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(304);
  });

  it('of a snapshot that is not there are not there', async () => {
    expect((await app.send({ url: '/v1/clusters/demo/snapshots/99/cni' })).status).toBe(404);
  });
});

describe('the use of the ranges', () => {
  const ipam = `${cni}/ipam`;

  it('is told of the demo cluster, by range and by node', async () => {
    expect(await app.get(ipam)).toMatchObject({
      outcome: 'counted',
      plugin: 'flannel',
      pools: [{ cidr: '10.244.0.0/16', allocated: 16, capacity: 64768, nodesAddable: 252 }],
      nodes: [{ node: 'demo-cp-1' }, { node: 'demo-worker-1' }, { node: 'demo-worker-2', capacity: 253, free: 246, limit: 'max-pods' }, { node: 'demo-worker-3' }],
      outside: { total: 0 },
      duplicates: { total: 0 },
      overlaps: { total: 0 },
      missing: [],
      services: [{ cidr: '10.96.0.0/12', source: 'ServiceCIDR' }],
      trend: { snapshots: 2, ranges: [{ kind: 'pods', cidr: '10.244.0.0/16', points: [{ snapshot: 1 }, { snapshot: 2 }], addresses: { outcome: 'too-few-snapshots' } }, { kind: 'services' }] },
      warnings: ['No date on which the ranges are full is projected: that takes three snapshots over a day at least, and there are 2 that tell how many addresses were in use.'],
    });
  });

  it('is told over time, and leads to a date', async () => {
    const node = (name: string, i: number) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { podCIDRs: [`10.244.${i}.0/24`] } });
    const flannel = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube-flannel-cfg', namespace: 'kube-flannel' }, data: { 'net-conf.json': '{"Network":"10.244.0.0/22"}' } };
    const containers = [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--kube-subnet-mgr'] }];
    const agent = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kube-flannel-ds', namespace: 'kube-flannel' }, spec: { template: { spec: { containers } } } };
    for (const nodes of [1, 2, 3]) {
      const lists = [['v1', 'Node', Array.from({ length: nodes }, (_, i) => node(`n${i}`, i))], ['v1', 'ConfigMap', [flannel]], ['apps/v1', 'DaemonSet', [agent]], ['v1', 'Pod', ['shop', 'dev'].map((namespace, i) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace, uid: namespace }, spec: { nodeName: 'n0', containers: [] }, status: { phase: 'Running', podIP: `10.244.0.${i + 2}`, podIPs: [{ ip: `10.244.0.${i + 2}` }] } }))]] as const;
      await app.import('growing', lists.map(([apiVersion, kind, items]) => ({ apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items })), { query: `?takenAt=2026-01-0${nodes}T00:00:00Z` });
    }
    const latest = await app.send({ url: '/v1/clusters/growing/snapshots/latest/cni/ipam' });
    expect(latest.json()).toMatchObject({ trend: { snapshots: 3, ranges: [{ pieces: { outcome: 'fills', perDay: 1, fullAt: '2026-01-04' } }] } });
    const earlier = await app.get<{ trend: object }>('/v1/clusters/growing/snapshots/1/cni/ipam');
    expect(earlier.trend).toMatchObject({ snapshots: 1 });
  });

  it('is compared with that of the clusters of its group', async () => {
    const ranges = (podSubnet: string) => [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kubeadm-config', namespace: 'kube-system' }, data: { ClusterConfiguration: `networking: {podSubnet: ${podSubnet}, serviceSubnet: 10.96.0.0/16}` } }];
    for (const [name, podSubnet] of [['one', '10.0.0.0/16'], ['two', '10.0.128.0/17'], ['three', '10.1.0.0/16']] as const) {
      await app.import(name, ranges(podSubnet));
      if (name !== 'three') await app.send({ method: 'PATCH', url: `/v1/clusters/${name}`, payload: { labels: { 'peer-group': 'europe' } } });
    }
    expect(await app.get('/v1/clusters/one/snapshots/latest/cni/ipam')).toMatchObject({ peers: { group: 'europe', clusters: [{ cluster: 'two', snapshot: 1 }], overlaps: { total: 2, items: [{ own: { kind: 'pods' }, cluster: 'two', common: '10.0.128.0/17' }, { own: { kind: 'services' }, common: '10.96.0.0/16' }] } } });
    expect(await app.get('/v1/clusters/three/snapshots/latest/cni/ipam')).toMatchObject({ peers: null });
  });

  it('is not guessed of a snapshot that does not tell', async () => {
    expect(await app.get('/v1/clusters/bare/snapshots/latest/cni/ipam')).toMatchObject({ outcome: 'insufficient-information', plugin: null, pools: [] });
  });

  it.each([
    ['text/markdown', 'md', /^\*\*10\.244\.0\.0\/16: 16 of 64768 addresses in use/],
    ['text/plain', 'txt', /^10\.244\.0\.0\/16: 16 of 64768 addresses in use/],
    ['image/svg+xml', 'svg', /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/],
  ])('is rendered as %s', async (type, format, begins) => {
    const byAccept = await app.send({ url: ipam, headers: { accept: type } });
    expect([byAccept.status, byAccept.headers['content-type']]).toEqual([200, `${type}; charset=utf-8`]);
    expect(byAccept.text).toMatch(begins);
    expect((await app.send({ url: `${ipam}?format=${format}` })).text).toBe(byAccept.text);
  });
});
