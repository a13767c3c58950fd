import { each, type Scenario } from '../scenario.js';

const asked = ['/', '/foo', '/foo/', '/foo/x', '/bar', '/foo?x=1', '/foo/?x=1'];

export const redirectScenarios: readonly Scenario[] = [
  {
    id: 'permanent',
    title: 'a permanent redirect, which takes the undeclared paths of its host too',
    ingresses: [
      { name: 'old', rules: ['permanent.test Prefix /foo web:80'], annotations: { 'permanent-redirect': 'https://new.example.com/there' } },
      { name: 'code', rules: ['code.permanent.test Prefix /foo web:80'], annotations: { 'permanent-redirect': 'https://new.example.com', 'permanent-redirect-code': '308' } },
      { name: 'bad-code', rules: ['bad-code.permanent.test Prefix /foo web:80'], annotations: { 'permanent-redirect': 'https://new.example.com', 'permanent-redirect-code': '200' } },
      { name: 'first', rules: ['mixed.permanent.test Prefix /bar web:80'] },
      { name: 'young', rules: ['mixed.permanent.test Prefix /foo web:80'], annotations: { 'permanent-redirect': 'https://new.example.com' }, at: 1 },
    ],
    ask: each(['http://permanent.test', 'http://code.permanent.test', 'http://bad-code.permanent.test', 'http://mixed.permanent.test', 'https://permanent.test'], asked),
  },
  {
    id: 'temporal',
    title: 'temporal redirects, alone and beside a permanent one',
    ingresses: [
      { name: 'plain', rules: ['temporal.test Prefix /foo web:80'], annotations: { 'temporal-redirect': 'http://elsewhere.example.com/x?y=z' } },
      { name: 'both', rules: ['both.temporal.test Prefix / web:80'], annotations: { 'temporal-redirect': 'http://temporal.example.com', 'permanent-redirect': 'http://permanent.example.com' } },
      { name: 'code', rules: ['code.temporal.test Prefix / web:80'], annotations: { 'temporal-redirect': 'http://temporal.example.com', 'temporal-redirect-code': '307' } },
      { name: 'bad-code', rules: ['bad-code.temporal.test Prefix / web:80'], annotations: { 'temporal-redirect': 'http://temporal.example.com', 'temporal-redirect-code': '308' } },
      { name: 'variables', rules: ['variables.temporal.test Prefix / web:80'], annotations: { 'temporal-redirect': 'http://temporal.example.com$request_uri' } },
      { name: 'relative', rules: ['relative.temporal.test Prefix / web:80'], annotations: { 'permanent-redirect': '/there' } },
    ],
    ask: each(['http://temporal.test', 'http://both.temporal.test', 'http://code.temporal.test', 'http://bad-code.temporal.test', 'http://variables.temporal.test', 'http://relative.temporal.test'], asked),
  },
  {
    id: 'ssl-redirect',
    title: 'redirects to https where there is a certificate, an empty or a missing one',
    ingresses: [
      { name: 'good', rules: ['good.ssl-redirect.test Prefix /foo web:80'], tls: ['good good.ssl-redirect.test'] },
      { name: 'missing', rules: ['missing.ssl-redirect.test Prefix /foo web:80'], tls: ['nowhere missing.ssl-redirect.test'] },
      { name: 'empty', rules: ['empty.ssl-redirect.test Prefix /foo web:80'], tls: ['-'] },
      { name: 'others', rules: ['others.ssl-redirect.test Prefix /foo web:80'], tls: ['good good.ssl-redirect.test'] },
      { name: 'none', rules: ['none.ssl-redirect.test Prefix /foo web:80'] },
      { name: 'off', rules: ['off.ssl-redirect.test Prefix /foo web:80'], tls: ['good'], annotations: { 'ssl-redirect': 'false' } },
      { name: 'force', rules: ['force.ssl-redirect.test Prefix /foo web:80'], annotations: { 'force-ssl-redirect': 'true' } },
      { name: 'force-off', rules: ['force-off.ssl-redirect.test Prefix /foo web:80'], annotations: { 'force-ssl-redirect': 'true', 'ssl-redirect': 'false' } },
      { name: 'keep', rules: ['keep.ssl-redirect.test Prefix /foo web:80'], tls: ['good'], annotations: { 'preserve-trailing-slash': 'true' } },
      { name: 'port', rules: ['port.ssl-redirect.test Prefix /foo web:80'], tls: ['good'], annotations: { 'use-port-in-redirects': 'true' } },
      { name: 'acme', rules: ['acme.ssl-redirect.test Prefix /.well-known/acme-challenge web:80, Prefix / web:80'], tls: ['good'] },
      { name: 'wild', rules: ['*.wild.ssl-redirect.test Prefix / wild:80'], tls: ['wild'] },
      { name: 'under', rules: ['under.wild.ssl-redirect.test Prefix / under:80'] },
    ],
    secrets: { good: ['good.ssl-redirect.test'], wild: ['*.wild.ssl-redirect.test'] },
    ask: [
      ...each(['good', 'missing', 'empty', 'others', 'none', 'off', 'force', 'force-off', 'keep', 'port', 'a.wild', 'under.wild'].map((name) => `http://${name}.ssl-redirect.test`), asked),
      ...each(['https://good.ssl-redirect.test', 'https://force.ssl-redirect.test', 'https://under.wild.ssl-redirect.test'], ['/foo', '/']),
      ...each(['http://acme.ssl-redirect.test'], ['/.well-known/acme-challenge/x', '/.well-known/acme-challenge', '/.well-known/', '/']),
      ...each(['http://good.ssl-redirect.test:8080', 'http://GOOD.ssl-redirect.test', 'http://good.ssl-redirect.test.'], ['/foo', '/foo/']),
    ],
  },
  {
    id: 'ssl-mixed',
    title: 'two Ingresses of a host, of which one wants no redirect to https',
    ingresses: [
      { name: 'off', rules: ['ssl-mixed.test Prefix /off web:80'], tls: ['cert ssl-mixed.test'], annotations: { 'ssl-redirect': 'false' } },
      { name: 'on', rules: ['ssl-mixed.test Prefix /on web:80'], at: 1 },
    ],
    secrets: { cert: ['ssl-mixed.test'] },
    ask: each(['http://ssl-mixed.test', 'https://ssl-mixed.test'], ['/', '/off', '/on', '/on/', '/other']),
  },
  {
    id: 'order',
    title: 'which of several answers comes first',
    ingresses: [
      { name: 'all', rules: ['all.order.test Prefix /foo web:80'], tls: ['cert'], annotations: { 'permanent-redirect': 'http://p.example.com', 'app-root': '/app', 'denylist-source-range': '127.0.0.0/8' } },
      { name: 'deny-tls', rules: ['deny-tls.order.test Prefix /foo web:80'], tls: ['cert'], annotations: { 'denylist-source-range': '127.0.0.0/8' } },
      { name: 'empty-deny', rules: ['empty-deny.order.test Prefix /foo empty:80'], annotations: { 'denylist-source-range': '127.0.0.0/8' } },
      { name: 'empty-tls', rules: ['empty-tls.order.test Prefix /foo empty:80'], tls: ['cert'] },
      { name: 'slash', rules: ['slash.order.test Exact /foo/ web:80'], tls: ['cert'], annotations: { 'denylist-source-range': '127.0.0.0/8' } },
    ],
    services: { empty: { ports: ['http 80 8080'], endpoints: [] } },
    secrets: { cert: ['*.order.test'] },
    ask: each(['http://all.order.test', 'http://deny-tls.order.test', 'https://deny-tls.order.test', 'http://empty-deny.order.test', 'http://empty-tls.order.test', 'http://slash.order.test', 'https://slash.order.test'], asked),
  },
  {
    id: 'from-to-www',
    title: 'from a host to its twin with www, and back',
    ingresses: [
      { name: 'bare', rules: ['from-to-www.test Prefix / web:80'], annotations: { 'from-to-www-redirect': 'true' } },
      { name: 'www', rules: ['www.second.from-to-www.test Prefix /foo web:80'], annotations: { 'from-to-www-redirect': 'true' } },
      { name: 'both', rules: ['both.from-to-www.test Prefix / web:80', 'www.both.from-to-www.test Prefix / www:80'], annotations: { 'from-to-www-redirect': 'true' } },
      { name: 'tls', rules: ['tls.from-to-www.test Prefix / web:80'], tls: ['cert tls.from-to-www.test www.tls.from-to-www.test'], annotations: { 'from-to-www-redirect': 'true' } },
    ],
    secrets: { cert: ['tls.from-to-www.test', 'www.tls.from-to-www.test'] },
    ask: each(['http://from-to-www.test', 'http://www.from-to-www.test', 'https://www.from-to-www.test', 'http://second.from-to-www.test', 'http://www.second.from-to-www.test', 'http://both.from-to-www.test', 'http://www.both.from-to-www.test', 'http://www.tls.from-to-www.test', 'https://www.tls.from-to-www.test', 'http://www.from-to-www.test:8080'], ['/', '/foo', '/foo/', '/foo/?x=1', '/foo?x=/']),
  },
  {
    id: 'slash-redirect',
    title: 'the redirect of nginx to the path with a slash',
    ingresses: [
      { name: 'web', rules: ['slash-redirect.test Exact /foo/ web:80, Impl /bar/ web:80, Prefix /baz/ web:80', 'root.slash-redirect.test Exact /foo/ web:80, Prefix / root:80'] },
      { name: 'tls', rules: ['tls.slash-redirect.test Exact /foo/ web:80'], tls: ['cert'] },
      { name: 'regex', rules: ['regex.slash-redirect.test Exact /foo/ web:80, Prefix /bar/ bar:80'], annotations: { 'use-regex': 'true' } },
    ],
    secrets: { cert: ['tls.slash-redirect.test'] },
    ask: each(['http://slash-redirect.test', 'http://root.slash-redirect.test', 'http://tls.slash-redirect.test', 'https://tls.slash-redirect.test', 'http://regex.slash-redirect.test', 'http://slash-redirect.test:8080', 'http://SLASH-redirect.test'], ['/foo', '/foo?x=1', '/foo/', '/bar', '/bar/', '/baz', '/baz/', '/fo', '/x/../foo', '/%66oo', '//foo']),
  },
];
