import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.import('bare', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: { clusterIP: '10.96.7.10', ports: [{ port: 80 }] } });
});
afterAll(() => app.close());

const rules = '/v1/clusters/demo/snapshots/2/service-networking/rules';
const web = 'node=demo-worker-1&service=kube-system/kube-dns';

interface Rules {
  readonly outcome: string;
  readonly tables: readonly { readonly table: string; readonly rules: readonly { readonly chain: string; readonly text: string; readonly servicePort?: string }[] }[];
}

describe('the rules of kube-proxy on a node', () => {
  it('are told by table and chain, each with the port for which it is there', async () => {
    const { outcome, tables } = await app.get<Rules>(`${rules}?node=demo-worker-1`);
    expect([outcome, tables.map(({ table }) => table)]).toEqual(['programmed', ['filter', 'nat']]);
    expect(tables[1]?.rules).toContainEqual({ chain: 'KUBE-SERVICES', servicePort: 'kube-system/kube-dns:dns', text: expect.stringContaining('--comment "kube-system/kube-dns:dns cluster IP" -m udp -p udp') as string });
  });

  it('are text that iptables-restore reads', async () => {
    const { status, headers, text } = await app.send({ url: `${rules}?node=demo-worker-1`, headers: { accept: 'text/plain' } });
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(text.startsWith('*filter\n:KUBE-SERVICES - [0:0]\n')).toBe(true);
    expect(text.endsWith('-j KUBE-NODEPORTS\nCOMMIT\n')).toBe(true);
  });

  it('of one Service are those alone', async () => {
    const { tables } = await app.get<Rules>(`${rules}?${web}`);
    expect(new Set(tables.flatMap((table) => table.rules.map(({ servicePort }) => servicePort?.split(':')[0])))).toEqual(new Set(['kube-system/kube-dns']));
  });

  it('of a snapshot without kube-proxy are told with what was assumed', async () => {
    const { outcome, warnings } = await app.get<{ outcome: string; warnings: string[] }>('/v1/clusters/bare/snapshots/latest/service-networking/rules?node=a');
    expect([outcome, warnings.some((warning) => warning.includes('holds no kube-proxy'))]).toEqual(['programmed', true]);
  });

  it.each([
    ['a node that is not there', 'node=demo-worker-l', 404, '?node', 'demo-worker-1'],
    ['no node, where there are several', '', 400, '?node', 'name one of them'],
    ['a Service that is not there', 'node=demo-worker-1&service=kube-system/kube-dnss', 404, '?service', 'kube-system/kube-dns'],
    ['what names no Service', 'node=demo-worker-1&service=kube-dns', 400, '?service', 'namespace/name'],
    ['another family', 'node=demo-worker-1&ipFamily=IPv5', 400, '?ipFamily', 'IPv4'],
    ['an unknown parameter', 'node=demo-worker-1&mode=ipvs', 400, '?mode', ''],
  ])('refuse %s', async (_, query, status, pointer, detail) => {
    const answer = await app.send({ url: `${rules}?${query}` });
    const [fault] = answer.json<{ errors: { pointer: string; detail: string }[] }>().errors;
    expect([answer.status, fault?.pointer]).toEqual([status, pointer]);
    expect(fault?.detail).toContain(detail);
  });
});
