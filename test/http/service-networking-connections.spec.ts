import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const base = '/v1/clusters/demo/snapshots/2/service-networking';
const post = (path: string, payload: object, accept = 'application/json') => app.send({ method: 'POST', url: `${base}/${path}`, payload, headers: { accept } });
const toDns = { from: { node: 'demo-worker-1' }, to: { service: 'kube-system/kube-dns', port: 'dns' } };

describe('a trace', () => {
  it('is answered of the demo cluster', async () => {
    const { status, text } = await post('trace', toDns);
    expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining({ outcome: 'delivered', node: 'demo-worker-1', servicePort: 'kube-system/kube-dns:dns', packet: expect.objectContaining({ protocol: 'UDP' }) as object })]);
  });

  it.each(['text/markdown', 'text/plain'])('is rendered as %s in under 40 lines', async (type) => {
    const { text, headers } = await post('trace', toDns, type);
    expect(headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(text).toContain('of kube-system/kube-dns:dns');
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
  });

  it.each<[string, object, string]>([
    ['two sources', { ...toDns, from: { node: 'demo-worker-1', ip: '10.0.0.1' } }, '/from'],
    ['no destination', { from: toDns.from, to: { port: 80 } }, '/to'],
    ['a name for the port of an address', { from: toDns.from, to: { ip: '10.96.0.10', port: 'dns' } }, '/to/port'],
    ['no port', { from: toDns.from, to: { ip: '10.96.0.10' } }, '/to/port'],
    ['an unknown field', { ...toDns, via: 'x' }, '/via'],
  ])('is refused with %s', async (_, question, pointer) => {
    const { status, text } = await post('trace', question);
    expect([status, [...new Set((JSON.parse(text) as { errors: { pointer: string }[] }).errors.map((each) => each.pointer))]]).toEqual([400, [pointer]]);
  });

  it('of a Service that is not there is not found', async () => {
    expect((await post('trace', { ...toDns, to: { service: 'kube-system/kube-dn', port: 53 } })).status).toBe(404);
  });
});

describe('a comparison of rules', () => {
  it('finds the rules that were told of the node in sync', async () => {
    const { text } = await app.send({ url: `${base}/rules?node=demo-worker-1`, headers: { accept: 'text/plain' } });
    const answer = await post('drift', { node: 'demo-worker-1', iptablesSave: text });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, expect.objectContaining({ outcome: 'in-sync', inSync: true, comparison: 'exact' })]);
    const edited = await post('drift', { node: 'demo-worker-1', iptablesSave: text.replace(/ --dport 53 /g, ' --dport 54 ') }, 'text/plain');
    expect(edited.text).toMatch(/^Node demo-worker-1 has drifted: /);
  });

  it.each<[string, object, number, string]>([
    ['no text', { node: 'demo-worker-1' }, 400, '/iptablesSave'],
    ['a text of something else', { node: 'demo-worker-1', iptablesSave: 'nameserver 10.96.0.10\n' }, 400, '/iptablesSave'],
    ['a node that is not there', { node: 'demo-worker-9', iptablesSave: '*nat\nCOMMIT\n' }, 404, '/node'],
  ])('is refused with %s', async (_, question, expected, pointer) => {
    const { status, text } = await post('drift', question);
    expect([status, (JSON.parse(text) as { errors: { pointer: string }[] }).errors.map((each) => each.pointer)]).toEqual([expected, [pointer]]);
  });
});
