import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeUri } from './escape-uri.js';
import { literalOf, RegexLocations } from './location-set.js';
import { normalizeUri } from './normalize-uri.js';
import { compileNginxRegex } from './pcre.js';
import { toBytes } from './bytes.js';
import { compileScript } from './script.js';
import { faultOfServerName, ServerNames } from './server-names.js';

const uris: readonly (readonly [path: string, uri: string | undefined])[] = [
  ['/', '/'],
  ['/a/b', '/a/b'],
  ['//a///b//', '/a/b/'],
  ['/./a/./b/.', '/a/b/'],
  ['/a/../b', '/b'],
  ['/a/b/..', '/a/'],
  ['/a/..', '/'],
  ['/..', undefined],
  ['/a/../..', undefined],
  ['/...', '/...'],
  ['/..a', '/..a'],
  ['/.a', '/.a'],
  ['/%2e%2E/a', undefined],
  ['/a%2f%2Fb', '/a/b'],
  ['/a/%2e./b', '/b'],
  ['/a%3Fb', '/a?b'],
  ['/a%23b%25', '/a#b%'],
  ['/%2525', '/%25'],
  ['/.%3F/a', '/.?/a'],
  ['/a%', undefined],
  ['/a%4', undefined],
  ['/a%4g', undefined],
  ['/a%00', undefined],
  ['/a+b', '/a+b'],
  ['/%C3%A9', toBytes('/é')],
];

it('compares the paths that nginx compares', () => {
  expect(uris.map(([path]) => [path, normalizeUri(path)?.uri])).toEqual(uris);
});

it('leaves every path normal', () => {
  const piece = fc.constantFrom('/', '.', '..', 'a', '%2f', '%2E', '%41', '%C3', '+', '%', '%25', '%00', '?', '%3F');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const uri = normalizeUri(`/${pieces.join('')}`)?.uri;
      if (uri === undefined) return;
      expect(uri).toMatch(/^\//);
      expect(uri).not.toMatch(/\/\/|\/\.\.?(?:\/|$)/);
      expect(normalizeUri(escapeUri(uri))?.uri).toBe(uri);
    }),
    { numRuns: 300 },
  );
});

it('escapes what nginx escapes', () => {
  expect(escapeUri(` "#%<>?\\^\`{|}a~é`.split('').map(toBytes).join(''))).toBe('%20%22%23%25%3C%3E%3F%5C%5E%60%7B%7C%7Da~%C3%A9');
  expect(escapeUri('&+;=', 'arguments')).toBe('%26%2B%3B=');
});

it('tells patterns that it can run from those that it cannot, and from mistakes', () => {
  const kinds = ['/a(/|$)(.*)', '/(?<x>a)\\1', '/a(?=b)', '/a*+', '/[a-z', '/(a', '/a\\v', '/a(*UTF8)', '/a**', '/{a}', '/a\\'].map((pattern) => [pattern, compileNginxRegex(pattern, { caseless: true }).kind]);
  expect(kinds).toEqual([
    ['/a(/|$)(.*)', 'linear'],
    ['/(?<x>a)\\1', 'unknown'],
    ['/a(?=b)', 'unknown'],
    ['/a*+', 'unknown'],
    ['/[a-z', 'invalid'],
    ['/(a', 'invalid'],
    ['/a\\v', 'unknown'],
    ['/a(*UTF8)', 'unknown'],
    ['/a**', 'unknown'],
    ['/{a}', 'linear'],
    ['/a\\', 'invalid'],
  ]);
  const dollar = compileNginxRegex('^/a$', { caseless: true });
  expect(dollar.kind === 'linear' && [dollar.test('/A\n'), dollar.test('/a\n\n'), dollar.groups('/a')]).toEqual([true, false, ['/a']]);
});

it('finds the same location with and without a look at what patterns begin with', () => {
  const path = fc.array(fc.constantFrom('/', 'a', 'B', '(b|c)', '.*', '[ab]', 'x?', '|', '\\.', 'é', '(.+)'), { minLength: 1, maxLength: 6 }).map((pieces) => `/${pieces.join('')}`);
  const uri = fc.array(fc.constantFrom('/', 'a', 'b', 'B', 'c', 'x', '.', toBytes('é')), { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
  fc.assert(
    fc.property(fc.array(path, { maxLength: 5 }), uri, (paths, asked) => {
      const matchers = paths.map((each) => ({ path: each, regex: compileNginxRegex(`^${each}`, { caseless: true }), ...literalOf(toBytes(each)) }));
      const first = matchers.find(({ regex }) => regex.kind === 'linear' && regex.test(asked));
      expect(new RegexLocations(matchers).find(asked)?.location.path).toBe(first?.path);
    }),
    { numRuns: 300 },
  );
});

it('finds servers by name as nginx does', () => {
  const names = ['a.test', '*.a.test', '*.b.a.test', '.c.test', 'www.*', '~^r'].map((name) => ({ name, server: name, ...(name.startsWith('~') && { test: (host: string) => host.startsWith('r') }) }));
  const found = new ServerNames(names);
  expect(['a.test', 'x.a.test', 'x.b.a.test', 'b.a.test', 'c.test', 'd.c.test', 'www.x.y', 'rx', 'zzz'].map((host) => found.find(host)?.name)).toEqual(['a.test', '*.a.test', '*.b.a.test', '*.a.test', '.c.test', '.c.test', 'www.*', '~^r', undefined]);
  expect(['a.test', '*.a', 'a.*', '~x', '*', '*a', 'a.*.b', '*.a.*', '.', '~', 'a..b'].map((name) => faultOfServerName(name) === undefined)).toEqual([true, true, true, true, false, false, false, false, false, false, false]);
});

it('takes the variables of nginx, and no others', () => {
  expect(['/$1', '$uri', '/$foo', '/a$', '/$0', '${scheme}x', '$http_x', '/$$'].map((text) => ('fault' in compileScript(text) ? 'fault' : 'taken'))).toEqual(['taken', 'taken', 'fault', 'fault', 'fault', 'taken', 'taken', 'fault']);
});
