import { each, type Scenario } from '../scenario.js';

const asked = ['/', '/foo', '/foo/', '/bar'];

export const hostScenarios: readonly Scenario[] = [
  {
    id: 'wildcard',
    title: 'a wildcard host takes one label',
    ingresses: [{ name: 'web', rules: ['*.wildcard.test Prefix / any:80', 'a.wildcard.test Prefix /foo a:80', '*.deep.wildcard.test Prefix /foo deep:80'] }],
    ask: each(['http://b.wildcard.test', 'http://a.wildcard.test', 'http://wildcard.test', 'http://c.b.wildcard.test', 'http://x.deep.wildcard.test', 'http://deep.wildcard.test', 'http://B.Wildcard.TEST', 'http://b_c.wildcard.test', 'http://b-c.wildcard.test', 'http://b.wildcard.test.', 'http://b.wildcard.test:8080', 'http://-.wildcard.test', 'http://xwildcard.test', 'http://b.wildcardxtest', 'http://*.wildcard.test'], asked),
  },
  {
    id: 'known-host',
    title: 'a known host never falls through to a wildcard',
    ingresses: [{ name: 'wild', rules: ['*.known-host.test Prefix / wild:80'] }, { name: 'exact', rules: ['a.known-host.test Prefix /foo a:80'], at: 1 }, { name: 'empty', rules: ['empty.known-host.test'], at: 2 }],
    ask: each(['http://a.known-host.test', 'http://b.known-host.test', 'http://empty.known-host.test'], asked),
  },
  {
    id: 'alias',
    title: 'aliases, of which those that are hosts already are dropped',
    ingresses: [
      { name: 'web', rules: ['alias.test Prefix / web:80'], annotations: { 'server-alias': 'other.alias.test,second.alias.test' } },
      { name: 'second', rules: ['second.alias.test Prefix / second:80'], at: 1 },
      { name: 'third', rules: ['third.alias.test Prefix /foo third:80'], annotations: { 'server-alias': 'other.alias.test' }, at: 2 },
      { name: 'pattern', rules: ['pattern.alias.test Prefix / pattern:80'], annotations: { 'server-alias': '~^p[0-9]+\\.alias\\.test$' }, at: 3 },
    ],
    ask: each(['http://alias.test', 'http://other.alias.test', 'http://second.alias.test', 'http://third.alias.test', 'http://p12.alias.test', 'http://px.alias.test', 'http://P1.alias.test'], asked),
  },
  {
    id: 'shared-host',
    title: 'one host of several Ingresses and namespaces',
    ingresses: [
      { name: 'web', rules: ['shared-host.test Prefix /foo web:80'], at: 1 },
      { name: 'shared-host-b/web', rules: ['shared-host.test Prefix /bar web:80, Prefix /foo web:80'], at: 0 },
      { name: 'shared-host-c/web', rules: ['shared-host.test Exact /foo exact:80, Prefix / root:80'], at: 2 },
    ],
    ask: each(['http://shared-host.test'], [...asked, '/foo/x', '/bar/x', '/foox', '/x']),
  },
  {
    id: 'ages',
    title: 'the older of two paths wins; of one age, the last by namespace and name',
    ingresses: [
      { name: 'a', rules: ['old.ages.test Prefix /foo a:80', 'tie.ages.test Prefix /foo a:80', 'tie2.ages.test Prefix / a:80'], at: 5 },
      { name: 'b', rules: ['old.ages.test Prefix /foo b:80'], at: 4 },
      { name: 'c', rules: ['tie.ages.test Prefix /foo c:80'], at: 5 },
      { name: 'ages-z/a', rules: ['tie2.ages.test Prefix / z:80'], at: 5 },
      { name: 'ages-b/a', rules: ['tie2.ages.test Prefix / b:80'], at: 5 },
    ],
    ask: each(['http://old.ages.test', 'http://tie.ages.test', 'http://tie2.ages.test'], asked),
  },
  {
    id: 'duplicates',
    title: 'duplicates within one Ingress',
    ingresses: [{ name: 'web', rules: ['duplicates.test Prefix /foo first:80, Prefix /foo second:80, Exact /bar first:80, Exact /bar second:80', 'duplicates.test Prefix /foo third:80, Prefix /baz third:80'] }],
    ask: each(['http://duplicates.test'], [...asked, '/baz', '/foo/x', '/bar/x']),
  },
  {
    id: 'hostless',
    title: 'a rule for every host',
    ingresses: [{ name: 'web', rules: ['* Prefix /foo web:80', 'known.hostless.test Prefix /bar known:80'] }],
    ask: [...each(['http://any.test', 'https://any.test', 'http://known.hostless.test', 'http://10.1.2.3'], ['/', '/foo', '/foo/', '/foo/x', '/bar', '/healthz', '/nginx_status', '/healthzx', '/healthz/x']), 'http://any.test/foo | host: _'],
  },
  {
    id: 'hostless-root',
    title: 'a root for every host, and hosts with and without a root of their own',
    ingresses: [{ name: 'all', rules: ['* Prefix / all:80'] }, { name: 'one', rules: ['one.test Prefix /foo one:80', 'two.test Prefix / two:80', '*.wild.test Prefix /foo wild:80'], at: 1 }],
    ask: each(['http://one.test', 'http://two.test', 'http://three.test', 'http://a.wild.test', 'http://wild.test', 'http://a.b.wild.test'], [...asked, '/healthz', '/nginx_status']),
  },
  {
    id: 'hostless-exact',
    title: 'an Exact root for every host',
    ingresses: [{ name: 'all', rules: ['* Exact / all:80, Exact /healthz own:80'] }],
    ask: each(['http://any.test'], ['/', '/?x', '/foo', '//', '/healthz', '/healthz/']),
  },
];
