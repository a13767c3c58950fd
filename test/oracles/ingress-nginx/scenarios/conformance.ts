import { each, type Scenario } from '../scenario.js';

/** The features of kubernetes-sigs/ingress-controller-conformance: path rules, host rules, the default backend, the class, balancing. */
export const conformanceScenarios: readonly Scenario[] = [
  {
    id: 'conformance-paths',
    title: 'ingress-controller-conformance: path_rules.feature',
    ingresses: [
      { name: 'exact', rules: ['exact-path-rules.test Exact /foo foo-exact:8080'] },
      { name: 'prefix', rules: ['prefix-path-rules.test Prefix /foo foo-prefix:8080, Prefix /aaa/bbb aaa-slash-bbb-prefix:8080, Prefix /aaa aaa-prefix:8080'] },
      { name: 'mixed', rules: ['mixed-path-rules.test Prefix /foo foo-prefix:8080, Exact /foo foo-exact:8080'] },
      { name: 'trailing', rules: ['trailing-slash-path-rules.test Prefix /aaa/bbb/ aaa-slash-bbb-slash-prefix:8080, Exact /foo/ foo-slash-exact:8080'] },
    ],
    services: Object.fromEntries(['foo-exact', 'foo-prefix', 'aaa-slash-bbb-prefix', 'aaa-prefix', 'aaa-slash-bbb-slash-prefix', 'foo-slash-exact'].map((name) => [name, { ports: ['http 8080 8080'] }])),
    ask: each(['http://exact-path-rules.test', 'http://prefix-path-rules.test', 'http://mixed-path-rules.test', 'http://trailing-slash-path-rules.test'], ['/', '/foo', '/foo/', '/FOO', '/bar', '/aaa', '/aaa/ccc', '/aaa/bbb', '/aaa/bbb/', '/aaa/bbb/ccc', '/aaaccc', '/aaa/bbbxyz', '/Aaa/bbb']),
  },
  {
    id: 'conformance-hosts',
    title: 'ingress-controller-conformance: host_rules.feature',
    ingresses: [{ name: 'host-rules', rules: ['*.conformance.foo.com Prefix / wildcard-foo-com:8080', 'foo.bar.com Prefix / foo-bar-com:80'], tls: ['conformance-tls foo.bar.com'] }],
    services: { 'wildcard-foo-com': { ports: ['http 8080 8080'] }, 'foo-bar-com': { ports: ['http 80 8081'] } },
    secrets: { 'conformance-tls': ['foo.bar.com'] },
    ask: [...each(['http://bar.conformance.foo.com', 'http://baz.bar.conformance.foo.com', 'http://conformance.foo.com', 'http://foo.bar.com', 'https://foo.bar.com', 'https://bar.conformance.foo.com', 'http://subdomain.bar.com', 'http://.conformance.foo.com'], ['/'])],
  },
  { id: 'conformance-default', title: 'ingress-controller-conformance: default_backend.feature', ingresses: [{ name: 'default-backend', default: 'echo-service:8080' }], services: { 'echo-service': { ports: ['http 8080 8080'] } }, ask: ['http://my-host.test/my-path', 'http://my-host.test/sub/path?x=1', 'https://my-host.test/my-path', ...['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => `http://my-host.test/my-path | as ${method}`)] },
  { id: 'conformance-class', title: 'ingress-controller-conformance: ingress_class.feature', ingresses: [{ name: 'test-ingress-class', class: 'some-invalid-class-name', rules: ['conformance-class.test Prefix /test ingress-class-prefix:8080'] }], services: { 'ingress-class-prefix': { ports: ['http 8080 8080'] } }, ask: each(['http://conformance-class.test'], ['/', '/test']) },
  { id: 'conformance-balancing', title: 'ingress-controller-conformance: load_balancing.feature', ingresses: [{ name: 'load-balancing', rules: ['conformance-balancing.test Prefix / echo-service:8080'] }], services: { 'echo-service': { ports: ['http 8080 8080'], endpoints: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'].slice(0, 9) } }, ask: ['http://conformance-balancing.test/ | times 100'] },
];
