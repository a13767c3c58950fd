import { each, type Scenario } from '../ingress-nginx/scenario.js';

/** Of every path that decides: with and without a slash, beside and below, in another case, encoded, to be cleaned. */
export const probes = ['/', '/foo', '/foo/', '/foobar', '/foo/bar', '/foo/bar/', '/foo/bar/baz', '/FOO', '/Foo/Bar', '/bar', '/foo//bar', '//foo', '/foo/../bar', '/foo/./bar', '/foo/..', '/%66oo', '/f%6fo/bar', '/foo%2Fbar', '/foo%2fbar', '/foo%20bar', '/foo%3Fbar', '/foo;v=1', '/foo?x=1', '/foo/?x=/bar', '/foo?a=1;b=2', '/foo?', "/foo/a!b'c", '/foo/%C3%A9', '/foo/%ff'];

const few = ['/', '/foo', '/foo/', '/foo/bar', '/foobar', '/bar'];

/** The rows of the table “Examples” of kubernetes.io/docs/concepts/services-networking/ingress: type, paths, request, and whether it matches, or which path does. */
export const documentedPaths: readonly (readonly [type: string, paths: string, request: string, answer: string])[] = [
  ['Prefix', '/', '(all paths)', 'yes'],
  ['Exact', '/foo', '/foo', 'yes'],
  ['Exact', '/foo', '/bar', 'no'],
  ['Exact', '/foo', '/foo/', 'no'],
  ['Exact', '/foo/', '/foo', 'no'],
  ['Prefix', '/foo', '/foo', 'yes'],
  ['Prefix', '/foo', '/foo/', 'yes'],
  ['Prefix', '/foo/', '/foo', 'yes'],
  ['Prefix', '/foo/', '/foo/', 'yes'],
  ['Prefix', '/aaa/bb', '/aaa/bbb', 'no'],
  ['Prefix', '/aaa/bbb', '/aaa/bbb', 'yes'],
  ['Prefix', '/aaa/bbb/', '/aaa/bbb', 'yes'],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/', 'yes'],
  ['Prefix', '/aaa/bbb', '/aaa/bbb/ccc', 'yes'],
  ['Prefix', '/aaa/bbb', '/aaa/bbbxyz', 'no'],
  ['Prefix', '/, /aaa', '/aaa/ccc', '/aaa'],
  ['Prefix', '/, /aaa, /aaa/bbb', '/aaa/bbb', '/aaa/bbb'],
  ['Prefix', '/, /aaa, /aaa/bbb', '/ccc', '/'],
  ['Prefix', '/aaa', '/ccc', 'no'],
  ['Mixed', '/foo (Prefix), /foo (Exact)', '/foo', '/foo (Exact)'],
];

/** What any controller has an answer to: no class, no annotation, nothing by the age of an Ingress. */
export const plainScenarios: readonly Scenario[] = [
  { id: 'exact', title: 'an exact path', ingresses: [{ name: 'a', class: null, rules: ['exact.test Exact /foo web:80'] }], ask: each(['http://exact.test'], probes) },
  { id: 'exact-slash', title: 'an exact path that ends with a slash', ingresses: [{ name: 'a', class: null, rules: ['exact-slash.test Exact /foo/ web:80'] }], ask: each(['http://exact-slash.test'], probes) },
  { id: 'prefix', title: 'a prefix', ingresses: [{ name: 'a', class: null, rules: ['prefix.test Prefix /foo web:80'] }], ask: each(['http://prefix.test'], probes) },
  { id: 'prefix-slash', title: 'a prefix that ends with a slash', ingresses: [{ name: 'a', class: null, rules: ['prefix-slash.test Prefix /foo/ web:80'] }], ask: each(['http://prefix-slash.test'], probes) },
  { id: 'own-choice', title: 'a path of which the controller decides how it matches', ingresses: [{ name: 'a', class: null, rules: ['own-choice.test Impl /foo web:80'] }], ask: each(['http://own-choice.test'], probes) },
  { id: 'no-path', title: 'a rule without a path', ingresses: [{ name: 'a', class: null, rules: ['no-path.test Impl - web:80'] }], ask: each(['http://no-path.test'], few) },
  { id: 'root', title: 'the root as a prefix and as an exact path', ingresses: [{ name: 'a', class: null, rules: ['root.test Prefix / web:80', 'exact-root.test Exact / web:80'] }], ask: each(['http://root.test', 'http://exact-root.test'], few) },
  { id: 'one-path-twice', title: 'one path, exact and as a prefix', ingresses: [{ name: 'a', class: null, rules: ['one-path-twice.test Prefix /foo below:80, Exact /foo exact:80'] }], ask: each(['http://one-path-twice.test'], probes) },
  { id: 'three-kinds', title: 'one path of three types', ingresses: [{ name: 'a', class: null, rules: ['three-kinds.test Impl /foo own:80, Prefix /foo below:80, Exact /foo/bar exact:80'] }], ask: each(['http://three-kinds.test'], ['/foo', '/foo/', '/foo/bar', '/foobar', '/FOO', '/foo/bar/baz', '/foo/BAR']) },
  { id: 'nested', title: 'prefixes one in another', ingresses: [{ name: 'a', class: null, rules: ['nested.test Prefix / root:80, Prefix /foo foo:80, Prefix /foo/bar bar:80, Exact /foo/bar/baz baz:80'] }], ask: each(['http://nested.test'], [...probes, '/foo/bar/baz/', '/foo/bar/bazz', '/foo/ba']) },
  { id: 'nested-own', title: 'paths of both prefix types one in another', ingresses: [{ name: 'a', class: null, rules: ['nested-own.test Impl / root:80, Prefix /foo foo:80, Impl /foo/bar bar:80, Prefix /foo/bar/baz baz:80'] }], ask: each(['http://nested-own.test'], ['/', '/foo', '/foox', '/foo/x', '/foo/bar', '/foo/barx', '/foo/bar/x', '/foo/bar/baz', '/foo/bar/bazx', '/foo/bar/baz/x', '/FOO/BAR', '/foo/BAR/x']) },
  { id: 'two-ingresses', title: 'one host of two Ingresses in two namespaces', ingresses: [{ name: 'a', class: null, rules: ['two-ingresses.test Prefix / root:80'] }, { name: 'two-ingresses-b/b', class: null, at: 10, rules: ['two-ingresses.test Prefix /foo foo:80'] }], ask: each(['http://two-ingresses.test'], few) },
  { id: 'wildcard', title: 'a wildcard beside a precise host', ingresses: [{ name: 'a', class: null, rules: ['*.wildcard.test Prefix / any:80', 'own.wildcard.test Prefix /foo own:80'] }], ask: each(['http://a.wildcard.test', 'http://own.wildcard.test', 'http://a.b.wildcard.test', 'http://wildcard.test', 'http://A.Wildcard.TEST', 'http://-.wildcard.test'], ['/', '/foo', '/foo/bar']) },
  { id: 'wildcard-paths', title: 'paths of every type below a wildcard', ingresses: [{ name: 'a', class: null, rules: ['*.wildcard-paths.test Exact /foo exact:80, Prefix /bar below:80, Impl /own own:80'] }], ask: each(['http://a.wildcard-paths.test'], ['/', '/foo', '/foo/', '/foo/x', '/FOO', '/bar', '/bar/', '/bar/x', '/barx', '/own', '/OWN', '/ownx', '/own/x']) },
  { id: 'host-forms', title: 'hosts in other forms', ingresses: [{ name: 'a', class: null, rules: ['host-forms.test Prefix / web:80'] }], ask: ['http://HOST-Forms.test/', 'http://host-forms.test./', 'http://host-forms.test:80/', 'http://host-forms.test/ | host: HOST-FORMS.TEST:8080', 'http://host-forms.test/ | host: host-forms.test.:80', 'http://xhost-forms.test/', 'http://host-forms.tes/', 'http://10.0.0.1/', 'http://[::1]/'] },
  { id: 'methods', title: 'methods make no difference', ingresses: [{ name: 'a', class: null, rules: ['methods.test Prefix /foo web:80'] }], ask: ['http://methods.test/foo | as POST', 'http://methods.test/foo | as DELETE', 'http://methods.test/foo | as OPTIONS', 'http://methods.test/foo | as get', 'http://methods.test/bar | as POST'] },
  { id: 'odd-paths', title: 'paths with characters that stand for themselves', ingresses: [{ name: 'a', class: null, rules: ['odd-paths.test Prefix /a.b dot:80, Prefix /a+b plus:80, Exact /a(b) round:80, Impl /a*b star:80, Prefix /a~b tilde:80'] }], ask: each(['http://odd-paths.test'], ['/a.b', '/axb', '/a+b', '/aab', '/a(b)', '/ab', '/a*b', '/a*bc', '/aaab', '/a~b', '/a%7Eb', '/a%2Bb', '/a%28b%29', '/a%2Ab', '/a.b/c', '/a+b/c']) },
  { id: 'ports', title: 'ports by number, name and targetPort', services: { web: { ports: ['http 80 8080', 'other 81 8081', 'named 82 box'] } }, ingresses: [{ name: 'a', class: null, rules: ['ports.test Exact /number web:80, Exact /name web:http, Exact /second web:81, Exact /second-name web:other, Exact /target web:8080, Exact /target-name web:box, Exact /named web:82, Exact /none web:99, Exact /none-name web:nope'] }], ask: each(['http://ports.test'], ['/number', '/name', '/second', '/second-name', '/target', '/target-name', '/named', '/none', '/none-name']) },
  { id: 'unnamed-port', title: 'a port without a name', services: { web: { ports: ['- 80 8080'] }, swapped: { ports: ['a 8080 8081', 'b 80 8080'] } }, ingresses: [{ name: 'a', class: null, rules: ['unnamed-port.test Prefix / web:80, Prefix /swapped swapped:8080, Prefix /b swapped:b'] }], ask: each(['http://unnamed-port.test'], ['/', '/swapped', '/b']) },
  { id: 'endpoints', title: 'Services with and without endpoints', services: { empty: { ports: ['http 80 8080'], endpoints: [] }, unready: { ports: ['http 80 8080'], endpoints: ['!1', '!2'] }, some: { ports: ['http 80 8080'], endpoints: ['!1', '2'] }, told: { ports: ['http 80 8080'], endpoints: ['?1'] }, unsliced: { ports: ['http 80 8080'], unsliced: true }, gone: null }, ingresses: [{ name: 'a', class: null, rules: ['endpoints.test Prefix / root:80, Prefix /empty empty:80, Prefix /unready unready:80, Prefix /some some:80, Prefix /told told:80, Prefix /unsliced unsliced:80, Prefix /gone gone:80'] }], ask: each(['http://endpoints.test'], ['/', '/empty', '/unready', '/some', '/told', '/unsliced', '/gone']) },
  { id: 'endpoints-alone', title: 'a Service without endpoints and nothing else', services: { empty: { ports: ['http 80 8080'], endpoints: [] }, gone: null }, ingresses: [{ name: 'a', class: null, rules: ['endpoints-alone.test Prefix / empty:80', 'gone.endpoints-alone.test Prefix / gone:80'] }], ask: each(['http://endpoints-alone.test', 'http://gone.endpoints-alone.test'], ['/', '/x']) },
  { id: 'terminating', title: 'endpoints that terminate', services: { draining: { ports: ['http 80 8080'], endpoints: ['~1', '~2'] }, some: { ports: ['http 80 8080'], endpoints: ['~1', '2'] } }, ingresses: [{ name: 'a', class: null, rules: ['terminating.test Prefix / root:80, Prefix /draining draining:80, Prefix /some some:80'] }], ask: each(['http://terminating.test'], ['/', '/draining', '/some']) },
  { id: 'headless', title: 'a headless Service', services: { web: { ports: ['http 80 8080'], headless: true } }, ingresses: [{ name: 'a', class: null, rules: ['headless.test Prefix / web:80'] }], ask: each(['http://headless.test'], ['/', '/x']) },
  { id: 'external', title: 'an ExternalName', services: { out: { ports: ['http 8080 8080'], externalName: '10.99.0.1' }, portless: { ports: [], externalName: '10.99.0.2' } }, ingresses: [{ name: 'a', class: null, rules: ['external.test Prefix / root:80, Prefix /out out:8080, Prefix /name out:http, Prefix /portless portless:8080'] }], ask: each(['http://external.test'], ['/', '/out', '/name', '/portless']) },
  { id: 'documented', title: 'the path table of the documentation', ingresses: [{ name: 'a', class: null, rules: documentedPaths.map(([type, paths], i) => `row-${i}.documented.test ${paths.split(', ').map((path, n) => rowPath(type, path, n)).join(', ')}`) }], ask: documentedPaths.map(([, , request], i) => `http://row-${i}.documented.test${request.startsWith('/') ? request : '/any/path'}`) },
  { id: 'no-rule', title: 'a rule without paths, and hosts that nobody has', ingresses: [{ name: 'a', class: null, rules: ['no-rule.test', 'with.no-rule.test Prefix /foo web:80'] }], ask: each(['http://no-rule.test', 'http://with.no-rule.test', 'http://nobody.no-rule.test'], ['/', '/foo']) },
  { id: 'catch-all', alone: true, title: 'rules without a host beside one with', ingresses: [{ name: 'a', class: null, rules: ['* Prefix / any:80, Prefix /foo any-foo:80, Exact /a/long/path/that/is/longer/than/the/rule/of/the/host long:80', 'catch-all.test Prefix / own:80, Exact /exact exact:80'] }], ask: each(['http://catch-all.test', 'http://unheard.test', 'http://10.0.0.1', 'https://catch-all.test'], ['/', '/foo', '/foo/bar', '/exact', '/a/long/path/that/is/longer/than/the/rule/of/the/host']) },
  { id: 'default-backend', alone: true, title: 'a default backend without rules', ingresses: [{ name: 'd', class: null, default: 'fallback:80' }, { name: 'a', class: null, at: 5, rules: ['default-backend.test Prefix /foo web:80'] }], ask: each(['http://default-backend.test', 'http://unheard.test'], few) },
  { id: 'default-and-rules', alone: true, title: 'a default backend beside rules', ingresses: [{ name: 'a', class: null, default: 'fallback:80', rules: ['default-and-rules.test Prefix /foo web:80'] }], ask: each(['http://default-and-rules.test', 'http://unheard.test'], few) },
  { id: 'default-empty', alone: true, title: 'a default backend without endpoints', services: { fallback: { ports: ['http 80 8080'], endpoints: [] } }, ingresses: [{ name: 'd', class: null, default: 'fallback:80' }, { name: 'a', class: null, rules: ['default-empty.test Prefix /foo web:80'] }], ask: each(['http://default-empty.test'], few) },
  { id: 'certificates', title: 'certificates by the name in the handshake', secrets: { one: ['one.certificates.test'], wild: ['*.certificates.test'], many: ['many.certificates.test', 'more.certificates.test'], none: null }, ingresses: [
    { name: 'a', class: null, tls: ['one one.certificates.test', 'wild *.certificates.test'], rules: ['one.certificates.test Prefix / one:80', '*.certificates.test Prefix / any:80'] },
    { name: 'b', class: null, at: 5, tls: ['many many.certificates.test more.certificates.test'], rules: ['many.certificates.test Prefix / many:80', 'more.certificates.test Prefix / more:80'] },
    { name: 'c', class: null, at: 6, tls: ['gone gone.certificates.test'], rules: ['gone.certificates.test Prefix / gone:80'] },
    { name: 'd', class: null, at: 7, tls: ['none none.certificates.test'], rules: ['none.certificates.test Prefix / none:80'] },
    { name: 'e', class: null, at: 8, rules: ['plain.certificates.test Prefix / plain:80'] },
  ], ask: [...each(['one', 'two', 'many', 'more', 'gone', 'none', 'plain', 'a.b'].map((name) => `https://${name}.certificates.test`), ['/']), 'https://one.certificates.test/ | sni -', 'https://one.certificates.test/ | sni many.certificates.test', 'https://many.certificates.test/ | sni one.certificates.test', 'https://many.certificates.test/ | sni nobody.test', 'https://ONE.certificates.test/', 'https://certificates.test/'] },
  { id: 'http-and-https', title: 'what is asked over http of a host with a certificate', secrets: { one: ['http-and-https.test'] }, ingresses: [{ name: 'a', class: null, tls: ['one http-and-https.test'], rules: ['http-and-https.test Prefix / web:80, Exact /.well-known/acme-challenge/token acme:80'] }], ask: [...each(['http://http-and-https.test', 'https://http-and-https.test'], ['/', '/foo?x=1', '/foo/', '/.well-known/acme-challenge/token']), 'http://http-and-https.test/foo | as POST', 'http://http-and-https.test/foo | host: http-and-https.test:8080'] },
];

function rowPath(type: string, written: string, n: number): string {
  const [path = '', mixed] = written.split(' ');
  return `${mixed === undefined ? type : mixed.slice(1, -1)} ${path} s${n}:80`;
}
