import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { readRequest, type RequestQuestion } from './request.js';

describe('readRequest', () => {
  it.each<[string, RequestQuestion, object]>([
    ['takes a URL apart', { url: 'https://Shop.Example:8443/a%2Fb//c?x=1&y' }, { scheme: 'https', host: 'Shop.Example', port: 8443, path: '/a%2Fb//c', query: 'x=1&y', method: 'GET', sni: 'shop.example' }],
    ['knows a URL without a path', { url: 'http://shop.example' }, { scheme: 'http', host: 'shop.example', path: '/', port: undefined, query: undefined, sni: undefined }],
    ['knows a query without a path', { url: 'http://shop.example?' }, { path: '/', query: '' }],
    ['cuts what never leaves a browser', { url: 'http://shop.example/a#b?c' }, { path: '/a', query: undefined }],
    ['sends the host of the header, and the name of the URL', { url: 'https://shop.example/', headers: { Host: 'other.example:80' } }, { host: 'other.example', port: 80, sni: 'shop.example' }],
    ['sends no name for an address', { url: 'https://[fd00::1]/' }, { host: '[fd00::1]', sni: undefined }],
    ['sends no name where none is to be sent', { url: 'https://shop.example/', sni: '' }, { sni: undefined }],
    ['sends another name', { url: 'https://shop.example/', sni: 'Other.Example.' }, { sni: 'other.example' }],
    ['keeps a dot at the end of the host', { url: 'https://shop.example./' }, { host: 'shop.example.', sni: 'shop.example' }],
  ])('%s', (_, question, expected) => {
    const { scheme, host, port, path, query, method, sni } = readRequest(question);
    expect({ scheme, host, port, path, query, method, sni }).toMatchObject(expected);
  });

  it('has the headers by name in lower case, the host among them', () => {
    const { headers } = readRequest({ url: 'http://shop.example:81/', headers: { 'X-Canary': [' always ', 'never'], 'x-canary': 'x' } });
    expect([...headers]).toEqual([['x-canary', ['always', 'never', 'x']], ['host', ['shop.example:81']]]);
  });

  it.each<[string, RequestQuestion, string]>([
    ['a path alone', { url: '/cart' }, '/url'],
    ['another scheme', { url: 'ftp://shop.example/' }, '/url'],
    ['a blank', { url: 'http://shop.example/a b' }, '/url'],
    ['letters beyond ASCII', { url: 'http://shop.example/ä' }, '/url'],
    ['a password', { url: 'http://me:secret@shop.example/' }, '/url'],
    ['no host', { url: 'http:///x' }, '/url'],
    ['a port that is none', { url: 'http://shop.example:70000/' }, '/url'],
    ['a method that is none', { url: 'http://shop.example/', method: 'GE T' }, '/method'],
    ['an address that is none', { url: 'http://shop.example/', sourceIP: '10.0.0' }, '/sourceIP'],
    ['two lines in a header', { url: 'http://shop.example/', headers: { a: 'b\r\nc' } }, '/headers/a'],
    ['a header with a slash', { url: 'http://shop.example/', headers: { 'a/b': 'c' } }, '/headers/a~1b'],
    ['two hosts', { url: 'http://shop.example/', headers: { host: ['a', 'b'] } }, '/headers/host'],
    ['a name that no client sends', { url: 'https://shop.example/', sni: 'a b' }, '/sni'],
  ])('refuses %s, and points at it', (_, question, pointer) => {
    expect(() => readRequest(question)).toThrow(expect.objectContaining({ code: 'invalid-request', faults: [expect.objectContaining({ pointer })] }));
  });

  it('reads or refuses whatever it is given', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('http://', 'https://a', 'http://a:1/?#'));
    fc.assert(
      fc.property(text, fc.dictionary(fc.string({ maxLength: 8 }), text, { maxKeys: 3 }), text, (url, headers, sni) => {
        try {
          expect(readRequest({ url, headers, sni }).path.startsWith('/')).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
