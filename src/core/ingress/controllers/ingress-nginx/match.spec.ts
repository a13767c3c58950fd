import { expect, it } from 'vitest';
import { ask, routingOf, service, type Ask, type NginxCluster } from './cluster.table.js';

interface Case {
  readonly name: string;
  readonly cluster: NginxCluster;
  /** What is asked, and what comes of it. */
  readonly asks: readonly (readonly [Ask, string])[];
}

const prefix = (path: string, to = 'web:80', host = 'a.test') => `${host} Prefix ${path} ${to}`;
const exact = (path: string, to = 'web:80', host = 'a.test') => `${host} Exact ${path} ${to}`;
const impl = (path: string, to = 'web:80', host = 'a.test') => `${host} Impl ${path} ${to}`;

const cases: readonly Case[] = [
  {
    name: 'a prefix takes its path, with a slash and what is below, and not what begins alike',
    cluster: { ingresses: [{ rules: [prefix('/foo')] }] },
    asks: [['a.test/foo', 'web:80 /foo'], ['a.test/foo/', 'web:80 /foo/'], ['a.test/foo/x?y=1', 'web:80 /foo/x?y=1'], ['a.test/foobar', '404 not-found'], ['a.test/FOO', '404 not-found'], ['a.test/', '404 not-found'], ['b.test/foo', '404 not-found']],
  },
  {
    name: 'the longest prefix wins, and an exact path before it',
    cluster: { ingresses: [{ rules: [prefix('/'), prefix('/a', 'api:80'), prefix('/a/b', 'old:80'), exact('/a/b', 'next:80')] }] },
    asks: [['a.test/x', 'web:80 /x'], ['a.test/a/c', 'api:80 /a/c'], ['a.test/a/b', 'next:80 /a/b'], ['a.test/a/b/', 'old:80 /a/b/']],
  },
  {
    name: 'a path with a slash at the end is redirected to, be it a prefix or exact',
    cluster: { ingresses: [{ rules: [exact('/e/')] }, { name: 'second', rules: [impl('/i/')] }] },
    asks: [['a.test/e?q', '301 http://a.test/e/?q'], ['a.test/e/', 'web:80 /e/'], ['A.Test:8080/i', '301 http://a.test/i/'], ['https://a.test/e', '301 https://a.test/e/ [default]']],
  },
  {
    name: 'paths are compared decoded and normal, and sent as they came',
    cluster: { ingresses: [{ rules: [prefix('/a/b')] }] },
    asks: [['a.test//a/./x/..//b', 'web:80 //a/./x/..//b'], ['a.test/a%2Fb', 'web:80 /a%2Fb'], ['a.test/%61/b?%2', 'web:80 /%61/b?%2'], ['a.test/a/b%', '400 denied'], ['a.test/../a', '400 denied'], ['a.test/a%00', '400 denied']],
  },
  {
    name: 'one rewrite makes all paths of the host patterns without case',
    cluster: { ingresses: [{ rules: [impl('/api(/|$)(.*)', 'api:80')], annotations: { 'rewrite-target': '/$2' } }, { name: 'plain', rules: [exact('/bar', 'old:80'), prefix('/foo', 'web:80', 'b.test')], at: 1 }] },
    asks: [['a.test/api', 'api:80 /'], ['a.test/API/v1/x?y', 'api:80 /v1/x?y'], ['a.test/bar/baz', 'old:80 /bar/baz'], ['a.test/BARN', 'old:80 /BARN'], ['b.test/FOO', '404 not-found'], ['a.test/api/a%20b', 'api:80 /a%20b']],
  },
  {
    name: 'a rewrite replaces the whole path, also of what no rule names, where the Ingress is the first of its host; a path that is its target is left',
    cluster: { ingresses: [{ rules: [prefix('/something')], annotations: { 'rewrite-target': '/' } }, { rules: [prefix('/x', 'web:80', 'b.test')], name: 'b', annotations: { 'rewrite-target': '/y' } }], flags: { 'default-backend-service': 'shop/old' } },
    asks: [['a.test/something/else', 'web:80 /'], ['a.test/other', 'default old:80 /other'], ['b.test/other', 'default old:80 /y'], ['b.test/x', 'web:80 /y']],
  },
  { name: 'a rewrite that leaves nothing is an error', cluster: { ingresses: [{ rules: [impl('/a/(.*)')], annotations: { 'rewrite-target': '$1' } }] }, asks: [['a.test/a/', '500 unavailable'], ['a.test/a/b', 'web:80 b']] },
  { name: 'a rewrite with a scheme is a redirect', cluster: { ingresses: [{ rules: [impl('/a/(.*)')], annotations: { 'rewrite-target': 'https://b.test/$1' } }] }, asks: [['a.test/a/x%20y?z', '302 https://b.test/x%20y?z']] },
  {
    name: 'longer patterns are tried first, by the length of their text',
    cluster: { ingresses: [{ rules: [impl('/foo/bar/bar', 'web:80'), impl('/foo/bar/[a-z]{3}', 'api:80')], annotations: { 'use-regex': 'true' } }] },
    asks: [['a.test/foo/bar/bar', 'api:80 /foo/bar/bar']],
  },
  {
    name: 'a wildcard stands for one label, and a host of its own goes before it',
    cluster: { ingresses: [{ rules: [prefix('/', 'web:80', '*.a.test'), prefix('/only', 'api:80', 'x.a.test')] }], flags: { 'default-backend-service': 'shop/old' } },
    asks: [['y.a.test/', 'web:80 /'], ['x.a.test/', 'default old:80 /'], ['a.test/', 'default old:80 /'], ['z.y.a.test/', 'default old:80 /'], ['Y.a.test.:80/', 'web:80 /'], ['y..a.test/', '400 denied']],
  },
  {
    name: 'the default backend of an Ingress serves what its hosts do not name, and without rules all other hosts',
    cluster: { ingresses: [{ rules: [prefix('/foo')], default: 'api:80' }, { name: 'all', default: 'old:80' }] },
    asks: [['a.test/x', 'default api:80 /x'], ['b.test/x', 'default old:80 /x'], ['b.test/healthz', '200 default-backend']],
  },
  { name: 'a default backend without rules goes before a rule for any host', cluster: { ingresses: [{ rules: ['* Prefix / web:80'] }, { name: 'all', default: 'old:80', at: 5 }] }, asks: [['b.test/', 'default old:80 /']] },
  {
    name: 'the older Ingress keeps a path, and of one age the last name',
    cluster: { ingresses: [{ name: 'b', rules: [prefix('/x', 'web:80')], at: 1 }, { name: 'a', rules: [prefix('/x', 'api:80')] }, { name: 'c', rules: [prefix('/y', 'old:80')] }, { name: 'd', rules: [prefix('/y', 'next:80')] }] },
    asks: [['a.test/x', 'api:80 /x'], ['a.test/y', 'next:80 /y']],
  },
  {
    name: 'http is redirected to https where the Ingress has tls, with its last slash cut',
    cluster: { ingresses: [{ rules: [prefix('/'), prefix('/', 'web:80', 'b.test')], tls: ['gone a.test'] }] },
    asks: [['a.test/', '308 https://a.test'], ['a.test:8080/x/', '308 https://a.test/x'], ['a.test/x/?q=/', '308 https://a.test/x/?q='], ['b.test/y', '308 https://b.test/y'], ['https://a.test/', 'web:80 / [default]'], ['a.test/.well-known/acme-challenge/x', '308 https://a.test/.well-known/acme-challenge/x']],
  },
  {
    name: 'ssl-redirect off, force-ssl-redirect, preserve-trailing-slash',
    cluster: { ingresses: [{ rules: [prefix('/')], tls: ['gone a.test'], annotations: { 'ssl-redirect': 'false' } }, { name: 'b', rules: [prefix('/', 'web:80', 'b.test')], annotations: { 'force-ssl-redirect': 'true', 'preserve-trailing-slash': 'true' } }] },
    asks: [['a.test/', 'web:80 /'], ['b.test/x/', '308 https://b.test/x/']],
  },
  { name: 'a rule for any host has no tls', cluster: { ingresses: [{ rules: ['* Prefix / web:80'], tls: ['gone'] }] }, asks: [['a.test/', 'web:80 /'], ['https://a.test/', 'web:80 / [default]']] },
  {
    name: 'a redirect of the Ingress comes before TLS, and holds for the whole host that it is the first of',
    cluster: { ingresses: [{ rules: [prefix('/old')], tls: ['gone a.test'], annotations: { 'permanent-redirect': 'https://new.test/x' } }] },
    asks: [['a.test/old', '301 https://new.test/x'], ['a.test/other', '301 https://new.test/x']],
  },
  { name: 'the temporal redirect goes before the permanent one; a code without a Location has none', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'temporal-redirect': 'http://t.test', 'temporal-redirect-code': '300', 'permanent-redirect': 'http://p.test' } }] }, asks: [['a.test/', '300 redirect']] },
  { name: 'a relative permanent redirect is completed', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'permanent-redirect': '/there', 'permanent-redirect-code': '308' } }] }, asks: [['A.test:81/', '308 http://a.test/there']] },
  { name: 'app-root of any path redirects the root', cluster: { ingresses: [{ rules: [prefix('/sub')], annotations: { 'app-root': '/app' } }, { name: 'root', rules: [prefix('/', 'api:80')], at: 1 }] }, asks: [['A.test:81/', '302 http://A.test:81/app'], ['a.test/x', 'api:80 /x']] },
  { name: 'from-to-www', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'from-to-www-redirect': 'true' } }] }, asks: [['www.a.test/x/', '308 http://a.test:80/x'], ['https://www.a.test/?q', '308 https://a.test:443/?q [default]']] },
  {
    name: 'no endpoints, no Service, no port: 503; a targetPort is a port too',
    cluster: { ingresses: [{ rules: [prefix('/empty', 'empty:80'), prefix('/gone', 'gone:80'), prefix('/port', 'web:81'), prefix('/target', 'web:8080'), prefix('/name', 'web:http')] }], objects: service('empty', { ready: false }) },
    asks: [['a.test/empty', '503 unavailable'], ['a.test/gone', '503 unavailable'], ['a.test/port', '503 unavailable'], ['a.test/target', 'web:8080 /target'], ['a.test/name', 'web:http /name']],
  },
  {
    name: 'its own default backend takes over where a Service is empty, and error pages',
    cluster: { ingresses: [{ rules: [prefix('/empty', 'empty:80'), prefix('/no', 'web:80')], annotations: { 'default-backend': 'old', 'custom-http-errors': '403,503', 'denylist-source-range': '10.0.0.0/8' } }], objects: service('empty', { ready: false }) },
    asks: [['a.test/empty', 'default old:80 /empty'], [{ url: 'http://a.test/no?q', sourceIP: '10.1.1.1' }, 'default old:80 /?q']],
  },
  {
    name: 'custom-http-errors of the ConfigMap without a default backend end in a 500 where 404 is among them',
    cluster: { ingresses: [{ rules: [prefix('/empty', 'empty:80'), prefix('/full')] }], objects: service('empty', { ready: false }), config: { 'custom-http-errors': '404,503' } },
    asks: [['a.test/', '500 unavailable'], ['a.test/empty', '500 unavailable'], ['a.test/full', 'web:80 /full']],
  },
  {
    name: 'and in a 404 where it is not',
    cluster: { ingresses: [{ rules: [prefix('/empty', 'empty:80')] }], objects: service('empty', { ready: false }), config: { 'custom-http-errors': '503' } },
    asks: [['a.test/', '404 not-found'], ['a.test/empty', '404 not-found']],
  },
  {
    name: 'lists of addresses',
    cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'whitelist-source-range': '10.0.0.0/8, 2001:db8::/32', 'denylist-source-range': '10.1.0.0/16' } }, { name: 'bad', rules: [prefix('/', 'web:80', 'b.test')], annotations: { 'allowlist-source-range': '10.0.0.0/8,oops' } }] },
    asks: [[{ url: 'http://a.test/', sourceIP: '10.2.0.1' }, 'web:80 /'], [{ url: 'http://a.test/', sourceIP: '10.1.0.1' }, '403 denied'], [{ url: 'http://a.test/', sourceIP: '192.0.2.1' }, '403 denied'], [{ url: 'http://a.test/', sourceIP: '2001:db8::1' }, 'web:80 /'], ['b.test/', '503 unavailable']],
  },
  {
    name: 'a canary by header, cookie and weight',
    cluster: { ingresses: [{ rules: [prefix('/')] }, { name: 'canary', rules: [prefix('/', 'next:80')], annotations: { canary: 'true', 'canary-by-header': 'X-Next', 'canary-by-cookie': 'next', 'canary-weight': '20' } }] },
    asks: [['a.test/', 'web:80 80 % + next:80 20 % /'], [{ url: 'http://a.test/', headers: { 'x-next': 'always' } }, 'next:80 /'], [{ url: 'http://a.test/', headers: { 'X-NEXT': 'never', cookie: 'next=always' } }, 'web:80 /'], [{ url: 'http://a.test/', headers: { 'x-next': 'maybe', cookie: 'a=1; next=always' } }, 'next:80 /']],
  },
  {
    name: 'a canary by value and by pattern, for which always has no meaning',
    cluster: { ingresses: [{ rules: [prefix('/'), prefix('/v', 'api:80')] }, { name: 'c1', rules: [prefix('/', 'next:80')], annotations: { canary: 'true', 'canary-by-header': 'x', 'canary-by-header-value': 'yes' } }, { name: 'c2', rules: [prefix('/v', 'old:80')], annotations: { canary: 'true', 'canary-by-header': 'x', 'canary-by-header-pattern': 'v[0-9]+' } }] },
    asks: [[{ url: 'http://a.test/', headers: { x: 'yes' } }, 'next:80 /'], [{ url: 'http://a.test/', headers: { x: 'always' } }, 'web:80 /'], [{ url: 'http://a.test/v', headers: { x: 'is v12' } }, 'old:80 /v'], ['a.test/v', 'api:80 /v']],
  },
  {
    name: 'a canary reaches every path of the same Service, and is deleted by one path without a main one',
    cluster: { ingresses: [{ rules: [prefix('/'), prefix('/', 'web:80', 'b.test')] }, { name: 'c', rules: [prefix('/', 'next:80')], annotations: { canary: 'true', 'canary-weight': '100' } }, { name: 'd', rules: [prefix('/d', 'api:80', 'd.test')] }, { name: 'e', rules: [prefix('/d', 'old:80', 'd.test'), prefix('/e', 'old:80', 'd.test')], annotations: { canary: 'true', 'canary-weight': '100' } }] },
    asks: [['b.test/', 'next:80 /'], ['d.test/d', 'api:80 /d']],
  },
  { name: 'a canary alone is nothing', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { canary: 'true' } }] }, asks: [['a.test/', '404 not-found']] },
  { name: 'a canary without endpoints leaves all to the main Service', cluster: { ingresses: [{ rules: [prefix('/')] }, { name: 'c', rules: [prefix('/', 'empty:80')], annotations: { canary: 'true', 'canary-weight': '50' } }], objects: service('empty', { ready: false }) }, asks: [['a.test/', 'web:80 /']] },
  {
    name: 'aliases are names too, unless a server has them',
    cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'server-alias': 'b.test, *.c.test, ~^d[0-9]+\\.test$, e.test' } }, { name: 'e', rules: [prefix('/', 'api:80', 'e.test')] }] },
    asks: [['b.test/', 'web:80 /'], ['x.y.c.test/', 'web:80 /'], ['d12.test/', 'web:80 /'], ['dx.test/', '404 not-found'], ['e.test/', 'api:80 /']],
  },
  {
    name: 'one annotation leaves the whole Ingress out',
    cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'configuration-snippet': 'return 204;' } }, { name: 'b', rules: [prefix('/', 'web:80', 'b.test')], annotations: { 'permanent-redirect': 'http://x/$uri' } }, { name: 'c', rules: ['c.test Exact /x;alias/y; web:80'] }, { name: 'd', rules: [prefix('/', 'web:80', 'd.test')], annotations: { 'rewrite-target': '/{bad}' } }] },
    asks: [['a.test/', '404 not-found'], ['b.test/', '404 not-found'], ['c.test/', '404 not-found'], ['d.test/', 'web:80 /']],
  },
  {
    name: 'an ExternalName is a name that nginx resolves; an address is none',
    cluster: { ingresses: [{ rules: [prefix('/', 'out:443'), prefix('/ip', 'ip:80')] }], objects: [...service('out', { spec: { type: 'ExternalName', externalName: 'x.example', ports: [] } }), ...service('ip', { spec: { type: 'ExternalName', externalName: '192.0.2.1', ports: [] } })] },
    asks: [['a.test/', 'out:443 /'], ['a.test/ip', '503 unavailable']],
  },
  { name: 'service-upstream is the ClusterIP, whatever its endpoints', cluster: { ingresses: [{ rules: [prefix('/', 'empty:80')], annotations: { 'service-upstream': 'true' } }], objects: service('empty', { ready: false }) }, asks: [['a.test/', 'empty:80 /']] },
  {
    name: 'credentials are asked for after all redirects',
    cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'auth-type': 'basic', 'auth-secret': 'users' } }], objects: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'users', namespace: 'shop' }, data: { auth: 'eA==' } }] },
    asks: [['a.test/', '401 denied'], [{ url: 'http://a.test/', headers: { authorization: 'Basic x' } }, 'web:80 /']],
  },
  { name: 'credentials whose Secret is not there deny the location', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'auth-type': 'basic', 'auth-secret': 'users' } }] }, asks: [['a.test/', '503 unavailable']] },
  { name: 'ssl-passthrough goes by SNI to the Service at the root', cluster: { ingresses: [{ rules: [prefix('/'), prefix('/x', 'api:80')], annotations: { 'ssl-passthrough': 'true' } }], flags: { 'enable-ssl-passthrough': 'true' } }, asks: [['https://a.test/x', 'web:80 /x [unknown]'], ['a.test/x', 'api:80 /x']] },
  { name: 'enable-cors answers preflight requests', cluster: { ingresses: [{ rules: [prefix('/')], annotations: { 'enable-cors': 'true', 'cors-allow-origin': 'https://*.o.test' } }] }, asks: [[{ url: 'http://a.test/', method: 'OPTIONS', headers: { origin: 'https://x.o.test' } }, '204 forward'], [{ url: 'http://a.test/', method: 'OPTIONS' }, 'web:80 /']] },
  { name: 'nginx itself refuses TRACE and odd methods', cluster: { ingresses: [{ rules: [prefix('/')] }] }, asks: [[{ url: 'http://a.test/', method: 'TRACE' }, '405 denied'], [{ url: 'http://a.test/', method: 'get' }, '400 denied']] },
  { name: 'a lookahead was not run', cluster: { ingresses: [{ rules: [impl('/a(?!b)'), prefix('/', 'api:80')], annotations: { 'use-regex': 'true' } }] }, asks: [['a.test/ax', 'insufficient-information'], ['a.test/b', 'api:80 /b']] },
];

it('sends requests where ingress-nginx does', () => {
  const wrong = cases.flatMap(({ name, cluster, asks }) => {
    const routing = routingOf(cluster);
    return asks.flatMap(([question, expected]) => {
      const { told } = ask(routing, question);
      return told === expected ? [] : [`${name}: ${typeof question === 'string' ? question : JSON.stringify(question)}: ${told}, not ${expected}`];
    });
  });
  expect(wrong).toEqual([]);
});
