import { describe, expect, it } from 'vitest';
import { RouteTable } from './route-table.js';

describe('RouteTable', () => {
  const routes = new RouteTable();
  routes.add('GET', '/v1/things');
  routes.add(['POST', 'HEAD'], '/v1/things');
  routes.add('DELETE', '/v1/things/:name');
  routes.add('GET', '/v1/things/:name/resolv.conf');
  routes.add('GET', '/v1/things/own');
  routes.add('GET', '/docs/*');

  it.each([
    ['all methods of a path', '/v1/things', ['GET', 'HEAD', 'POST']],
    ['a parameter', '/v1/things/a.b:c%2Fd', ['DELETE']],
    ['a parameter and a fixed part of the same place', '/v1/things/own', ['DELETE', 'GET']],
    ['whatever follows', '/docs/a/b.css', ['GET']],
    ['no part of a path', '/v1', []],
    ['no parameter without text', '/v1/things/', []],
    ['no dot that stands for any character', '/v1/things/a/resolv-conf', []],
    ['no longer path', '/v1/things/a/b', []],
  ])('knows %s', (_, path, methods) => {
    expect(routes.methodsOf(path)).toEqual(methods);
  });
});
