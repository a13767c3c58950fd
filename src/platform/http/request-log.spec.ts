import type { Socket } from 'node:net';
import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { RequestLog, describeRequest } from './request-log.js';

const told = (url: string) => describeRequest({ method: 'GET', url, host: 'localhost:3000', ip: '127.0.0.1', socket: { remotePort: 4711 } as Socket });

describe('the log of a request', () => {
  it('tells who asks for what', () => {
    expect(told('/v1/clusters?limit=3')).toEqual({ method: 'GET', url: '/v1/clusters?limit=3', host: 'localhost:3000', remoteAddress: '127.0.0.1', remotePort: 4711 });
  });

  it.each([
    ['/x?format=png&exp=1&sig=abc_-9', '/x?format=png&exp=1&sig=…'],
    ['/x?sig=abc&sig=def', '/x?sig=…&sig=…'],
    ['/x?sig=abc&y=1', '/x?sig=…&y=1'],
    ['/x?design=abc', '/x?design=abc'],
  ])('%s is %s there', (url, shown) => {
    expect(told(url)['url']).toBe(shown);
  });
});

describe('the log', () => {
  it('has one line of a request, where its end is told twice', async () => {
    const lines: string[] = [];
    const log = new RequestLog();
    const app = fastify({ logger: { level: 'info', stream: { write: (line) => void lines.push(line) } }, logController: log });
    app.addHook('onResponse', (request, reply, done) => {
      setImmediate(() => log.requestClosed(request, reply));
      done();
    });
    app.get('/thing', (_, reply) => reply.send('done'));
    await app.inject('/thing');
    await new Promise((resolve) => setImmediate(resolve));
    await app.close();
    expect(lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)).toEqual(['request completed']);
  });

  it.each([
    ['info', ['request completed']],
    ['debug', ['incoming request', 'request completed']],
    ['warn', []],
  ])('at the level %s has of each request %j, with what was asked and what came of it', async (level, messages) => {
    const lines: string[] = [];
    const app = fastify({ logger: { level, serializers: { req: describeRequest }, stream: { write: (line) => void lines.push(line) } }, logController: new RequestLog() });
    app.get('/thing', (_, reply) => reply.status(202).send('done'));
    await app.inject('/thing?sig=secret');
    await app.close();
    const logged = lines.map((line) => JSON.parse(line) as { readonly msg: string });
    expect(logged.map(({ msg }) => msg)).toEqual(messages);
    if (messages.length > 0) expect(logged.at(-1)).toMatchObject({ reqId: 'req-1', req: { method: 'GET', url: '/thing?sig=…' }, res: { statusCode: 202 }, responseTime: expect.any(Number) as number });
  });
});
