import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, type Received } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const text = (url: string, accept: string): Promise<Received> => app.send({ url, headers: { accept } });

describe('findings', () => {
  const findings = '/v1/clusters/demo/snapshots/2/findings';

  interface Found {
    readonly items: { rule: string; severity: string; subject: { namespace?: string } }[];
    readonly counts: Record<string, number>;
  }

  it('are told of the demo cluster', async () => {
    const { items, counts } = await app.get<Found>(findings);
    expect(items[0]).toMatchObject({ rule: 'endpoints-all-unready', severity: 'critical', subject: { kind: 'Service', namespace: 'shop', name: 'redis' } });
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(items.length);
  });

  it('are filtered, by several values of one parameter too', async () => {
    const { items } = await app.get<Found>(`${findings}?severity=critical&severity=error&namespace=shop`);
    expect(items.length).toBeGreaterThan(1);
    expect(items.every(({ severity, subject }) => ['critical', 'error'].includes(severity) && subject.namespace === 'shop')).toBe(true);
  });

  it.each([
    ['rule', 'rule=selector-matches-nothin', 'near: selector-matches-nothing'],
    ['severity', 'severity=fatal', 'critical'],
    ['namespace', 'namespace=shopp', 'near: shop'],
  ])('refuse an unknown %s and tell the near ones', async (name, query, hint) => {
    const { status, json, text: body } = await app.send({ url: `${findings}?${query}` });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer, body]).toEqual([400, `?${name}`, expect.stringContaining(hint)]);
  });

  it.each([
    ['text/markdown', 'md'],
    ['text/plain', 'txt'],
  ])('are rendered as %s with the verdict first, in under 40 lines', async (type, format) => {
    const byAccept = await text(findings, type);
    const byFormat = await app.send({ url: `${findings}?format=${format}` });
    expect([byAccept.headers['content-type'], byAccept.headers['vary']]).toEqual([`${type}; charset=utf-8`, 'Accept']);
    expect(byFormat.text).toBe(byAccept.text);
    expect(byAccept.text.split('\n')[0]).toMatch(/^(\*\*)?\d+ findings \(1 critical/);
    expect(byAccept.text.split('\n').length).toBeLessThan(40);
  });

  it('have an ETag of each rendering, and none of a picture', async () => {
    const json = await app.send({ url: findings });
    const plain = await text(findings, 'text/plain');
    expect(json.headers['etag']).not.toBe(plain.headers['etag']);
    const again = await app.send({ url: findings, headers: { 'if-none-match': String(json.headers['etag']) } });
    expect(again.status).toBe(304);
    expect((await text(findings, 'image/png')).status).toBe(406);
  });
});

describe('a rule', () => {
  it('is told for every finding, at the address that the finding gives', async () => {
    const { items } = await app.get<{ items: { docs: string; rule: string }[] }>('/v1/clusters/demo/snapshots/2/findings');
    for (const { docs, rule } of items) expect(await app.get(docs)).toMatchObject({ id: rule });
  });

  it('that does not exist is told by its near names', async () => {
    const { status, text: body } = await app.send({ url: '/v1/rules/duplicate-pod-up' });
    expect([status, body]).toEqual([404, expect.stringContaining('near: duplicate-pod-ip')]);
  });
});

describe('a diff', () => {
  const diff = '/v1/clusters/demo/diff';

  interface Diff {
    readonly from: { number: number };
    readonly to: { number: number };
    readonly changes: { kind: string; name: string; change: string }[];
  }

  it('is of the last two snapshots, unless others are asked for, and pins their numbers', async () => {
    const { headers, json } = await app.send({ url: diff });
    expect([json<Diff>().from.number, json<Diff>().to.number]).toEqual([1, 2]);
    expect(headers['content-location']).toBe('/v1/clusters/demo/diff?from=1&to=2');
    expect(await app.get(String(headers['content-location']))).toEqual(json());
    const again = await app.send({ url: `${diff}?from=1&to=2`, headers: { 'if-none-match': String(headers['etag']) } });
    expect(again.status).toBe(304);
  });

  it('takes instants and numbers, and goes backwards too', async () => {
    const { from, to, changes } = await app.get<Diff>(`${diff}?from=2026-03-03T00:00:00Z&to=1`);
    expect([from.number, to.number]).toEqual([2, 1]);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'Node', name: 'demo-worker-3', change: 'removed' }));
  });

  it('of a snapshot with itself is empty', async () => {
    expect(await app.get(`${diff}?from=2&to=2`)).toMatchObject({ changes: [], summary: 'Nothing changed.' });
  });

  it('tells findings that came and went', async () => {
    const { introduced, fixed } = await app.get<{ introduced: object[]; fixed: object[] }>(`${diff}?view=findings`);
    expect(introduced).toContainEqual(expect.objectContaining({ rule: 'endpoints-all-unready', subject: { kind: 'Service', namespace: 'shop', name: 'redis' } }));
    expect(fixed).toContainEqual(expect.objectContaining({ rule: 'selector-matches-nothing', subject: { kind: 'Service', namespace: 'shop', name: 'payments' } }));
  });

  it('is an exact JSON Patch of the objects', async () => {
    const response = await text(diff, 'application/json-patch+json');
    const patch = response.json<{ op: string; path: string }[]>();
    expect(response.headers['content-type']).toMatch(/^application\/json-patch\+json/);
    expect(patch).toContainEqual({ op: 'replace', path: '/Service/shop~1payments/spec/selector/app', value: 'payments' });
    expect((await text(`${diff}?view=findings`, 'application/json-patch+json')).status).toBe(406);
  });

  it.each([
    ['objects', 'text/markdown'],
    ['objects', 'text/plain'],
    ['findings', 'text/markdown'],
    ['findings', 'text/plain'],
  ])('in %s is rendered as %s', async (view, type) => {
    const { headers, text: body } = await text(`${diff}?view=${view}`, type);
    expect([headers['content-type'], body]).toEqual([`${type}; charset=utf-8`, expect.stringContaining('payments')]);
  });

  it.each([
    ['from=9', 404, undefined],
    ['from=newest', 400, '?from'],
    ['to=-1', 400, '?to'],
    ['view=behaviour', 400, '?view'],
  ])('with %s is refused', async (query, status, pointer) => {
    const response = await app.send({ url: `${diff}?${query}` });
    expect([response.status, response.json<{ errors?: { pointer: string }[] }>().errors?.[0]?.pointer]).toEqual([status, pointer]);
  });
});

describe('a timeline', () => {
  const timeline = '/v1/clusters/demo/timeline';

  it('tells the versions of one object, and what each changed', async () => {
    const { items } = await app.get<{ items: object[] }>(`${timeline}?kind=Service&namespace=shop&name=web`);
    expect(items).toMatchObject([{ from: 1, to: 2, fields: [] }, { from: 2, to: null, fields: [{ field: 'spec.ports[80,TCP]' }, { field: 'spec.ports[8080,TCP]' }] }]);
  });

  it.each(['svc', 'services', 'SERVICE'])('takes %s for a kind, as kubectl does', async (kind) => {
    expect(await app.get(`${timeline}?kind=${kind}&namespace=shop&name=web`)).toEqual(await app.get(`${timeline}?kind=Service&namespace=shop&name=web`));
  });

  it.each([
    ['one object', '?kind=Service&namespace=shop&name=web', 'Service shop/web has 2 versions; '],
    ['all', '', 'Snapshots 1 to 2: the most changed with 2, '],
  ])('of %s is told in a sentence, and rendered', async (_, query, start) => {
    const { summary } = await app.get<{ summary: string }>(`${timeline}${query}`);
    expect(summary.slice(0, start.length)).toBe(start);
    for (const type of ['text/markdown', 'text/plain']) {
      const { headers, text: body } = await text(`${timeline}${query}`, type);
      expect([headers['content-type'], body]).toEqual([`${type}; charset=utf-8`, expect.stringContaining(start)]);
    }
  });

  it('of all comes in pages, the renderings too', async () => {
    const { next } = await app.get<{ next: string }>(`${timeline}?limit=1`);
    expect(await app.get(`${timeline}?limit=1&cursor=${next}`)).toMatchObject({ items: [{ number: 1 }], next: null });
    expect((await app.send({ url: `${timeline}?limit=1&format=txt&cursor=${next}` })).text).toMatch(/^Snapshot 1, /);
  });

  it('tells how much each snapshot changed', async () => {
    const { items } = await app.get<{ items: object[] }>(timeline);
    expect(items).toMatchObject([{ number: 2 }, { number: 1, removed: 0, changed: 0 }]);
  });

  it.each([
    ['an object that no snapshot has, with the near names', '?kind=Service&namespace=shop&name=webb', 404, 'near names: web'],
    ['a kind alone', '?kind=Service', 400, 'by kind and name'],
    ['a name alone', '?name=web', 400, 'by kind and name'],
    ['a namespaced kind without a namespace', '?kind=Service&name=web', 400, 'name the namespace too'],
    ['a cluster-scoped kind with one', '?kind=Node&name=demo-cp-1&namespace=shop', 400, 'have no namespace'],
  ])('refuses %s', async (_, query, status, hint) => {
    const response = await app.send({ url: `${timeline}${query}` });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(hint)]);
  });
});

describe('a readout', () => {
  const routes = 'default via 192.168.56.1 dev eth0\n10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink\n';
  const place = '/v1/clusters/demo/snapshots/latest/nodes/demo-worker-1/readouts';

  it('is read, and kept beside its snapshot', async () => {
    const added = await app.send({ method: 'POST', url: place, payload: { format: 'ip-route', text: routes } });
    expect([added.status, added.headers['location']]).toEqual([201, '/v1/clusters/demo/snapshots/2/nodes/demo-worker-1/readouts']);
    expect(added.json()).toMatchObject({ position: 1, node: 'demo-worker-1', format: 'ip-route', text: routes, parsed: { routes: [{ destination: 'default' }, { destination: '10.244.2.0/24' }] } });
    expect(await app.get(place)).toEqual({ items: [added.json()], next: null });
    expect(await app.get(place.replace('latest', '1'))).toEqual({ items: [], next: null });
  });

  it('changes the ETag of the list that it is added to', async () => {
    const url = place.replace('worker-1', 'worker-2');
    const { headers } = await app.send({ url });
    await app.send({ method: 'POST', url, payload: { format: 'resolv-conf', text: 'nameserver 10.96.0.10\n' } });
    expect((await app.send({ url, headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(200);
  });

  it('is looked at by rules: the findings, their ETag and their diff change with it', async () => {
    const findings = '/v1/clusters/demo/snapshots/1/findings';
    const rules = async (url: string) => (await app.get<{ items: { rule: string }[] }>(url)).items.map(({ rule }) => rule);
    const { headers } = await app.send({ url: findings });
    expect(await rules(findings)).not.toContain('multiple-cni-configs');
    const file = (name: string, type: string) => `==> /etc/cni/net.d/${name} <==\n${JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [{ type }] })}\n`;
    await app.send({ method: 'POST', url: place.replace('latest', '1'), payload: { format: 'cni-conf', text: file('00-left.conflist', 'bridge') + file('10-flannel.conflist', 'flannel') } });
    expect(await rules(findings)).toContain('multiple-cni-configs');
    expect((await app.send({ url: findings, headers: { 'if-none-match': String(headers['etag']) } })).status).toBe(200);
    const { fixed } = await app.get<{ fixed: { rule: string }[] }>('/v1/clusters/demo/diff?from=1&to=2&view=findings');
    expect(fixed.map(({ rule }) => rule)).toContain('multiple-cni-configs');
    await app.send({ method: 'POST', url: place.replace('latest', '1'), payload: { format: 'cni-conf', text: file('10-flannel.conflist', 'flannel') } });
    expect(await rules(findings)).not.toContain('multiple-cni-configs');
  });

  it.each<[string, object, number, string]>([
    ['of an unknown format', { format: 'ip-rout', text: 'x' }, 400, 'ip-route'],
    ['that is of another format', { format: 'ip-route', text: 'nameserver 10.96.0.10\n' }, 400, 'line 1'],
    ['without a text', { format: 'ip-route' }, 400, 'text'],
    ['with a field that is not known', { format: 'ip-route', text: routes, node: 'x' }, 400, 'node'],
  ])('%s is refused', async (_, payload, status, hint) => {
    const response = await app.send({ method: 'POST', url: place, payload });
    expect([response.status, response.text]).toEqual([status, expect.stringContaining(hint)]);
  });

  it('is listed by format, and an unknown format is told the near ones', async () => {
    const url = place.replace('worker-1', 'worker-3');
    await app.send({ method: 'POST', url, payload: { format: 'ip-route', text: routes } });
    await app.send({ method: 'POST', url, payload: { format: 'resolv-conf', text: 'nameserver 10.96.0.10\n' } });
    expect(await app.get(`${url}?format=ip-route`)).toMatchObject({ items: [{ format: 'ip-route' }] });
    const refused = await app.send({ url: `${url}?format=iproute` });
    expect([refused.status, refused.json()]).toEqual([400, expect.objectContaining({ errors: [{ pointer: '?format', detail: expect.stringContaining('did you mean “ip-route”?') as string }] })]);
  });

  it.each([
    ['format', { format: 'iproute', text: routes }],
    ['text', { format: 'ip-route', text: 'nameserver 10.96.0.10' }],
  ])('whose %s is wrong is told where that stands, in a body and in a link', async (name, question) => {
    const byBody = await app.send({ method: 'POST', url: '/v1/parse', payload: question });
    const byLink = await app.send({ url: `/v1/parse?${new URLSearchParams(question).toString()}` });
    expect([byBody, byLink].map((response) => response.json<{ errors: { pointer: string }[] }>().errors[0]?.pointer)).toEqual([`/${name}`, `?${name}`]);
  });

  it('of a node that the snapshot does not have is refused, with the near names', async () => {
    const response = await app.send({ method: 'POST', url: place.replace('worker-1', 'worker-9'), payload: { format: 'ip-route', text: routes } });
    expect([response.status, response.text]).toEqual([404, expect.stringContaining('demo-worker-1')]);
  });

  it.each<[string, string, object, string]>([
    ['ip-addr', '[{"ifname":"eth0","flags":["UP"],"addr_info":[{"family":"inet","local":"10.0.0.5","prefixlen":24}]}]', { links: [{ name: 'eth0', addresses: [{ address: '10.0.0.5' }] }] }, '1 address'],
    ['ip-link', '4: cni0: <BROADCAST,UP> mtu 1450 qdisc noqueue state UP mode DEFAULT group default \n    link/ether 02:00:00:00:00:03 brd ff:ff:ff:ff:ff:ff\n', { links: [{ name: 'cni0', mtu: 1450 }] }, '1 link'],
    ['netstat', 'tcp6 0 0 :::10256 :::* LISTEN 9/kube-proxy\n', { listeners: [{ service: { component: 'kube-proxy' }, warning: null }], connections: [] }, '1 listener'],
    ['ss', 'LISTEN 0 128 0.0.0.0:8888 0.0.0.0:* users:(("nc",pid=9,fd=3))\n', { listeners: [{ reach: 'all-addresses', service: null }] }, 'nc listens on tcp 8888 on every address'],
    ['cni-conf', '{"cniVersion":"1.0.0","name":"cbr0","plugins":[{"type":"bridge"}]}', { configurations: [{ name: 'cbr0' }] }, 'cbr0'],
    ['cni-log', 'ipalloc-range:10.32.0.0/12\n', { facts: [{ agent: 'weave', value: '10.32.0.0/12' }] }, 'pod range 10.32.0.0/12'],
    ['docker-network', '[{"Name":"bridge","Driver":"bridge","IPAM":{"Config":[{"Subnet":"172.17.0.0/16"}]}}]', { networks: [{ pools: [{ subnet: '172.17.0.0/16' }] }] }, '172.17.0.0/16'],
    ['kube-proxy-log', 'I1123 22:35:55.838108       1 server_others.go:206] "Using iptables Proxier"\n', { mode: 'iptables', facts: [{ subject: 'mode', value: 'iptables' }] }, 'mode iptables'],
    ['kubelet-config', 'kubelet --max-pods=64 --bootstrap-token=hunter2hunter2\n', { settings: { maxPods: 64 } }, 'at most 64 pods'],
  ])('of %s is read in three renderings', async (format, readout, parsed, verdict) => {
    const response = await app.send({ method: 'POST', url: '/v1/parse', payload: { format, text: readout } });
    expect([response.status, response.json()]).toMatchObject([200, { format, parsed }]);
    expect(response.text).not.toContain('hunter2');
    const link = `/v1/parse?${new URLSearchParams({ format, text: readout }).toString()}`;
    for (const type of ['text/markdown', 'text/plain']) expect((await text(link, type)).text).toContain(verdict);
  });

  it('of another format is told which it reads like', async () => {
    const response = await app.send({ method: 'POST', url: '/v1/parse', payload: { format: 'netstat', text: routes } });
    expect([response.status, response.text]).toEqual([400, expect.stringContaining('it reads like “ip-route”')]);
  });

  it('is read without a snapshot, by body and by link alike, in three renderings', async () => {
    const byBody = await app.send({ method: 'POST', url: '/v1/parse', payload: { format: 'ip-route', text: routes } });
    const link = `/v1/parse?format=ip-route&text=${encodeURIComponent(routes)}`;
    expect([byBody.status, await app.get(link)]).toEqual([200, byBody.json()]);
    for (const type of ['text/markdown', 'text/plain']) expect((await text(link, type)).text).toContain('2 routes');
  });
});
