import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mostConsidered, type Route } from '../../answer.js';
import { ask, routingOf, type IngressParts, type NginxCluster } from './cluster.table.js';

function told({ host, path, matcher, backend, notes, dead }: Route): string {
  const to = backend === null ? 'nobody' : `${backend.service}:${backend.port}`;
  return [`${host}${path} by ${matcher} to ${to}`, ...notes, ...(dead === undefined ? [] : [`dead: ${dead.reason}`])].join('; ');
}

it('writes the table in the order in which nginx asks', () => {
  const routing = routingOf({
    ingresses: [
      { name: 'a', rules: ['*.a.test Prefix / web:80', 'x.a.test Exact /e api:80', 'x.a.test Prefix /e/f web:80', '* Prefix /any web:80'], tls: ['gone'] },
      { name: 'b', rules: ['x.a.test Prefix /e/f old:80', 'r.test Impl /v(/|$)(.*) api:80', 'r.test Prefix /v2 web:80'], annotations: { 'rewrite-target': '/$2' }, at: 1 },
      { name: 'c', rules: ['x.a.test Exact /e next:80'], annotations: { canary: 'true', 'canary-weight': '10' }, at: 2 },
      { name: 'd', default: 'old:80', at: 3 },
    ],
  });
  expect(routing.routes().map(told)).toEqual([
    'r.test/v(/|$)(.*) by location ~* "^/v(/|$)(.*)" to shop/api:80; rewrites to /$2; canary shop/next:80 by 10 %',
    'r.test/v2 by location ~* "^/v2" to shop/web:80; rewrites to /$2',
    'x.a.test/e/f by location "/e/f/" and location = "/e/f" to shop/web:80; redirects to https (308)',
    'x.a.test/e by location = "/e" to shop/api:80; redirects to https (308); canary shop/next:80 by 10 %',
    'x.a.test/e/f by none to shop/old:80; dead: an Ingress that is read before has the same host, path and type',
    'x.a.test/e by canary to shop/next:80; canary of shop/a /e',
    '*.a.test/ by location "/" to shop/web:80; redirects to https (308)',
    '/any by location "/any/" and location = "/any" to shop/web:80',
    ' by location "/" to shop/old:80',
  ]);
  expect(routing.routes('y.a.test').map(told)).toEqual(['*.a.test/ by location "/" to shop/web:80; redirects to https (308)']);
  expect(routing.routes().map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('says why the others lost, and what came to pass', () => {
  const routing = routingOf({ ingresses: [{ name: 'a', rules: ['x.a.test Prefix / web:80', 'x.a.test Prefix /e api:80', '*.a.test Prefix / old:80'] }, { name: 'b', rules: ['x.a.test Prefix /e old:80'], at: 1 }] });
  const { answer, journal } = ask(routing, 'x.a.test/e/f');
  expect(answer.considered.map(({ name, host, path, reason }) => `${name} ${host}${path}: ${reason}`)).toEqual([
    'shop/a x.a.test/: the prefix / matches too, and is shorter or less exact',
    'shop/b x.a.test/e: an Ingress that is read before has the same host, path and type',
    'shop/a *.a.test/: a server with the host x.a.test itself goes before *.a.test',
  ]);
  expect(journal.steps.map(({ component, action, detail }) => `${component} ${action}: ${detail}`)).toEqual([
    'nginx choose server: x.a.test is served by the server x.a.test',
    'nginx choose location: /e/f is taken by location "/e/" of Ingress shop/a',
    'nginx choose endpoint: shop/api:80 has 1 endpoint',
  ]);
});

it('says what it does not know', () => {
  const cluster: NginxCluster = {
    ingresses: [{ rules: ['a.test Prefix / gone:80'], tls: ['cert a.test'], annotations: { 'auth-url': 'http://auth.test/', 'limit-rps': '5', 'allowlist-source-range': '10.0.0.0/8' } }],
    config: { 'server-snippet': 'x' },
    coverage: { Service: { state: 'forbidden' }, Secret: { state: 'forbidden' } },
  };
  const { told: answer, journal } = ask(routingOf(cluster), 'https://a.test/');
  expect(answer).toBe('gone:80 / [unknown]');
  expect(journal.warnings).toEqual([
    'The snapshot does not tell what certificate is in Secret shop/cert: it was taken to be one of this host.',
    'The annotation limit-rps is set, may change the answer, and is not modelled.',
    'server-snippet is set in the ConfigMap, may change the answer, and is not modelled.',
    'Access depends on the address of the client, which the question does not tell: it was taken to be allowed.',
    'The service at http://auth.test/ has a say in whether the request passes: it was taken to let it.',
    'The snapshot does not hold Service shop/gone, nor all Services: it was taken to have endpoints.',
  ]);
});

const names = ['rewrite-target', 'use-regex', 'app-root', 'canary', 'canary-weight', 'canary-by-header', 'permanent-redirect', 'temporal-redirect', 'temporal-redirect-code', 'from-to-www-redirect', 'ssl-redirect', 'server-alias', 'allowlist-source-range', 'default-backend', 'custom-http-errors', 'enable-cors', 'cors-allow-origin', 'auth-url', 'auth-tls-match-cn', 'ssl-passthrough', 'upstream-hash-by', 'whitelist-source-range'];
const texts = ['', ' ', 'true', 'false', '1', '-5', '99999999999999999999', '/', '/$1', '/$2/x', '$uri', '$', '/a/../b', 'http://x.test/', 'http://:x', 'https://x', '*', '*.a.test', '~^a(b', '~.*', 'a.test,b.test', '10.0.0.0/8', '::/0,', '403,503', 'é', '{}', '((((', 'null'];
const annotation = fc.tuple(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...texts), fc.string({ maxLength: 12 })));
const path = fc.oneof(fc.constantFrom('/', '/a', '/a/', '/a/b', '/a(/|$)(.*)', '/[a-z]+', '/a|b', '/(a+)+$', '/x{2}', '/%41', '/a b', '/é', '//', '/..', '', 'a'), fc.string({ maxLength: 10 }).map((text) => `/${text.replaceAll(' ', '')}`));
const host = fc.constantFrom('a.test', 'b.a.test', '*.a.test', '*', 'www.a.test', 'A.test');
const anyIngress: fc.Arbitrary<IngressParts> = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd'),
  rules: fc.array(fc.tuple(host, fc.constantFrom('Prefix', 'Exact', 'Impl'), path, fc.constantFrom('web:80', 'api:http', 'gone:1', 'old:x')).map((parts) => parts.join(' ')), { maxLength: 4 }),
  tls: fc.array(fc.constantFrom('cert a.test', '- b.a.test', 'cert'), { maxLength: 1 }),
  annotations: fc.array(annotation, { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  at: fc.nat(3),
});
const url = fc.tuple(fc.constantFrom('http://', 'https://'), fc.constantFrom('a.test', 'b.a.test', 'c.b.a.test', 'www.a.test', 'A.TEST.', '[::1]:80', 'x..y', '_'), fc.oneof(path.map((text) => `/${encodeURI(text).replace(/%25/g, '%')}`), fc.constantFrom('/%', '/a%2f..%2fb', '/a/%0a', '/a?x=/../', '?q')));

/** How many clusters, each with its requests. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 40);

it('has an answer for every request and every annotation', () => {
  fc.assert(
    fc.property(fc.array(anyIngress, { maxLength: 4 }), fc.array(url, { minLength: 25, maxLength: 25 }), fc.constantFrom<Readonly<Record<string, string>>>({}, { 'enable-ssl-passthrough': 'true' }, { 'default-backend-service': 'shop/web' }), (ingresses, urls, flags) => {
      const routing = routingOf({ ingresses: [...new Map(ingresses.map((each) => [each.name, each])).values()], flags });
      expect(routing.routes().every(({ matcher }) => matcher !== '')).toBe(true);
      for (const parts of urls) {
        const question = { url: parts.join(''), headers: { 'x-a': 'always', cookie: 'a=b', origin: 'https://a.test' }, sourceIP: '10.0.0.1' };
        const { told: first, answer } = ask(routing, question);
        expect(answer.considered.length).toBeLessThanOrEqual(mostConsidered);
        expect(answer.outcome === 'redirect' ? answer.status : 300).toBeGreaterThanOrEqual(300);
        expect(ask(routing, question).told).toBe(first);
      }
    }),
    { numRuns: runs },
  );
});
