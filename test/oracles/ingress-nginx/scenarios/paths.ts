import { each, type Scenario } from '../scenario.js';

/** Ways to write about the same thing, which a data plane may or may not take for it. */
export function around(path: string): readonly string[] {
  const rest = path.slice(1);
  return [
    ...[path, `${path}/`, `${path}/bar`, `${path}bar`, path.toUpperCase(), `${path}?x=1`, `${path}/?x=1`, `${path}?`],
    ...[`/${path}`, `/.${path}`, `/x/..${path}`, `/..${path}`, `${path}//bar`, `${path}/.`, `${path}/..`, `${path}/../bar`, `${path}/./bar`],
    ...[`${path}%2F`, `${path}%2Fbar`, `/%2F${rest}`, `/%${rest.charCodeAt(0).toString(16)}${rest.slice(1)}`, `${path}%3Fx`, `${path}%20`, `${path};v=1`, `${path}%00`, `${path}/%2e%2e/bar`, `${path}%`, `${path}%zz`],
  ];
}

/** The rows of the table of the Ingress documentation (kubernetes.io, "Examples" of path types): rules, and paths that are asked there. */
const table: readonly (readonly [rules: string, asked: readonly string[]])[] = [
  ['Prefix / root:80', ['/', '/any', '/any/thing']],
  ['Exact /foo foo:80', ['/foo', '/bar', '/foo/']],
  ['Exact /foo/ foo:80', ['/foo', '/foo/']],
  ['Prefix /foo foo:80', ['/foo', '/foo/']],
  ['Prefix /foo/ foo:80', ['/foo', '/foo/']],
  ['Prefix /aaa/bb bb:80', ['/aaa/bbb']],
  ['Prefix /aaa/bbb bbb:80', ['/aaa/bbb', '/aaa/bbb/', '/aaa/bbb/ccc', '/aaa/bbbxyz']],
  ['Prefix /aaa/bbb/ bbb:80', ['/aaa/bbb', '/aaa/bbb/ccc']],
  ['Prefix / root:80, Prefix /aaa aaa:80', ['/aaa/ccc', '/ccc', '/aaa']],
  ['Prefix / root:80, Prefix /aaa aaa:80, Prefix /aaa/bbb bbb:80', ['/aaa/bbb', '/ccc', '/aaa', '/aaa/b']],
  ['Prefix /aaa aaa:80', ['/ccc']],
  ['Prefix /foo prefix:80, Exact /foo exact:80', ['/foo', '/foo/', '/foo/bar']],
  ['Exact /foo exact:80, Prefix /foo prefix:80', ['/foo', '/foo/', '/foo/bar']],
];

export const pathScenarios: readonly Scenario[] = [
  { id: 'prefix', title: 'a Prefix path', ingresses: [{ name: 'web', rules: ['prefix.test Prefix /foo web:80'] }], ask: each(['http://prefix.test'], ['/', '/other', ...around('/foo')]) },
  { id: 'exact', title: 'an Exact path', ingresses: [{ name: 'web', rules: ['exact.test Exact /foo web:80'] }], ask: each(['http://exact.test'], ['/', '/other', ...around('/foo')]) },
  { id: 'impl', title: 'a path whose type is the controller’s choice', ingresses: [{ name: 'web', rules: ['impl.test Impl /foo web:80'] }], ask: each(['http://impl.test'], ['/', '/other', ...around('/foo')]) },
  { id: 'prefix-slash', title: 'a Prefix path with a slash at its end', ingresses: [{ name: 'web', rules: ['prefix-slash.test Prefix /foo/ web:80'] }], ask: each(['http://prefix-slash.test'], ['/', ...around('/foo')]) },
  { id: 'exact-slash', title: 'an Exact path with a slash at its end', ingresses: [{ name: 'web', rules: ['exact-slash.test Exact /foo/ web:80'] }], ask: each(['http://exact-slash.test'], ['/', ...around('/foo')]) },
  { id: 'deep', title: 'a deep Prefix path', ingresses: [{ name: 'web', rules: ['deep.test Prefix /aaa/bbb web:80'] }], ask: each(['http://deep.test'], ['/', '/aaa', '/aaa/', '/aaa/bb', ...around('/aaa/bbb')]) },
  {
    id: 'table',
    title: 'the rows of the table of the Ingress documentation',
    ingresses: table.map(([rules], i) => ({ name: `row-${i}`, rules: [`row-${i}.table.test ${rules}`] })),
    ask: table.flatMap(([, asked], i) => each([`http://row-${i}.table.test`], asked)),
  },
  { id: 'root', title: 'the root alone', ingresses: [{ name: 'web', rules: ['prefix.root.test Prefix / web:80', 'exact.root.test Exact / web:80', 'impl.root.test Impl / web:80', 'none.root.test'] }], ask: each(['http://prefix.root.test', 'http://exact.root.test', 'http://impl.root.test', 'http://none.root.test'], ['/', '//', '/?x=1', '/foo', '/..', '/%2F', '/%00']) },
  {
    id: 'longest',
    title: 'the longest path first, whatever the order in which they stand',
    ingresses: [{ name: 'web', rules: ['longest.test Prefix / root:80, Prefix /a/b/c abc:80, Prefix /a a:80, Exact /a/b exact:80, Prefix /a/b ab:80, Exact /a/b/c/d abcd:80'] }],
    ask: each(['http://longest.test'], ['/', '/a', '/a/', '/a/x', '/ab', '/a/b', '/a/b/', '/a/b/x', '/a/b/c', '/a/b/cd', '/a/b/c/', '/a/b/c/d', '/a/b/c/d/', '/a/b/c/e', '/b', '/a//b', '/a/b/../b/c', '/A/b', '/a/B']),
  },
  {
    id: 'both-types',
    title: 'Prefix and Exact of one path, and of its twin with a slash',
    ingresses: [{ name: 'web', rules: ['one.both-types.test Prefix /foo prefix:80, Exact /foo exact:80', 'two.both-types.test Prefix /foo prefix:80, Exact /foo/ exact:80', 'three.both-types.test Exact /foo exact:80, Exact /foo/ slash:80'] }],
    ask: each(['http://one.both-types.test', 'http://two.both-types.test', 'http://three.both-types.test'], ['/foo', '/foo/', '/foo/x', '/foox', '/foo?a=b', '/foo/?a=b', '/foo/..', '/foo/../foo']),
  },
  {
    id: 'dots',
    title: 'paths with characters that mean something in a regular expression or a URI',
    ingresses: [{ name: 'web', rules: ['dots.test Prefix /a.b dot:80, Prefix /v1+2 plus:80, Exact /~user tilde:80, Impl /x(y) round:80, Prefix /ü umlaut:80, Prefix /sp%20ace percent:80'] }],
    ask: each(['http://dots.test'], ['/a.b', '/a.b/c', '/aXb', '/v1+2', '/v1+2/', '/v12', '/v1%2B2', '/~user', '/%7Euser', '/x(y)', '/x%28y%29', '/xy', '/%C3%BC', '/%c3%bc/x', '/sp%20ace', '/sp%2520ace', '/sp ace'.replace(' ', '%20'), '/sp+ace']),
  },
  {
    id: 'methods',
    title: 'methods other than GET, and a port in the host',
    ingresses: [{ name: 'web', rules: ['methods.test Prefix /foo/ web:80, Exact /only only:80'] }],
    ask: [...['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PROPFIND'].flatMap((method) => each(['http://methods.test'], ['/foo', '/foo/', '/only', '/none'], ` | as ${method}`)), ...each(['http://methods.test:8080', 'http://methods.test:80', 'http://METHODS.test', 'http://methods.test.', 'http://methods.test.:80'], ['/foo/', '/foo', '/only', '/none'])],
  },
];
