import { access } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeApp, forgetfulApp, oneTokenEach, world } from './fake-app.table.js';
import type { Problem } from './problem.js';

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await fakeApp({ BODY_MAX_BYTES: '1KiB', IMPORT_MAX_BYTES: '1MiB' });
});
afterAll(() => app.close());
beforeEach(() => {
  Object.assign(world, { made: 0, explained: 0, databaseGone: false });
});

interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'HEAD';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer | object;
}

const send = (request: Sent, to = app) => to.inject({ method: 'GET', ...request });
const json = 'application/json';

describe('problems', () => {
  it.each<[string, Sent, number, string, string]>([
    ['a path that there is not', { url: '/v1/nowhere' }, 404, 'not-found', 'nothing lives at /v1/nowhere'],
    ['a body sent to a path that there is not', { method: 'POST', url: '/v1/nowhere', payload: 'x', headers: { 'content-type': 'text/x' } }, 404, 'not-found', 'nothing lives'],
    ['a method that the path does not take', { method: 'PUT', url: '/v1/things' }, 405, 'method-not-allowed', '/v1/things takes GET, HEAD, POST, not PUT'],
    ['a path that is not well encoded', { url: '/v1/things/%ff' }, 400, 'invalid-request', 'percent-encoded'],
    ['a part of the path without end', { url: `/v1/things/${'x'.repeat(2000)}` }, 400, 'invalid-request', 'longer than 1024'],
    ['U+0000 in the path', { url: '/v1/things/a%00b' }, 400, 'invalid-request', 'U+0000'],
    ['U+0000 in the query', { url: '/v1/things?kind=%00' }, 400, 'invalid-request', 'U+0000'],
    ['half a JSON text', { method: 'POST', url: '/v1/things', payload: '{"name":', headers: { 'content-type': json } }, 400, 'invalid-body', 'not JSON'],
    ['JSON that is not UTF-8', { method: 'POST', url: '/v1/things', payload: Buffer.from('{"name":"\xff"}', 'latin1'), headers: { 'content-type': json } }, 400, 'invalid-body', 'UTF-8'],
    ['no body', { method: 'POST', url: '/v1/things' }, 400, 'invalid-body', 'there is none'],
    ['an empty body', { method: 'POST', url: '/v1/things', payload: '', headers: { 'content-type': json } }, 400, 'invalid-body', 'there is none'],
    ['an array for an object', { method: 'POST', url: '/v1/things', payload: [] }, 400, 'invalid-body', 'this is an array'],
    ['null for an object', { method: 'POST', url: '/v1/things', payload: 'null', headers: { 'content-type': json } }, 400, 'invalid-body', 'this is null'],
    ['a name that reaches for the prototype', { method: 'POST', url: '/v1/things', payload: '{"name":"a","__proto__":{}}', headers: { 'content-type': json } }, 400, 'invalid-body', '/__proto__'],
    ['a name that reaches for the class', { method: 'POST', url: '/v1/things', payload: '{"name":"a","labels":{"constructor":"x"}}', headers: { 'content-type': json } }, 400, 'invalid-body', '/labels/constructor'],
    ['U+0000 in the body', { method: 'POST', url: '/v1/things', payload: '{"name":"\\u0000"}', headers: { 'content-type': json } }, 400, 'invalid-body', '/name'],
    ['a body nested without end', { method: 'POST', url: '/v1/things', payload: '['.repeat(400) + ']'.repeat(400), headers: { 'content-type': json } }, 413, 'too-large', 'deeper than 100'],
    ['a body that is too large', { method: 'POST', url: '/v1/things', payload: { name: 'x'.repeat(2000) } }, 413, 'too-large', '1024 bytes (BODY_MAX_BYTES)'],
    ['a body of another type', { method: 'POST', url: '/v1/things', payload: 'name: x', headers: { 'content-type': 'application/yaml' } }, 415, 'unsupported-media-type', 'application/yaml'],
    ['a body of no type', { method: 'POST', url: '/v1/things', payload: Buffer.from('{}'), headers: { 'content-type': '' } }, 415, 'unsupported-media-type', 'no Content-Type that can be read'],
    ['a packed body', { method: 'POST', url: '/v1/things', payload: '{}', headers: { 'content-type': json, 'content-encoding': 'gzip' } }, 415, 'unsupported-media-type', 'Content-Encoding'],
    ['a defect', { url: '/v1/defect' }, 500, 'internal', 'request id'],
  ])('tells %s', async (_, request, status, code, detail) => {
    const response = await send(request);
    const problem = response.json<Problem>();
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect({ answered: response.statusCode, ...problem }).toMatchObject({ answered: status, status, code, type: `urn:foretrace:problem:${code}` });
    expect(problem.detail).toContain(detail);
    expect(problem.requestId).toBe(response.headers['x-request-id']);
    expect(response.body).not.toContain('hunter2');
  });

  it('lists the methods of a path in Allow', async () => {
    expect((await send({ method: 'PATCH', url: '/v1/things/x' })).headers.allow).toBe('DELETE, GET, HEAD');
  });

  it('points at every field that does not fit, and names the fields there are', async () => {
    const response = await send({ method: 'POST', url: '/v1/things', payload: { nam: 'x', ports: [{ number: 1 }, { number: 70_000, 'a/b': 1 }] } });
    expect(response.json<Problem>().errors).toEqual([
      { pointer: '/nam', detail: 'unknown field; known here: name, ports' },
      { pointer: '/name', detail: 'name must be longer than or equal to 1 characters' },
      { pointer: '/name', detail: 'name must be a string' },
      { pointer: '/ports/1/a~1b', detail: 'unknown field; known here: number' },
      { pointer: '/ports/1/number', detail: 'number must not be greater than 65535' },
    ]);
  });

  it.each([
    ['that the DTO does not know', '/v1/things?kinds=x', '?kinds'],
    ['that the handler does not name', '/v1/things/x?dep=1', '?dep'],
    ['of a rendering where there is only one', '/v1/things/x?format=json', '?format'],
    ['limit, out of range', '/v1/things?limit=1001', '?limit'],
    ['limit, zero', '/v1/things?limit=0', '?limit'],
    ['limit, no number', '/v1/things?limit=ten', '?limit'],
    ['limit, twice', '/v1/things?limit=1&limit=2', '?limit'],
  ])('refuses a query parameter %s', async (_, url, pointer) => {
    const response = await send({ url });
    expect(response.statusCode).toBe(400);
    expect(response.json<Problem>().errors?.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('says 503 and when to come back while the database is gone', async () => {
    world.databaseGone = true;
    const response = await send({ url: '/v1/clusters/demo/snapshots/1/verdict' });
    expect([response.statusCode, response.headers['retry-after'], response.json<Problem>().code]).toEqual([503, '5', 'unavailable']);
  });

  it('answers what is no HTTP', async () => {
    const server = await fakeApp();
    await server.listen(0, '127.0.0.1');
    const { port } = server.getHttpServer().address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('BOO\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*application\/problem\+json[^]*"status":400/);
    await server.close();
  });
});

describe('path parameters', () => {
  it.each([
    ['a dot', 'node.example.com', 'node.example.com'],
    ['an encoded slash', 'ns%2Fname', 'ns/name'],
    ['a colon', 'a:b', 'a:b'],
    ['a tilde, encoded', 'latest%7E1', 'latest~1'],
  ])('keep %s', async (_, sent, name) => {
    expect((await send({ url: `/v1/things/${sent}` })).json()).toEqual({ name, deep: null });
  });
});

describe('request ids', () => {
  it('takes a sane one', async () => {
    expect((await send({ url: '/livez', headers: { 'x-request-id': 'trace-1:a/b' } })).headers['x-request-id']).toBe('trace-1:a/b');
  });

  it.each([['two words'], ['x'.repeat(129)], ['<script>']])('makes its own in place of %s', async (id) => {
    expect((await send({ url: '/livez', headers: { 'x-request-id': id } })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('tells it where the path could not even be decoded', async () => {
    expect((await send({ url: '/%', headers: { 'x-request-id': 'mine' } })).headers['x-request-id']).toBe('mine');
  });
});

describe('roles', () => {
  let guarded: NestFastifyApplication;
  beforeAll(async () => {
    guarded = await fakeApp({ API_TOKENS: oneTokenEach });
  });
  afterAll(() => guarded.close());

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it.each<[string, Sent, number]>([
    ['no token', { url: '/v1/things' }, 401],
    ['an unknown token', { url: '/v1/things', headers: bearer('guess') }, 401],
    ['a token of another scheme', { url: '/v1/things', headers: { authorization: 'Basic viewer' } }, 401],
    ['a viewer who reads', { url: '/v1/things', headers: bearer('viewer') }, 200],
    ['a viewer who makes', { method: 'POST', url: '/v1/things', headers: bearer('viewer'), payload: { name: 'a' } }, 403],
    ['an operator who makes', { method: 'POST', url: '/v1/things', headers: bearer('operator'), payload: { name: 'a' } }, 201],
    ['an operator who deletes', { method: 'DELETE', url: '/v1/things/a', headers: bearer('operator') }, 403],
    ['an admin who deletes', { method: 'DELETE', url: '/v1/things/a', headers: bearer('admin') }, 204],
    ['anyone who asks whether it lives', { url: '/livez' }, 200],
    ['anyone who asks whether it is ready', { url: '/readyz' }, 200],
    ['anyone who reads the document', { url: '/openapi.json' }, 200],
    ['anyone who measures', { url: '/metrics' }, 401],
    ['a viewer who measures', { url: '/metrics', headers: bearer('viewer') }, 200],
  ])('%s', async (_, request, status) => {
    expect((await send(request, guarded)).statusCode).toBe(status);
  });

  it('say how to come in, and which role is needed', async () => {
    expect((await send({ url: '/v1/things' }, guarded)).headers['www-authenticate']).toBe('Bearer realm="foretrace"');
    expect((await send({ method: 'DELETE', url: '/v1/things/a', headers: bearer('viewer') }, guarded)).json<Problem>().detail).toBe('this needs the role admin; viewer-token has viewer');
  });

  it('are not asked for without tokens', async () => {
    expect((await send({ method: 'POST', url: '/v1/things', payload: { name: 'a' } })).json()).toMatchObject({ by: 'anonymous' });
  });

  it.each([
    ['its host', { host: 'evil.example:3000' }],
    ['its origin', { origin: 'https://evil.example' }],
    ['an origin that it hides', { origin: 'null' }],
  ])('are not given to a page from elsewhere, known by %s', async (_, headers) => {
    expect((await send({ url: '/v1/things', headers })).statusCode).toBe(403);
  });

  it('are given to everyone from anywhere if AUTH=none says so', async () => {
    const open = await fakeApp({ AUTH: 'none', HOST: '127.0.0.1' });
    expect((await send({ url: '/v1/things', headers: { host: 'foretrace.example', origin: 'https://foretrace.example' } }, open)).statusCode).toBe(200);
    await open.close();
  });

  it('must be said of every route', async () => {
    await expect(forgetfulApp()).rejects.toThrow('ForgottenController.read');
  });
});

describe('renderings', () => {
  const url = '/v1/clusters/demo/snapshots/3/verdict';

  it.each([
    ['JSON by default', {}, '', 'application/json; charset=utf-8', '{"summary":"snapshot 3 is well","number":3}'],
    ['Markdown by Accept', { accept: 'text/markdown' }, '', 'text/markdown; charset=utf-8', '**snapshot 3 is well**'],
    ['text by format', {}, '?format=txt', 'text/plain; charset=utf-8', 'snapshot 3 is well'],
    ['the format before Accept', { accept: 'text/plain' }, '?format=md', 'text/markdown; charset=utf-8', '**snapshot 3 is well**'],
  ])('%s', async (_, headers, query, type, body) => {
    const response = await send({ url: url + query, headers });
    expect([response.statusCode, response.headers['content-type'], response.headers.vary, response.body]).toEqual([200, type, 'Accept', body]);
  });

  it('leave `format` to a route that asks it for something else', async () => {
    const url = '/v1/comparison?format=wide';
    expect((await send({ url })).json()).toEqual({ to: 7, format: 'wide' });
    expect((await send({ url, headers: { accept: 'text/plain' } })).body).toBe('to 7');
  });

  it('that are not there are refused before the work is done', async () => {
    expect((await send({ url, headers: { accept: 'image/png' } })).json<Problem>()).toMatchObject({
      status: 406,
      detail: 'this is rendered as application/json, text/markdown, text/plain; Accept asks for "image/png"',
    });
    expect((await send({ url: `${url}?format=pdf` })).json<Problem>()).toMatchObject({ status: 400, detail: 'format is one of json, md, txt, not "pdf"' });
    expect(world.explained).toBe(0);
  });
});

describe('snapshots', () => {
  const verdict = (snapshot: string) => `/v1/clusters/demo/snapshots/${snapshot}/verdict`;

  it.each([
    ['3', 3],
    ['latest', 7],
    ['latest~2', 5],
    ['latest%7E2', 5],
    ['2026-01-31T12:00:00Z', 3],
    ['2026-01-31T12:00:00.5+02:00', 3],
  ])('%s is number %i', async (reference, number) => {
    expect((await send({ url: verdict(reference) })).json()).toMatchObject({ number });
  });

  it.each([['0'], ['-1'], ['newest'], ['latest~'], ['latest~x'], ['99999999999999'], ['2026-01-31'], ['2026-13-31T12:00:00Z']])('%s is explained', async (reference) => {
    const response = await send({ url: verdict(reference) });
    expect(response.json<Problem>()).toMatchObject({ status: 400, errors: [{ pointer: ':snapshot' }] });
  });

  it('tells the number of what `latest` was, with the query', async () => {
    const response = await send({ url: `${verdict('latest')}?format=md` });
    expect([response.headers['content-location'], response.headers['cache-control']]).toEqual(['/v1/clusters/demo/snapshots/7/verdict?format=md', 'private, no-cache']);
    expect((await send({ url: verdict('7') })).headers).not.toHaveProperty('content-location');
  });

  it('answers 304 without doing the work again', async () => {
    const { etag } = (await send({ url: verdict('7') })).headers;
    expect((await send({ method: 'HEAD', url: verdict('7') })).headers.etag).toBe(etag);
    world.explained = 1;
    const again = await send({ url: verdict('latest'), headers: { 'if-none-match': `"other", ${etag}` } });
    expect([again.statusCode, again.body, again.headers.etag, world.explained]).toEqual([304, '', etag, 1]);
  });

  it('has another ETag for another snapshot, question or rendering', async () => {
    const urls = [verdict('7'), verdict('6'), `${verdict('7')}?format=txt`];
    const tags = await Promise.all(urls.map(async (url) => (await send({ url })).headers.etag));
    expect(new Set(tags).size).toBe(3);
  });

  it('goes by the bytes where the snapshot alone does not decide', async () => {
    const url = '/v1/clusters/demo/snapshots/7/readouts';
    const etag = String((await send({ url })).headers.etag);
    expect((await send({ url, headers: { 'if-none-match': etag } })).statusCode).toBe(304);
    world.made = 1;
    expect((await send({ url, headers: { 'if-none-match': etag } })).json()).toEqual({ seen: 1 });
  });

  it('can be pinned by a handler that has found them itself', async () => {
    const { headers } = await send({ url: '/v1/comparison?format=any' });
    expect([headers['content-location'], headers['cache-control']]).toEqual(['/v1/comparison?format=any&to=7', 'private, no-cache']);
    expect((await send({ url: '/v1/comparison?format=any', headers: { 'if-none-match': String(headers.etag) } })).statusCode).toBe(304);
  });

  it('gives a problem no ETag', async () => {
    const response = await send({ url: verdict('9') });
    expect([response.statusCode, response.headers.etag, response.headers['cache-control']]).toEqual([404, undefined, 'no-store']);
  });
});

describe('pages', () => {
  interface Listed {
    readonly items: string[];
    readonly next: string | null;
  }

  it('follow one another to the end', async () => {
    const seen: string[] = [];
    let url: string | null = '/v1/things?limit=1000&kind=pod';
    while (url !== null) {
      const page: Listed = (await send({ url })).json<Listed>();
      seen.push(...page.items);
      url = page.next === null ? null : `/v1/things?kind=pod&cursor=${page.next}&limit=1000`;
    }
    expect([seen.length, seen[0], seen[2999]]).toEqual([3000, 'pod 0', 'pod 2999']);
  });

  it('hold 100 items unless asked otherwise', async () => {
    expect((await send({ url: '/v1/things' })).json<Listed>().items).toHaveLength(100);
  });

  it.each([
    ['that was tampered with', (next: string) => `/v1/things?kind=pod&cursor=A${next.slice(1)}`],
    ['for another filter', (next: string) => `/v1/things?kind=svc&cursor=${next}`],
    ['of another make', () => '/v1/things?kind=pod&cursor=MTAw'],
    ['that is empty', () => '/v1/things?kind=pod&cursor='],
  ])('refuse a cursor %s', async (_, url) => {
    const { next } = (await send({ url: '/v1/things?kind=pod' })).json<Listed>();
    expect((await send({ url: url(next ?? '') })).json<Problem>()).toMatchObject({ status: 400, code: 'invalid-cursor', errors: [{ pointer: '?cursor' }] });
  });
});

describe('Idempotency-Key', () => {
  const make = (key: string, name: string) => send({ method: 'POST', url: '/v1/things', payload: { name }, headers: { 'idempotency-key': key } });

  it('does the work once and answers the same again', async () => {
    const first = await make('once', 'a');
    const second = await make('once', 'a');
    expect([second.statusCode, second.headers.location, second.body]).toEqual([201, '/v1/things/a', first.body]);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed'], world.made]).toEqual([undefined, 'true', 1]);
  });

  it('refuses another request under the same key', async () => {
    await make('mixed', 'a');
    expect((await make('mixed', 'b')).json<Problem>()).toMatchObject({ status: 422, code: 'idempotency-mismatch' });
  });

  it('does not keep an error', async () => {
    expect((await make('retry', 'bad')).statusCode).toBe(409);
    expect((await make('retry', 'good')).statusCode).toBe(201);
  });

  it('must be visible ASCII', async () => {
    expect((await make('a b', 'a')).statusCode).toBe(400);
  });

  it('tells uploads apart by their bytes', async () => {
    const upload = (payload: string) => send({ method: 'POST', url: '/v1/uploads', payload, headers: { 'content-type': json, 'idempotency-key': 'dump' } });
    expect((await upload('{"a":1}')).statusCode).toBe(201);
    expect((await upload('{"a":1}')).headers['idempotency-replayed']).toBe('true');
    expect((await upload('{"a":2}')).statusCode).toBe(422);
  });
});

describe('uploads', () => {
  interface About {
    readonly path: string;
  }
  const upload = (payload: string | Buffer, headers: Record<string, string> = {}) => send({ method: 'POST', url: '/v1/uploads', payload, headers: { 'content-type': json, ...headers } });
  const exists = (path: string) => access(path).then(() => true, () => false);

  it('go unread to a file, past the limit of bodies, and the file goes with the request', async () => {
    const response = await upload(`{"half": ${'x'.repeat(5000)}`, { 'content-type': 'application/JSON; charset=utf-8' });
    expect(response.json()).toMatchObject({ bytes: 5009, contentType: json, text: '{"half": xxxxxxxxxxx' });
    await expect.poll(() => exists(response.json<About>().path), { timeout: 60_000 }).toBe(false);
  });

  it('stay if they were kept, and the wish to wait elsewhere is granted', async () => {
    const response = await upload('{}', { prefer: 'wait=5, Respond-Async' });
    expect([response.statusCode, response.headers.location, response.headers['preference-applied']]).toEqual([202, '/v1/operations/1', 'respond-async']);
    expect(await exists(response.json<About>().path)).toBe(true);
  });

  it.each([
    ['too large', Buffer.alloc(2_000_000), {}, 413],
    ['empty', '', {}, 400],
    ['of a type that is not taken', 'a: 1', { 'content-type': 'application/yaml' }, 415],
  ])('are refused if %s', async (_, payload, headers, status) => {
    expect((await upload(payload, headers)).statusCode).toBe(status);
    expect(world.made).toBe(0);
  });
});

describe('events', () => {
  it('are one frame for each state', async () => {
    const response = await send({ url: '/v1/events', headers: { accept: 'text/event-stream' } });
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(response.body).toBe('id: 1\nevent: tick\ndata: {"at":1}\n\nid: 2\nevent: tick\ndata: {"at":2}\n\n');
    expect((await send({ url: '/v1/events' })).json()).toEqual({ at: 0 });
  });

  it('end with the service', async () => {
    const server = await fakeApp();
    await server.listen(0, '127.0.0.1');
    const response = await fetch(`${await server.getUrl()}/v1/endless`, { headers: { accept: 'text/event-stream' } });
    const text = response.text();
    await server.close();
    expect(await text).toContain('data: {"at":1}');
  });
});

describe('the service itself', () => {
  it('finishes what is under way before it ends', async () => {
    const server = await fakeApp();
    await server.listen(0, '127.0.0.1');
    const entered = new Promise<void>((resolve) => (world.entered = resolve));
    const response = fetch(`${await server.getUrl()}/v1/slow`);
    await entered;
    const closed = server.close();
    expect((await send({ url: '/readyz' }, server)).json<Problem>()).toMatchObject({ status: 503, code: 'unavailable' });
    world.release();
    expect(await (await response).json()).toEqual({ done: true });
    await closed;
  });

  it('is not ready while the database is gone, and lives', async () => {
    world.databaseGone = true;
    expect((await send({ url: '/readyz' })).statusCode).toBe(503);
    expect((await send({ url: '/livez' })).statusCode).toBe(200);
  });

  it('measures requests by the template of their path', async () => {
    await send({ url: '/v1/things/measured' });
    const { body, headers } = await send({ url: '/metrics' });
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/foretrace_http_request_duration_seconds_count\{method="GET",route="\/v1\/things\/:name",status="200"\} \d+/);
    expect(body).toContain('foretrace_snapshots{cluster="demo"} 7');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });

  it('sends security headers with everything', async () => {
    for (const url of ['/livez', '/docs', '/nowhere', '/v1/defect']) {
      const { headers } = await send({ url });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('serves Swagger UI from its own files', async () => {
    const page = await send({ url: '/docs' });
    const sources = [...page.body.matchAll(/(?:src|href)=["']([^"']+)["']/g)].map(([, source = '']) => new URL(source, 'http://localhost/docs'));
    expect(sources.length).toBeGreaterThan(3);
    for (const { host, pathname } of sources) {
      expect(host).toBe('localhost');
      expect((await send({ url: pathname })).statusCode).toBe(200);
    }
  });
});
