import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { describeRequest } from './request-log.js';

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
