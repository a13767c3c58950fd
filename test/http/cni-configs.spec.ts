import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.close());

const text = JSON.stringify({ cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'bridge', isGateway: true, ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }]] } }] });
const attachment = { text, containerId: 'c1', netns: '/var/run/netns/c1', ifName: 'eth0' };

const post = (path: string, payload: object, accept = 'application/json') => app.send({ method: 'POST', url: `/v1/cni/configs/${path}`, headers: { accept, 'content-type': 'application/json' }, payload: JSON.stringify(payload) });

describe('checking a CNI configuration', () => {
  it('tells what the plugins make of it', async () => {
    const { status, json } = await post('validate', { text });
    expect([status, json()]).toMatchObject([200, { valid: true, name: 'pods', cniVersion: '1.0.0', plugins: [{ type: 'bridge', ipam: 'host-local' }], problems: [] }]);
  });

  it('points at each problem, in the words of who refuses it', async () => {
    const { json } = await post('validate', { text: text.replace('/24', '/31') });
    expect(json()).toMatchObject({ valid: false, problems: [{ pointer: '/plugins/0/ipam/ranges/0/0/subnet', severity: 'error', component: 'host-local', reports: 'invalid range set 0: Network 10.244.1.0/31 too small to allocate from' }] });
  });

  it('answers for what is no JSON, with line and column', async () => {
    const { status, json } = await post('validate', { text: '{\n "name": "pods",\n}' });
    expect([status, json<{ problems: { detail: string }[] }>().problems[0]?.detail]).toEqual([200, expect.stringContaining('line 3, column 1')]);
  });

  it.each([
    ['a name that no runtime reads', { text, fileName: 'pods.yaml' }, '/fileName'],
    ['a text that nests too deep', { text: '['.repeat(5000) }, '/text'],
    ['no text', {}, '/text'],
    ['an unknown field', { text, form: 'conf' }, '/form'],
  ])('refuses %s', async (_, body, pointer) => {
    const { status, json } = await post('validate', body);
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, pointer]);
  });
});

describe('choosing the CNI configuration of a folder', () => {
  const broken = { name: '05-broken.conflist', text: '{' };
  const files = [{ name: '9-other.conf', text: '{"cniVersion":"1.0.0","name":"other","type":"bridge"}' }, { name: '10-pods.conflist', text }, broken, { name: 'README', text: '' }];

  it('takes the first by the bytes of its name', async () => {
    const { status, json } = await post('choose', { runtime: 'containerd', files: files.filter((each) => each !== broken) });
    expect([status, json()]).toMatchObject([200, { winner: '10-pods.conflist', candidates: [{ verdict: 'used' }, { name: '9-other.conf', verdict: 'not reached' }, { name: 'README', verdict: 'not a candidate' }] }]);
  });

  it.each([
    ['containerd', null, 'fatal'],
    ['cri-o', '10-pods.conflist', 'passed over'],
  ])('%s meets a broken file', async (runtime, winner, verdict) => {
    const { json } = await post('choose', { runtime, files });
    expect(json()).toMatchObject({ winner, candidates: [{ name: broken.name, verdict }, {}, {}, {}] });
  });

  it('refuses another runtime', async () => {
    const { status, json } = await post('choose', { runtime: 'docker', files });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, '/runtime']);
  });
});

describe('simulating an attachment', () => {
  it('gives the result of ADD, and passes CHECK and DEL', async () => {
    const { status, json } = await post('simulate', { ...attachment, existingAllocations: [{ containerId: 'c0', addresses: ['10.244.1.2'] }] });
    expect([status, json()]).toMatchObject([200, { outcome: 'ok', result: { ips: [{ address: '10.244.1.3/24', gateway: '10.244.1.1' }] }, operations: [{ command: 'ADD', outcome: 'ok' }, { command: 'CHECK', outcome: 'ok' }, { command: 'DEL', outcome: 'ok' }] }]);
  });

  it('does what is asked for, in its order', async () => {
    const { status, json } = await post('simulate', { ...attachment, text: text.replace('1.0.0', '1.1.0'), commands: ['STATUS', 'ADD', 'GC', 'DEL'], existingAllocations: [{ containerId: 'c0', addresses: ['10.244.1.2'] }], validAttachments: [{ containerId: 'c1', ifName: 'eth0' }] });
    expect([status, json()]).toMatchObject([200, { outcome: 'ok', operations: [{ command: 'STATUS', runs: [{ plugin: 'bridge' }, { plugin: 'host-local', delegatedBy: 'bridge' }] }, { command: 'ADD' }, { command: 'GC', outcome: 'ok', runs: [{ plugin: 'bridge', changes: [] }] }, { command: 'DEL', outcome: 'ok' }] }]);
    expect(json<{ steps: { detail: string }[] }>().steps.at(-1)?.detail).toBe('is not asked, as no plugin hands GC on to its IPAM plugin: 10.244.1.2 of attachments that libcni does not know stay taken');
  });

  it('answers with the plugin’s error where ADD fails', async () => {
    const { status, json } = await post('simulate', { ...attachment, text: text.replace('"isGateway":true', '"hairpinMode":true,"promiscMode":true') });
    expect([status, json()]).toMatchObject([200, { outcome: 'error', error: { plugin: 'bridge', code: 999, msg: 'cannot set hairpin mode and promiscuous mode at the same time' } }]);
  });

  it('says what it does not know of a plugin of others', async () => {
    const { json } = await post('simulate', { ...attachment, text: text.replace('"bridge"', '"calico"') });
    expect(json()).toMatchObject({ outcome: 'insufficient-information', missing: ['what the plugin “calico” does'] });
  });

  it.each([
    ['an address that is none', { existingAllocations: [{ containerId: 'c0', addresses: ['10.244.1'] }] }, '/existingAllocations/0/addresses/0'],
    ['an interface’s address without its prefix', { hostInterfaces: [{ name: 'eth0', addresses: ['10.0.0.1'] }] }, '/hostInterfaces/0/addresses/0'],
    ['an allocation that is none', { existingAllocations: [5] }, '/existingAllocations'],
    ['capabilities that are no object', { capabilityArgs: [] }, '/capabilityArgs'],
    ['a command that there is not', { commands: ['VERSION'] }, '/commands'],
    ['a container that is no text', { containerId: 5 }, '/containerId'],
  ])('refuses %s', async (_, body, pointer) => {
    const { status, json } = await post('simulate', { ...attachment, ...body });
    expect([status, json<{ errors: { pointer: string }[] }>().errors[0]?.pointer]).toEqual([400, expect.stringContaining(pointer)]);
  });

  it.each(['validate', 'simulate'])('%s has Markdown and text, the verdict first, in under 40 lines', async (path) => {
    for (const accept of ['text/markdown', 'text/plain']) {
      const { headers, text: body } = await post(path, path === 'simulate' ? attachment : { text }, accept);
      expect(headers['content-type']).toBe(`${accept}; charset=utf-8`);
      expect(body.split('\n')[0]).toContain('pods');
      expect(body.split('\n').length).toBeLessThan(41);
    }
  });
});
