import { gateway, httpRoute } from '../objects.js';
import type { Scenario } from '../scenario.js';

const redirect = (requestRedirect: object): object[] => [{ type: 'RequestRedirect', requestRedirect }];
const rewrite = (urlRewrite: object): object[] => [{ type: 'URLRewrite', urlRewrite }];
const full = (replaceFullPath: string): object => ({ path: { type: 'ReplaceFullPath', replaceFullPath } });
const prefix = (replacePrefixMatch: string): object => ({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } });

/** Redirects and rewrites. */
export const changes: readonly Scenario[] = [
  {
    name: 'redirects to another host, with another status',
    conformance: ['HTTPRouteRedirectHostAndStatus', 'HTTPRoute303Redirect', 'HTTPRoute307Redirect', 'HTTPRoute308Redirect'],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['/host'], filters: redirect({ hostname: 'example.org' }) },
          { match: ['/both'], filters: redirect({ hostname: 'example.org', statusCode: 301 }) },
          { match: ['/see-other'], filters: redirect({ statusCode: 303 }) },
          { match: ['/temporary'], filters: redirect({ statusCode: 307 }) },
          { match: ['/permanent'], filters: redirect({ statusCode: 308 }) },
        ],
      }),
    ],
    requests: {
      'http://a.test/host': '302 http://example.org/host',
      'http://a.test/host?x=1': '302 http://example.org/host?x=1',
      'http://a.test/both': '301 http://example.org/both',
      'POST http://a.test/see-other': '303 http://a.test/see-other',
      'http://a.test/temporary': '307 http://a.test/temporary',
      'http://a.test/permanent': '308 http://a.test/permanent',
    },
  },
  {
    name: 'redirects to another path',
    conformance: ['HTTPRouteRedirectPath'],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['/original-prefix'], filters: redirect(prefix('/replacement-prefix')) },
          { match: ['/full'], filters: redirect(full('/full-path-replacement')) },
          { match: ['/path-and-host'], filters: redirect({ hostname: 'example.org', ...prefix('/replacement-prefix') }) },
          { match: ['/path-and-status'], filters: redirect({ statusCode: 301, ...prefix('/replacement-prefix') }) },
          { match: ['/full-path-and-host'], filters: redirect({ hostname: 'example.org', ...full('/replacement-full') }) },
          { match: ['/full-path-and-status'], filters: redirect({ statusCode: 301, ...full('/replacement-full') }) },
        ],
      }),
    ],
    requests: {
      'http://a.test/original-prefix/lemon': '302 http://a.test/replacement-prefix/lemon',
      'http://a.test/full/path/original': '302 http://a.test/full-path-replacement',
      'http://a.test/path-and-host': '302 http://example.org/replacement-prefix',
      'http://a.test/path-and-status': '301 http://a.test/replacement-prefix',
      'http://a.test/full-path-and-host': '302 http://example.org/replacement-full',
      'http://a.test/full-path-and-status': '301 http://a.test/replacement-full',
    },
  },
  {
    name: 'the port of a redirect is that of the listener, of the scheme, or its own',
    conformance: ['HTTPRouteRedirectPort', 'HTTPRouteRedirectScheme', 'HTTPRouteRedirectPortAndScheme'],
    objects: [
      gateway('edge', ['http HTTP 80', 'other HTTP 8080']),
      httpRoute('r', {
        parents: ['edge'],
        rules: [
          { match: ['/none'], filters: redirect({ hostname: 'example.org' }) },
          { match: ['/80'], filters: redirect({ hostname: 'example.org', port: 80 }) },
          { match: ['/8080'], filters: redirect({ hostname: 'example.org', port: 8080 }) },
          { match: ['/8083'], filters: redirect({ port: 8083, statusCode: 301 }) },
          { match: ['/https'], filters: redirect({ hostname: 'example.org', scheme: 'https' }) },
          { match: ['/https-443'], filters: redirect({ hostname: 'example.org', scheme: 'https', port: 443 }) },
          { match: ['/https-8443'], filters: redirect({ hostname: 'example.org', scheme: 'https', port: 8443 }) },
          { match: ['/scheme'], filters: redirect({ scheme: 'https', statusCode: 301 }) },
        ],
      }),
    ],
    requests: {
      'http://a.test/none': '302 http://example.org/none',
      'http://a.test/80': '302 http://example.org/80',
      'http://a.test/8080': '302 http://example.org:8080/8080',
      'http://a.test/8083': '301 http://a.test:8083/8083',
      'http://a.test/https': '302 https://example.org/https',
      'http://a.test/https-443': '302 https://example.org/https-443',
      'http://a.test/https-8443': '302 https://example.org:8443/https-8443',
      'http://a.test/scheme': '301 https://a.test/scheme',
      'http://a.test:8080/none': '302 http://example.org:8080/none',
      'http://a.test:8080/80': '302 http://example.org/80',
      'http://a.test:8080/https': '302 https://example.org/https',
    },
  },
  {
    name: 'rewrites of the path',
    conformance: ['HTTPRouteRewritePath'],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['/prefix/one'], filters: rewrite(prefix('/one')), to: ['v1'] },
          { match: ['/strip-prefix'], filters: rewrite(prefix('/')), to: ['v1'] },
          { match: ['/full/one'], filters: rewrite(full('/one')), to: ['v1'] },
          { match: ['/full/headers'], filters: [...rewrite(full('/test')), { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Header-Set', value: 'set' }], remove: ['X-Header-Remove'] } }], to: ['v1'] },
        ],
      }),
    ],
    requests: {
      'http://a.test/prefix/one/two': 'v1 /one/two',
      'http://a.test/strip-prefix/three': 'v1 /three',
      'http://a.test/strip-prefix': 'v1 /',
      'http://a.test/full/one/two': 'v1 /one',
      'http://a.test/full/headers/test': 'v1 /test',
      'http://a.test/prefix/one?x=1': 'v1 /one?x=1',
      'http://a.test/strip-prefix/?x=1': 'v1 /?x=1',
    },
  },
  {
    name: 'every row of the table of ReplacePrefixMatch',
    conformance: [],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        hosts: ['one.test'],
        rules: [
          { match: ['/a'], filters: rewrite(prefix('/xyz')), to: ['v1'] },
          { match: ['/b'], filters: rewrite(prefix('/xyz/')), to: ['v1'] },
          { match: ['/c/'], filters: rewrite(prefix('/xyz')), to: ['v1'] },
          { match: ['/d/'], filters: rewrite(prefix('/xyz/')), to: ['v1'] },
          { match: ['/e'], filters: rewrite(prefix('')), to: ['v1'] },
          { match: ['/f'], filters: rewrite(prefix('/')), to: ['v1'] },
        ],
      }),
    ],
    requests: {
      'http://one.test/a/bar': 'v1 /xyz/bar',
      'http://one.test/b/bar': 'v1 /xyz/bar',
      'http://one.test/c/bar': 'v1 /xyz/bar',
      'http://one.test/d/bar': 'v1 /xyz/bar',
      'http://one.test/a': 'v1 /xyz',
      'http://one.test/a/': 'v1 /xyz/',
      'http://one.test/e/bar': 'v1 /bar',
      'http://one.test/e/': 'v1 /',
      'http://one.test/e': 'v1 /',
      'http://one.test/f/': 'v1 /',
      'http://one.test/f': 'v1 /',
    },
  },
  {
    name: 'rewrites of the host leave the path alone',
    conformance: ['HTTPRouteRewriteHost'],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        hosts: ['rewrite.example'],
        rules: [
          { match: ['/one'], filters: rewrite({ hostname: 'one.example.org' }), to: ['v1'] },
          { filters: rewrite({ hostname: 'example.org' }), to: ['v2'] },
        ],
      }),
    ],
    requests: { 'http://rewrite.example/one': 'v1', 'http://rewrite.example/two': 'v2' },
  },
  {
    name: 'a redirect and a rewrite that the backend itself has',
    conformance: ['HTTPRouteBackendRequestRedirect', 'HTTPRouteBackendURLRewrite'],
    objects: [
      httpRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['/redirect-full'], to: ['v1'], backendFilters: redirect(full('/redirected-full')) },
          { match: ['/redirect-prefix'], to: ['v1'], backendFilters: redirect(prefix('/redirected-prefix')) },
          { match: ['/rewrite-full'], to: ['v1'], backendFilters: rewrite(full('/rewritten-full')) },
          { match: ['/rewrite-prefix'], to: ['v1'], backendFilters: rewrite(prefix('/rewritten-prefix')) },
        ],
      }),
    ],
    requests: {
      'http://a.test/redirect-full/original': '302 http://a.test/redirected-full',
      'http://a.test/redirect-prefix/original': '302 http://a.test/redirected-prefix/original',
      'http://a.test/rewrite-full/original': 'v1 /rewritten-full',
      'http://a.test/rewrite-prefix/original': 'v1 /rewritten-prefix/original',
    },
    envoyGateway: {
      why: 'it takes neither a redirect nor a rewrite of the path from a backend, and answers 500',
      requests: { 'http://a.test/redirect-full/original': '500', 'http://a.test/redirect-prefix/original': '500', 'http://a.test/rewrite-full/original': '500', 'http://a.test/rewrite-prefix/original': '500' },
    },
  },
];
