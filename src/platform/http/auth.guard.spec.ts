import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiToken } from '../config.js';
import { principalOf, requireLocalPage } from './auth.guard.js';

const token = (name: string, text: string): ApiToken => ({ name, role: 'operator', sha256: createHash('sha256').update(text).digest('hex') });
const tokens = [token('ci', 's3cret'), token('anna', 'a.b-c_d~e+f/g==')];

describe('principalOf', () => {
  it.each([
    ['Bearer s3cret', 'ci'],
    ['bearer  s3cret ', 'ci'],
    ['Bearer a.b-c_d~e+f/g==', 'anna'],
  ])('%j is %s', (header, name) => {
    expect(principalOf(header, tokens)).toEqual({ name, role: 'operator' });
  });

  it.each([
    ['no header', undefined, 'no Authorization header'],
    ['no scheme', 's3cret', 'not of the form'],
    ['another scheme', 'Basic s3cret', 'not of the form'],
    ['two tokens', 'Bearer s3cret s3cret', 'not of the form'],
    ['the hash in place of the token', `Bearer ${tokens[0]?.sha256}`, 'not known here'],
    ['another letter case', 'Bearer S3CRET', 'not known here'],
  ])('refuses %s', (_, header, detail) => {
    expect(() => principalOf(header, tokens)).toThrow(detail);
  });
});

describe('requireLocalPage', () => {
  it.each([
    ['curl', { host: 'localhost:3000' }],
    ['an address', { host: '127.0.0.1:3000' }],
    ['another address of this machine', { host: '127.1.2.3:3000' }],
    ['the last port', { host: 'localhost:65535' }],
    ['an IPv6 address', { host: '[::1]:3000' }],
    ['Swagger UI', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
    ['HTTP/1.0', {}],
  ])('lets %s in', (_, headers) => {
    expect(() => requireLocalPage(headers)).not.toThrow();
  });

  it.each([
    ['a name rebound to this machine', { host: 'evil.example' }],
    ['a name that only begins so', { host: 'localhost.evil.example' }],
    ['a port that there is not', { host: 'localhost:70000' }],
    ["a name in the place of another's credentials", { host: 'localhost:3000@evil.example' }],
    ['a page from elsewhere', { host: 'localhost:3000', origin: 'https://evil.example' }],
    ['a page without origin', { host: 'localhost:3000', origin: 'null' }],
  ])('refuses %s', (_, headers) => {
    expect(() => requireLocalPage(headers)).toThrow(expect.objectContaining({ code: 'forbidden' }) as Error);
  });
});
