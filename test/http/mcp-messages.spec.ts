import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestApp, apiTokens, tokens } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
  await app.nest.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The JSON-RPC message or messages of the answer, of JSON and of an event stream alike; none of an answer without a body. */
  readonly messages: readonly Message[];
}

interface Message {
  readonly id?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
  readonly result?: { readonly protocolVersion?: string; readonly tools?: readonly object[]; readonly supportedVersions?: readonly string[]; readonly isError?: boolean; readonly ttlMs?: number; readonly cacheScope?: string };
}

const both = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Over a socket, as a header is to be anything. */
function post(body: string | Buffer, headers: Readonly<Record<string, string>> = {}, { method = 'POST', path = '/mcp', to = app }: { readonly method?: string; readonly path?: string; readonly to?: TestApp } = {}): Promise<Answered> {
  const { port } = to.nest.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent: false, host: '127.0.0.1', port, method, path, headers: { ...both, ...headers }, signal: AbortSignal.timeout(15_000) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const type = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
        resolve({ status: response.statusCode ?? 0, type, text, messages: messagesOf(type, text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function messagesOf(type: string, text: string): Message[] {
  if (type === 'application/json' || type === 'application/problem+json') return [JSON.parse(text) as Message | Message[]].flat();
  if (type === 'text/event-stream') return [...text.matchAll(/^data: (.+)$/gm)].flatMap(([, data = '']) => [JSON.parse(data) as Message | Message[]].flat());
  return [];
}

const call = (method: string, params: object = {}, id: unknown = 1) => ({ jsonrpc: '2.0', id, method, params });

/** A message of the current revision, and the headers that agree with it. */
function current(method: string, params: object = {}, name?: string): [string, Record<string, string>] {
  const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {}, 'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' } };
  return [JSON.stringify(call(method, { ...params, _meta })), { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(name !== undefined && { 'mcp-name': name }) }];
}

describe('the current revision', () => {
  it('is discovered', async () => {
    const { status, type, messages } = await post(...current('server/discover'));
    expect([status, type, messages[0]?.result?.supportedVersions]).toEqual([200, 'application/json', ['2026-07-28']]);
  });

  it('lets the list of tools be kept', async () => {
    const { messages } = await post(...current('tools/list'));
    expect([messages[0]?.result?.tools?.length, messages[0]?.result?.ttlMs, messages[0]?.result?.cacheScope]).toEqual([12, 3_600_000, 'public']);
  });

  const listing = current('tools/list');
  const calling = current('tools/call', { name: 'listClusters', arguments: {} }, 'listClusters');
  it.each<[string, string, Record<string, string>, number, number]>([
    ['another version in the header', listing[0], { ...listing[1], 'mcp-protocol-version': '2025-06-18' }, 400, -32020],
    ['no version in the header', listing[0], { 'mcp-method': 'tools/list' }, 400, -32020],
    ['another method in the header', listing[0], { ...listing[1], 'mcp-method': 'tools/call' }, 400, -32020],
    ['no method in the header', listing[0], { 'mcp-protocol-version': '2026-07-28' }, 400, -32020],
    ['another name in the header', calling[0], { ...calling[1], 'mcp-name': 'captureSnapshot' }, 400, -32020],
    ['no name in the header', calling[0], { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' }, 400, -32020],
    ['a version that is to come', listing[0].replaceAll('2026-07-28', '2031-01-01'), { ...listing[1], 'mcp-protocol-version': '2031-01-01' }, 400, -32022],
    ['the version in the header only', JSON.stringify(call('tools/list')), listing[1], 400, -32602],
    ['a method that there is not', ...current('tools/destroy'), 404, -32601],
  ])('refuses %s', async (_, body, headers, status, code) => {
    const answered = await post(body, headers);
    expect([answered.status, answered.messages[0]?.error?.code]).toEqual([status, code]);
  });
});

describe('the revisions before', () => {
  it.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])('%s is agreed on, and its list and calls are answered', async (version) => {
    const initialized = await post(JSON.stringify(call('initialize', { protocolVersion: version, capabilities: {}, clientInfo: { name: 'test', version: '1' } })));
    expect([initialized.status, initialized.messages[0]?.result?.protocolVersion]).toEqual([200, version]);
    const noted = await post('{"jsonrpc":"2.0","method":"notifications/initialized"}', { 'mcp-protocol-version': version });
    expect([noted.status, noted.type, noted.text]).toEqual([202, '', '']);
    const listed = await post(JSON.stringify(call('tools/list')), { 'mcp-protocol-version': version });
    expect([listed.status, listed.messages[0]?.result?.tools?.length]).toEqual([200, 12]);
    const called = await post(JSON.stringify(call('tools/call', { name: 'listClusters', arguments: {} })), { 'mcp-protocol-version': version });
    expect([called.status, called.text.includes('1 cluster: demo')]).toEqual([200, true]);
  });

  it('a batch of 2025-03-26 is answered whole', async () => {
    const { status, messages } = await post(JSON.stringify([call('tools/list', {}, 'a'), call('ping', {}, 2), { jsonrpc: '2.0', method: 'notifications/initialized' }]), { 'mcp-protocol-version': '2025-03-26' });
    expect([status, messages.map(({ id }) => id).sort()]).toEqual([200, [2, 'a']]);
  });

  it('a session is not asked for, nor a stream of its own', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) expect((await post('', {}, { method })).status).toBe(405);
  });
});

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('what is no message', () => {
  it.each<[what: string, body: string | Buffer, headers: Record<string, string>, status: number, code: number | null]>([
    ['nothing', '', {}, 400, -32700],
    ['no JSON', '{"jsonrpc":', {}, 400, -32700],
    ['JSON of no message', '{}', {}, 400, -32600],
    ['a number', '7', {}, 400, -32600],
    ['null', 'null', {}, 400, -32600],
    ['a text', '"tools/list"', {}, 400, -32600],
    ['an empty batch', '[]', {}, 400, -32600],
    ['a batch of nothing', '[1,null,"x"]', {}, 400, -32600],
    ['a batch of too many', JSON.stringify(Array.from({ length: 101 }, (_, i) => call('ping', {}, i))), {}, 400, -32600],
    ['a batch that begins twice', JSON.stringify([1, 2].map((id) => call('initialize', { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'a', version: '1' } }, id))), {}, 400, -32600],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":1,"method":"tools/list"}', {}, 400, -32600],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', {}, 400, -32600],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":7}', {}, 400, -32600],
    ['parameters that are no object', '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":7}', {}, 400, -32600],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 400, -32700],
    ['a name that reaches classes', '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"__proto__":{"a":1}}}', {}, 400, -32700],
    ['a character that nothing stores', '{"jsonrpc":"2.0","id":1,"method":"tools/list\\u0000"}', {}, 400, -32700],
    ['nesting without end', deep(100_000), {}, 413, -32600],
    ['nesting within a call', `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"listClusters","arguments":{"fields":${deep(5000)}}}}`, {}, 413, -32600],
    ['two megabytes', `"${'x'.repeat(2 * 2 ** 20)}"`, {}, 413, null],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415, -32000],
    ['plain text', JSON.stringify(call('tools/list')), { 'content-type': 'text/plain' }, 415, -32000],
    ['a type that only begins so', JSON.stringify(call('tools/list')), { 'content-type': 'application/jsonp' }, 415, -32000],
    ['what is packed', Buffer.from([0x1f, 0x8b, 8, 0]), { 'content-encoding': 'gzip' }, 400, -32700],
    ['a client that takes no streams', JSON.stringify(call('tools/list')), { accept: 'application/json' }, 406, -32000],
    ['a version of no revision', JSON.stringify(call('tools/list')), { 'mcp-protocol-version': 'x' }, 400, null],
    ['a cursor of nobody', JSON.stringify(call('tools/list', { cursor: 7 })), {}, 200, null],
    ['a call of nothing', JSON.stringify(call('tools/call')), {}, 200, -32602],
    ['a call with arguments that are none', JSON.stringify(call('tools/call', { name: 'listClusters', arguments: [] })), {}, 200, -32602],
    ['a URI that is none', JSON.stringify(call('resources/read', { uri: ':' })), {}, 200, -32602],
    ['a resource of another scheme', JSON.stringify(call('resources/read', { uri: 'file:///etc/passwd' })), {}, 200, -32602],
    ['a resource of a path', JSON.stringify(call('resources/read', { uri: 'foretrace://clusters/..%2F..%2Fmetrics/snapshots/1' })), {}, 200, -32602],
    ['a resource that is badly encoded', JSON.stringify(call('resources/read', { uri: 'foretrace://clusters/%E0%A4%A/snapshots/1' })), {}, 200, -32602],
    ['prompts, which there are none of', JSON.stringify(call('prompts/list')), {}, 200, -32601],
  ])('%s is refused', async (_, body, headers, status, code) => {
    const answered = await post(body, headers);
    expect([answered.status, answered.messages[0]?.error?.code ?? null]).toEqual([status, code ?? answered.messages[0]?.error?.code ?? null]);
    expect(answered.messages[0]?.result).toBeUndefined();
  });

  it('never breaks the service, whatever it is', async () => {
    const names = ['tools/call', 'tools/list', 'resources/read', 'initialize', 'server/discover', 'completion/complete', 'logging/setLevel', 'subscriptions/listen', 'notifications/cancelled', 'x'];
    const leaf = fc.oneof(fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', 'demo', 'latest', '..', '../..', '%00', 'dev/toolbox', '\ud800', {}, []), fc.string({ maxLength: 20 }));
    const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(fc.string({ maxLength: 8 }), leaf, { maxKeys: 3 }));
    const argument = fc.constantFrom('cluster', 'snapshot', 'service', 'fromPod', 'toService', 'port', 'name', 'fields', 'limit', 'url', 'headers', 'operation', 'ranges', 'cidr', 'kind', 'aspect', 'toString');
    const tool = fc.constantFrom('listClusters', 'listFindings', 'diffSnapshots', 'explainService', 'traceConnection', 'resolveName', 'matchIngressRequest', 'describeNetwork', 'listObjects', 'tellProxyRules', 'calculateAddresses', 'captureSnapshot', 'toString');
    const toolCall = fc.record({ name: tool, arguments: fc.dictionary(argument, value, { maxKeys: 6 }) });
    const message = fc.oneof(
      { arbitrary: fc.record({ jsonrpc: fc.constant('2.0'), id: fc.constantFrom<unknown>(1, 'a'), method: fc.constant('tools/call'), params: toolCall }), weight: 3 },
      fc.record({ jsonrpc: fc.constantFrom<unknown>('2.0', '1.0', 2), id: value, method: fc.oneof(fc.constantFrom(...names.filter((name) => name !== 'subscriptions/listen')), leaf), params: value }, { requiredKeys: [] }),
      value,
    );
    const faults: string[] = [];
    for (const sent of fc.sample(fc.oneof({ arbitrary: message, weight: 5 }, fc.array(message, { maxLength: 3 })), { numRuns: 150, seed: 7 })) {
      const { status, text } = await post(JSON.stringify(sent));
      if (status >= 500) faults.push(`${JSON.stringify(sent)}\n=> ${status} ${text}`);
    }
    expect(faults).toEqual([]);
  });
});

describe('a page of a browser', () => {
  const list = JSON.stringify(call('tools/list'));

  async function statuses(to: TestApp, authorization: Record<string, string>, cases: readonly (readonly [host: string, origin: string | undefined, status: number])[]): Promise<void> {
    for (const [host, origin, expected] of cases) {
      const { status } = await post(list, { ...authorization, host, ...(origin !== undefined && { origin }) }, { to });
      expect([host, origin, status]).toEqual([host, origin, expected]);
    }
  }

  it('has to be of this machine, where only that is served', () =>
    statuses(app, {}, [
      ['localhost:3000', undefined, 200],
      ['127.0.0.1:3000', 'http://localhost:8080', 200],
      ['[::1]:3000', 'http://[::1]:3000', 200],
      ['localhost:3000', 'http://evil.example', 403],
      ['localhost:3000', 'null', 403],
      ['localhost:3000', 'http://localhost.evil.example', 403],
      ['evil.example', undefined, 403],
      ['evil.example:3000', 'http://evil.example:3000', 403],
    ]));

  it('has to be of the host that is asked, where everyone is let in, and that is an address or known', async () => {
    const open = await TestApp.start({ demo: false, env: { AUTH: 'none', PUBLIC_URL: 'https://foretrace.example' } });
    await open.nest.listen(0, '127.0.0.1');
    await statuses(open, {}, [
      ['10.0.0.7:3000', undefined, 200],
      ['10.0.0.7:3000', 'http://10.0.0.7:3000', 200],
      ['10.0.0.7:3000', 'http://10.0.0.8', 403],
      ['foretrace.example', 'https://foretrace.example', 200],
      ['foretrace.example', 'https://evil.example', 403],
      ['localhost:3000', 'https://evil.example', 403],
      ['rebound.example', undefined, 403],
      ['rebound.example', 'http://rebound.example', 403],
      ['10.0.0.7.rebound.example', undefined, 403],
    ]);
    await open.close();
  });

  it('has to be of the host that is asked, where tokens are, whatever that is called; and no token lets nobody in', async () => {
    const closed = await TestApp.start({ demo: false, env: { API_TOKENS: apiTokens } });
    await closed.nest.listen(0, '127.0.0.1');
    await statuses(closed, { authorization: `Bearer ${tokens.viewer}` }, [
      ['foretrace.tools.svc:3000', undefined, 200],
      ['foretrace.tools.svc:3000', 'http://foretrace.tools.svc:3000', 200],
      ['foretrace.tools.svc:3000', 'http://evil.example', 403],
    ]);
    await statuses(closed, {}, [['localhost', undefined, 401]]);
    await statuses(closed, { authorization: 'Bearer of-nobody' }, [['localhost', undefined, 401]]);
    await closed.close();
  });
});
