import { each, type Scenario } from '../scenario.js';

export const regexScenarios: readonly Scenario[] = [
  {
    id: 'use-regex',
    title: 'one annotation makes regular expressions of all paths of the host',
    ingresses: [
      { name: 'regex', rules: ['use-regex.test Impl /foo/[a-z]{3} regex:80', 'plain.use-regex.test Prefix /a plain:80'], annotations: { 'use-regex': 'true' } },
      { name: 'plain', rules: ['use-regex.test Prefix /foo plain:80, Exact /bar exact:80, Prefix /a.b dot:80, Exact /foo/bar/bar twice:80', 'other.use-regex.test Exact /bar exact:80'], at: 1 },
    ],
    ask: each(['http://use-regex.test', 'http://other.use-regex.test', 'http://plain.use-regex.test'], ['/', '/foo', '/foo/', '/foobar', '/FOO', '/foo/abc', '/foo/ABC', '/foo/abcd', '/foo/ab', '/foo/12', '/bar', '/bar/baz', '/barx', '/BAR', '/a.b', '/aXb', '/aXb/c', '/foo/bar/bar', '/foo/bar', '/x/foo', '/a', '/ab', '/A']),
  },
  {
    id: 'rewrite-root',
    title: 'a rewrite target of /',
    ingresses: [{ name: 'web', rules: ['rewrite-root.test Prefix /foo web:80, Exact /bar bar:80'], annotations: { 'rewrite-target': '/' } }],
    ask: each(['http://rewrite-root.test'], ['/', '/foo', '/foo/', '/foo/x', '/foobar', '/FOO', '/bar', '/barx', '/bar/x', '/foo?x=1', '/foo/x?y=2', '/x/foo', '/other', '/foo%2Fx', '//foo', '/foo/../x']),
  },
  {
    id: 'rewrite-groups',
    title: 'a rewrite target with groups',
    ingresses: [{ name: 'web', rules: ['rewrite-groups.test Impl /something(/|$)(.*) web:80, Impl /v([0-9]+)/(.*)/end end:80'], annotations: { 'rewrite-target': '/$2', 'use-regex': 'true' } }],
    ask: each(['http://rewrite-groups.test'], ['/', '/something', '/something/', '/something/new', '/something/new/?x=1', '/somethingelse', '/Something/New', '/something//new', '/something/a%20b', '/something/a%2Fb', '/something/%3Fx', '/v1/a/end', '/v12/a/b/end?q', '/v/a/end', '/v1/end', '/something/new/../old', '/something/ü'.replace('ü', '%C3%BC')]),
  },
  {
    id: 'rewrite-same',
    title: 'a rewrite target that is the path itself turns nothing on',
    ingresses: [{ name: 'web', rules: ['rewrite-same.test Prefix / web:80', 'two.rewrite-same.test Prefix /foo web:80'], annotations: { 'rewrite-target': '/' } }, { name: 'plain', rules: ['rewrite-same.test Exact /bar exact:80'], at: 1 }],
    ask: each(['http://rewrite-same.test', 'http://two.rewrite-same.test'], ['/', '/bar', '/barx', '/bar/', '/foo', '/FOO/x', '/foox']),
  },
  {
    id: 'rewrite-young',
    title: 'a rewrite in a younger Ingress turns the whole host',
    ingresses: [{ name: 'plain', rules: ['rewrite-young.test Exact /bar exact:80, Prefix /foo foo:80'] }, { name: 'young', rules: ['rewrite-young.test Prefix /api api:80'], annotations: { 'rewrite-target': '/v2' }, at: 1 }],
    ask: each(['http://rewrite-young.test'], ['/', '/bar', '/barx', '/bar/', '/foo', '/foox', '/FOO', '/api', '/api/x', '/apix?y=1', '/API', '/x']),
  },
  {
    id: 'rewrite-odd',
    title: 'rewrite targets that are odd',
    ingresses: [
      { name: 'relative', rules: ['relative.rewrite-odd.test Prefix /foo web:80'], annotations: { 'rewrite-target': 'x' } },
      { name: 'query', rules: ['query.rewrite-odd.test Impl /foo/(.*) web:80'], annotations: { 'rewrite-target': '/bar?path=$1' } },
      { name: 'absolute', rules: ['absolute.rewrite-odd.test Prefix /foo web:80'], annotations: { 'rewrite-target': 'https://elsewhere.example.com/' } },
      { name: 'bad', rules: ['bad.rewrite-odd.test Prefix /foo web:80'], annotations: { 'rewrite-target': '/ $x;' } },
    ],
    ask: each(['http://relative.rewrite-odd.test', 'http://query.rewrite-odd.test', 'http://absolute.rewrite-odd.test', 'http://bad.rewrite-odd.test'], ['/', '/foo', '/foo/', '/foo/x', '/foo/x?y=1', '/fooz']),
  },
  {
    id: 'rewrite-unanchored',
    title: 'the pattern of a rewrite is not anchored, and the whole path is replaced',
    ingresses: [{ name: 'web', rules: ['rewrite-unanchored.test Impl /(a|b)/x web:80, Prefix /c c:80'], annotations: { 'rewrite-target': '/got/$1' } }],
    ask: each(['http://rewrite-unanchored.test'], ['/a/x', '/b/x/y', '/b/X', '/c', '/c/b/x', '/z', '/z/a/x', '/a/xyz?q=1']),
  },
  {
    id: 'app-root',
    title: 'an app-root',
    ingresses: [
      { name: 'web', rules: ['app-root.test Prefix / web:80', 'sub.app-root.test Prefix /sub web:80'], annotations: { 'app-root': '/app1' } },
      { name: 'tls', rules: ['tls.app-root.test Prefix / web:80'], tls: ['tls tls.app-root.test'], annotations: { 'app-root': '/app1' } },
      { name: 'bad', rules: ['bad.app-root.test Prefix / web:80'], annotations: { 'app-root': 'app1' } },
    ],
    secrets: { tls: ['tls.app-root.test'] },
    ask: each(['http://app-root.test', 'http://sub.app-root.test', 'http://tls.app-root.test', 'https://tls.app-root.test', 'http://bad.app-root.test', 'http://app-root.test:8080'], ['/', '/?x=1', '//', '/app1', '/sub', '/x/..', '/%2F']),
  },
];
