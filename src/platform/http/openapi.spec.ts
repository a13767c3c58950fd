import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeApp } from './fake-app.table.js';

let app: NestFastifyApplication;
let document: OpenAPIObject;

beforeAll(async () => {
  app = await fakeApp();
  document = (await app.inject({ url: '/openapi.json' })).json<OpenAPIObject>();
});
afterAll(() => app.close());

const operation = (path: string, method: 'get' | 'post' | 'delete' = 'get') => {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`no ${method} ${path}`);
  return found;
};
const parameters = (path: string) => operation(path).parameters?.map((parameter) => ('name' in parameter ? `${parameter.in} ${parameter.name}` : ''));

describe('the OpenAPI document', () => {
  it('is the same in YAML', async () => {
    const { headers, body } = await app.inject({ url: '/openapi.yaml' });
    expect(headers['content-type']).toBe('application/yaml; charset=utf-8');
    expect(body).toMatch(/^openapi: 3\.1\.0\n/);
  });

  it.each<[string, 'get' | 'post' | 'delete', string[]]>([
    ['/livez', 'get', ['200', '400', '406', '500']],
    ['/v1/things', 'get', ['200', '400', '401', '403', '406', '500', '503']],
    ['/v1/things', 'post', ['201', '400', '401', '403', '406', '409', '413', '415', '422', '500', '503']],
    ['/v1/things/{name}', 'delete', ['204', '400', '401', '403', '404', '406', '413', '415', '500', '503']],
    ['/v1/clusters/{cluster}/snapshots/{snapshot}/verdict', 'get', ['200', '304', '400', '401', '403', '404', '406', '500', '503']],
  ])('tells every status of %s %s', (path, method, statuses) => {
    expect(Object.keys(operation(path, method).responses)).toEqual(statuses);
  });

  it('tells the codes behind a status, once for all operations that share them', () => {
    expect(operation('/v1/things').responses['400']).toEqual({ $ref: '#/components/responses/invalid-request.invalid-cursor' });
    expect(document.components?.responses?.['invalid-request.invalid-cursor']).toMatchObject({ description: expect.stringContaining('`invalid-cursor`') as string });
  });

  it('leaves no mark of its making', () => {
    expect(JSON.stringify(document)).not.toContain('x-problem-');
  });

  it('tells the parameters that decorators take', () => {
    expect(parameters('/v1/things')).toEqual(expect.arrayContaining(['query limit', 'query cursor', 'query kind']));
    expect(parameters('/v1/clusters/{cluster}/snapshots/{snapshot}/verdict')).toEqual(expect.arrayContaining(['path cluster', 'path snapshot', 'query format', 'header If-None-Match']));
  });

  it('asks for a token where a role is needed, and only there', () => {
    expect(operation('/v1/things').security).toEqual([{ bearer: [] }]);
    expect(operation('/livez').security).toBeUndefined();
  });

  it('names each operation once', () => {
    const names = Object.values(document.paths).flatMap((item) => [item.get, item.post, item.delete]).flatMap((found) => found?.operationId ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('things.list');
  });
});
