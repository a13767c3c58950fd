import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('bare', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'nginx:1.29-alpine' }] } });
});
afterAll(() => app.close());

const dns = '/v1/clusters/demo/snapshots/2/dns';
const ask = (payload: object, accept = 'application/json', base = dns) => app.send({ method: 'POST', url: `${base}/resolve`, headers: { accept, 'content-type': 'application/json' }, payload: JSON.stringify(payload) });
const toolbox = { namespace: 'dev', pod: 'toolbox' };

describe('resolving a name', () => {
  it('tells its addresses, and every query in the order in which they leave', async () => {
    const { status, json } = await ask({ name: 'cart.shop', from: toolbox });
    expect([status, json()]).toMatchObject([200, {
      outcome: 'answered', rcode: 'NOERROR', name: 'cart.shop.svc.cluster.local.', answers: [{ name: 'cart.shop.svc.cluster.local.', type: 'A', data: '10.108.77.34' }],
      queries: [
        { name: 'cart.shop.dev.svc.cluster.local.', type: 'A', server: '10.96.0.10', rcode: 'NXDOMAIN' }, { name: 'cart.shop.dev.svc.cluster.local.', type: 'AAAA', rcode: 'NXDOMAIN' },
        { name: 'cart.shop.svc.cluster.local.', type: 'A', rcode: 'NOERROR', answers: 1 }, { name: 'cart.shop.svc.cluster.local.', type: 'AAAA', rcode: 'NOERROR', answers: 0 },
      ],
      cost: { queries: 4, wasted: 2, byWholeName: { name: 'cart.shop.svc.cluster.local.', queries: 2 } },
      resolver: { libc: 'glibc', isGuess: true },
      resolvConf: { nameservers: ['10.96.0.10'], options: ['ndots:5'] },
    }]);
  });

  it.each<[string, object, object]>([
    ['a name that does not exist', { name: 'nobody.shop.svc.cluster.local', from: toolbox }, { outcome: 'no-such-name', rcode: 'NXDOMAIN', answers: [] }],
    ['a name beyond the cluster, never invented', { name: 'api.example.com.', from: toolbox }, { outcome: 'forwarded', rcode: null, answers: [], beyond: [{ question: { name: 'api.example.com.', type: 'A' } }, {}] }],
    ['a query that reaches the cluster DNS itself', { name: 'cart.shop.svc.cluster.local', type: 'a', from: { ip: '10.244.2.5' } }, { outcome: 'answered', resolver: null, queries: [{ type: 'A' }] }],
    ['a pod that could be', { name: 'cart', from: { namespace: 'shop' }, resolver: 'musl' }, { outcome: 'answered', resolver: { libc: 'musl', isGuess: false } }],
    ['a node whose file is not known', { name: 'cart', from: { node: 'demo-worker-1' } }, { outcome: 'insufficient-information', missing: [expect.stringContaining('resolv-conf')] }],
  ])('answers for %s', async (_, question, expected) => {
    const { status, json } = await ask(question);
    expect([status, json()]).toMatchObject([200, expected]);
  });

  it.each<[string, object, string]>([
    ['no name', { from: toolbox }, '/name'],
    ['an empty name', { name: '', from: toolbox }, '/name'],
    ['a name with a blank', { name: 'a b', from: toolbox }, '/name'],
    ['nobody who asks', { name: 'web' }, '/from'],
    ['two who ask', { name: 'web', from: { namespace: 'dev', node: 'demo-worker-1' } }, '/from'],
    ['an address that is none', { name: 'web', from: { ip: '10.0.0' } }, '/from/ip'],
    ['another library', { name: 'web', from: toolbox, resolver: 'bionic' }, '/resolver'],
    ['a namespace that is not there', { name: 'web', from: { namespace: 'dve' } }, '/from/namespace'],
    ['an unknown field', { name: 'web', from: { ...toolbox, user: 'me' } }, '/from/user'],
  ])('refuses %s', async (_, question, pointer) => {
    const { status, json } = await ask(question);
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it('of a pod that is not there is not found', async () => {
    const { status, json } = await ask({ name: 'web', from: { namespace: 'dev', pod: 'tolbox' } });
    expect([status, json<{ detail: string }>().detail]).toEqual([404, expect.stringContaining('toolbox')]);
  });

  it.each([
    ['text/markdown', '**cart.shop is 10.108.77.34 (as cart.shop.svc.cluster.local.), after 4 queries.**'],
    ['text/plain', 'cart.shop is 10.108.77.34 (as cart.shop.svc.cluster.local.), after 4 queries.'],
  ])('is rendered as %s with the verdict first, in under 40 lines', async (type, verdict) => {
    const { headers, text } = await ask({ name: 'cart.shop', from: toolbox }, type);
    expect([headers['content-type'], text.split('\n')[0]]).toEqual([`${type}; charset=utf-8`, verdict]);
    expect(text.split('\n').length).toBeLessThan(41);
  });
});

describe('the resolv.conf of a pod', () => {
  it('is told, and what of it is not known', async () => {
    expect(await app.get(`${dns}/pods/dev/toolbox/resolv.conf`)).toMatchObject({
      outcome: 'partly-known', nameservers: ['10.96.0.10'], searches: ['dev.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], options: ['ndots:5'],
      text: 'search dev.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n', missing: [expect.stringContaining('resolv-conf')],
    });
  });

  it('takes what a readout of its node says, and resolves with it', async () => {
    const base = '/v1/clusters/bare/snapshots/latest';
    expect(await app.get(`${base}/dns/pods/shop/web/resolv.conf`)).toMatchObject({ outcome: 'insufficient-information', nameservers: [] });
    for (const [format, text] of [['resolv-conf', 'nameserver 192.0.2.53\nsearch lan.example\n'], ['kubelet-config', 'kubelet --cluster-dns=10.43.0.10 --cluster-domain=k.example\n']]) {
      await app.send({ method: 'POST', url: `${base}/nodes/node-1/readouts`, headers: { 'content-type': 'application/json' }, payload: { format, text } });
    }
    expect(await app.get(`${base}/dns/pods/shop/web/resolv.conf`)).toMatchObject({ outcome: 'known', nameservers: ['10.43.0.10'], searches: ['shop.svc.k.example', 'svc.k.example', 'k.example', 'lan.example'] });
    const { json } = await ask({ name: 'api', from: { namespace: 'shop', pod: 'web' } }, 'application/json', `${base}/dns`);
    expect(json()).toMatchObject({ outcome: 'insufficient-information', resolver: { libc: 'musl' }, missing: [expect.stringContaining('10.43.0.10')] });
  });

  it('of a pod that is not there is not found', async () => {
    expect((await app.send({ url: `${dns}/pods/dev/tolbox/resolv.conf` })).status).toBe(404);
  });

  it.each(['text/markdown', 'text/plain'])('is rendered as %s', async (accept) => {
    const { status, text } = await app.send({ url: `${dns}/pods/dev/toolbox/resolv.conf`, headers: { accept } });
    expect([status, text]).toEqual([200, expect.stringContaining('nameserver 10.96.0.10')]);
  });
});

describe('the records of the cluster zone', () => {
  it('are listed, filtered and paged', async () => {
    const first = await app.get<{ count: number; records: object[]; next: string }>(`${dns}/records?limit=10`);
    expect([first.records.length, first.count > 10]).toEqual([10, true]);
    const second = await app.get<{ records: object[] }>(`${dns}/records?limit=10&cursor=${encodeURIComponent(first.next)}`);
    expect(second.records[0]).not.toEqual(first.records[0]);
    expect(await app.get(`${dns}/records?name=cart.shop.svc&type=a`)).toMatchObject({ count: 1, next: null, records: [{ name: 'cart.shop.svc.cluster.local.', data: '10.108.77.34', object: { kind: 'Service', namespace: 'shop', name: 'cart' } }] });
  });

  it('are a zone file', async () => {
    const byAccept = await app.send({ url: `${dns}/records?zone=cluster.local`, headers: { accept: 'text/dns' } });
    expect([byAccept.headers['content-type'], byAccept.text]).toEqual(['text/dns; charset=utf-8', expect.stringMatching(/^; With `pods insecure`.*\n\$ORIGIN cluster\.local\.\n\$TTL \d+\ncluster\.local\. \d+ IN SOA /)]);
    expect((await app.send({ url: `${dns}/records?zone=cluster.local&format=zone` })).text).toBe(byAccept.text);
  });

  it('of a zone that is not served are refused', async () => {
    const { status, json } = await app.send({ url: `${dns}/records?zone=cluster.lokal` });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, '?zone']);
  });

  it('are not guessed of a snapshot without a Corefile', async () => {
    expect(await app.get('/v1/clusters/bare/snapshots/latest/dns/records')).toMatchObject({ outcome: 'insufficient-information', records: [] });
  });
});

describe('Corefiles', () => {
  const post = (path: string, payload: object, accept = 'application/json') => app.send({ method: 'POST', url: `/v1/dns/corefile/${path}`, headers: { accept, 'content-type': 'application/json' }, payload: JSON.stringify(payload) });
  const text = '.:53 {\n    errors\n    kubernetes cluster.local {\n        upstream\n    }\n    proxy . 9.9.9.9\n}\n';

  it('are read as a release reads them', async () => {
    const { status, json } = await post('parse', { text, version: '1.3.1' });
    expect([status, json()]).toMatchObject([200, { valid: true, error: null, servers: [{ keys: ['.:53'], zones: [{ zone: '.', port: '53', transport: 'dns' }], plugins: [{ name: 'errors' }, { name: 'kubernetes', args: ['cluster.local'], options: [{ name: 'upstream', args: [] }] }, { name: 'proxy' }] }] }]);
  });

  it('that CoreDNS refuses are answered with its words', async () => {
    const { status, json } = await post('parse', { text });
    expect([status, json()]).toMatchObject([200, { valid: false, error: { line: 6, detail: "/etc/coredns/Corefile:6 - Error during parsing: Unknown directive 'proxy'" } }]);
  });

  it('may import files and take variables', async () => {
    const { json } = await post('parse', { text: '{$ZONE} {\n  import extra\n}\n', files: { extra: 'whoami\n' }, environment: { ZONE: 'a.example' } });
    expect(json()).toMatchObject({ valid: true, text: 'a.example {\n    whoami\n}\n' });
  });

  it('are migrated, with notices', async () => {
    const { status, json } = await post('migrate', { text, fromVersion: '1.3.1', toVersion: '1.7.0' });
    expect([status, json<{ text: string; notices: { plugin: string; severity: string }[] }>().text]).toEqual([200, expect.stringContaining('forward . 9.9.9.9')]);
    expect(json<{ notices: object[] }>().notices).toContainEqual({ plugin: 'kubernetes', option: 'upstream', severity: 'removed', version: '1.7.0', detail: 'Option "upstream" in plugin "kubernetes" is removed in 1.7.0.' });
  });

  it.each<[string, string, object, string]>([
    ['no text', 'parse', {}, '/text'],
    ['a version that is none', 'parse', { text, version: 'newest' }, '/version'],
    ['a file that is no text', 'parse', { text, files: { a: 5 } }, '/files'],
    ['an unknown field', 'parse', { text, release: '1' }, '/release'],
    ['the way back', 'migrate', { text, fromVersion: '1.7.0', toVersion: '1.3.1' }, '/toVersion'],
    ['a release that is not known', 'migrate', { text, fromVersion: '1.3.1', toVersion: '9.0.0' }, '/toVersion'],
    ['what the tool gives up on', 'migrate', { text: '{\n a\n}', fromVersion: '1.3.1', toVersion: '1.7.0' }, '/text'],
  ])('refuses %s', async (_, path, question, pointer) => {
    const { status, json } = await post(path, question);
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });

  it('of a cluster are found, with what is wrong about them', async () => {
    const { status, json } = await app.send({ method: 'GET', url: `${dns}/corefile` });
    expect([status, json()]).toMatchObject([200, { outcome: 'found', configMap: { kind: 'ConfigMap', namespace: 'kube-system', name: 'coredns' }, corefile: { valid: true }, nodeCache: null }]);
  });

  it.each(['text/markdown', 'text/plain'])('have %s, the verdict first, in under 40 lines', async (accept) => {
    for (const { headers, text: body } of [await post('parse', { text }, accept), await post('migrate', { text, fromVersion: '1.3.1', toVersion: '1.7.0' }, accept), await app.send({ method: 'GET', url: `${dns}/corefile`, headers: { accept } })]) {
      expect(headers['content-type']).toBe(`${accept}; charset=utf-8`);
      expect(body.split('\n')[0]).toMatch(/CoreDNS|From 1\.3\.1/);
      expect(body.split('\n').length).toBeLessThan(41);
    }
  });
});
