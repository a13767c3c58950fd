import { gateway, grpcRoute, httpRoute } from '../objects.js';
import type { Scenario } from '../scenario.js';

const isolated = ['any HTTP 80 from=All', 'example HTTP 80 *.example.com from=All', 'foo HTTP 80 *.foo.example.com from=All', 'abc HTTP 80 abc.foo.example.com from=All'];

const isolation = {
  'http://bar.com/any': 'v1',
  'http://bar.com/example': '404',
  'http://bar.com/foo': '404',
  'http://bar.com/abc': '404',
  'http://bar.example.com/any': '404',
  'http://bar.example.com/example': 'v1',
  'http://bar.example.com/foo': '404',
  'http://bar.example.com/abc': '404',
  'http://bar.foo.example.com/any': '404',
  'http://bar.foo.example.com/example': '404',
  'http://bar.foo.example.com/foo': 'v1',
  'http://bar.foo.example.com/abc': '404',
  'http://abc.foo.example.com/any': '404',
  'http://abc.foo.example.com/example': '404',
  'http://abc.foo.example.com/foo': '404',
  'http://abc.foo.example.com/abc': 'v1',
};

const everyHost = ['bar.com', '*.example.com', '*.foo.example.com', 'abc.foo.example.com'];

/** Which listener and which hosts. */
export const hosts: readonly Scenario[] = [
  {
    name: 'a route is served on the hosts that it has in common with its listeners',
    conformance: ['HTTPRouteHostnameIntersection'],
    objects: [
      gateway('edge', ['l1 HTTP 80 very.specific.com', 'l2 HTTP 80 *.wildcard.io', 'l3 HTTP 80 *.anotherwildcard.io']),
      httpRoute('exact-exact', { parents: ['edge'], hosts: ['non.matching.com', '*.nonmatchingwildcard.io', 'very.specific.com'], rules: [{ match: ['/s1'], to: ['v1'] }] }),
      httpRoute('exact-wildcard', { parents: ['edge'], hosts: ['non.matching.com', 'wildcard.io', 'foo.wildcard.io', 'bar.wildcard.io', 'foo.bar.wildcard.io'], rules: [{ match: ['/s2'], to: ['v2'] }] }),
      httpRoute('wildcard-exact', { parents: ['edge'], hosts: ['non.matching.com', '*.specific.com'], rules: [{ match: ['/s3'], to: ['v3'] }] }),
      httpRoute('wildcard-wildcard', { parents: ['edge'], hosts: ['*.anotherwildcard.io'], rules: [{ match: ['/s4'], to: ['v1'] }] }),
      httpRoute('none', { parents: ['edge'], hosts: ['specific.but.wrong.com', 'wildcard.io'], rules: [{ match: ['/s5'], to: ['v2'] }] }),
    ],
    requests: {
      'http://very.specific.com/s1': 'v1',
      'http://very.specific.com/s1 | host: very.specific.com:1234': 'v1',
      'http://non.matching.com/s1': '404',
      'http://foo.nonmatchingwildcard.io/s1': '404',
      'http://foo.wildcard.io/s1': '404',
      'http://very.specific.com/non-matching-prefix': '404',
      'http://foo.wildcard.io/s2': 'v2',
      'http://bar.wildcard.io/s2': 'v2',
      'http://foo.bar.wildcard.io/s2': 'v2',
      'http://non.matching.com/s2': '404',
      'http://wildcard.io/s2': '404',
      'http://very.specific.com/s2': '404',
      'http://very.specific.com/s3': 'v3',
      'http://foo.specific.com/s3': '404',
      'http://foo.wildcard.io/s3': '404',
      'http://foo.anotherwildcard.io/s4': 'v1',
      'http://bar.anotherwildcard.io/s4': 'v1',
      'http://foo.bar.anotherwildcard.io/s4': 'v1',
      'http://anotherwildcard.io/s4': '404',
      'http://foo.wildcard.io/s4': '404',
      'http://specific.but.wrong.com/s5': '404',
      'http://wildcard.io/s5': '404',
      'http://VERY.Specific.com/s1': 'v1',
    },
    routes: { 'HTTPRoute none': 'NoMatchingListenerHostname' },
    listeners: { 'edge#l1': '2', 'edge#l2': '1', 'edge#l3': '1' },
  },
  {
    name: 'a listener without a host takes the hosts of its routes',
    conformance: ['HTTPRouteHostnameIntersection'],
    objects: [gateway('edge', ['l1 HTTP 80']), httpRoute('r', { parents: ['edge'], hosts: ['first.com', 'sub.first.com', 'second.com', 'sub.second.com'], rules: [{ to: ['v2'] }] })],
    requests: { 'http://first.com/': 'v2', 'http://sub.first.com/': 'v2', 'http://second.com/': 'v2', 'http://sub.second.com/': 'v2', 'http://third.com/': '404', 'http://sub.third.com/': '404' },
    listeners: { 'edge#l1': '1' },
  },
  {
    name: 'a route without hosts has those of its listener',
    conformance: ['HTTPRouteListenerHostnameMatching'],
    objects: [
      gateway('edge', ['l1 HTTP 80 bar.com', 'l2 HTTP 80 foo.bar.com', 'l3 HTTP 80 *.bar.com', 'l4 HTTP 80 *.foo.com']),
      httpRoute('one', { parents: ['edge#l1'], rules: [{ to: ['v1'] }] }),
      httpRoute('two', { parents: ['edge#l2'], rules: [{ to: ['v2'] }] }),
      httpRoute('three', { parents: ['edge#l3', 'edge#l4'], rules: [{ to: ['v3'] }] }),
    ],
    requests: {
      'http://bar.com/': 'v1',
      'http://foo.bar.com/': 'v2',
      'http://baz.bar.com/': 'v3',
      'http://boo.bar.com/': 'v3',
      'http://multiple.prefixes.bar.com/': 'v3',
      'http://multiple.prefixes.foo.com/': 'v3',
      'http://foo.com/': '404',
      'http://no.matching.host/': '404',
    },
  },
  {
    name: 'a reference to a port attaches to the listeners of that port',
    conformance: ['HTTPRouteListenerPortMatching'],
    objects: [
      gateway('edge', ['l1 HTTP 80 foo.com', 'l2 HTTP 8080 foo.com', 'l3 HTTP 8080 bar.com', 'l4 HTTP 8090 foo.com', 'l5 HTTP 8090 bar.com']),
      httpRoute('one', { parents: ['edge:80'], rules: [{ to: ['v1'] }] }),
      httpRoute('two', { parents: ['edge:8080'], rules: [{ to: ['v2'] }] }),
      httpRoute('three', { parents: ['edge#l4:8090'], rules: [{ to: ['v3'] }] }),
    ],
    requests: { 'http://foo.com/': 'v1', 'http://foo.com:8080/': 'v2', 'http://bar.com:8080/': 'v2', 'http://foo.com:8090/': 'v3', 'http://bar.com:8090/': '404' },
  },
  {
    name: 'a request belongs to the narrowest listener alone',
    conformance: ['GatewayHTTPListenerIsolation'],
    objects: [gateway('edge', isolated), ...['any', 'example', 'foo', 'abc'].map((name) => httpRoute(name, { parents: [`edge#${name}`], rules: [{ match: [`/${name}`], to: ['v1'] }] }))],
    requests: isolation,
  },
  {
    name: 'a request belongs to the narrowest listener alone, whatever hosts a route of a wider one names',
    conformance: ['GatewayHTTPListenerIsolation'],
    objects: [gateway('edge', isolated), ...['any', 'example', 'foo', 'abc'].map((name) => httpRoute(name, { parents: [`edge#${name}`], hosts: everyHost, rules: [{ match: [`/${name}`], to: ['v1'] }] }))],
    requests: isolation,
  },
  {
    name: 'an exact host comes before a wildcard, a longer wildcard before a shorter one, whatever the paths',
    conformance: [],
    objects: [
      httpRoute('wide', { parents: ['own'], hosts: ['*.example.com'], rules: [{ match: ['/very/long/path'], to: ['v1'] }, { match: ['/'], to: ['v1'] }] }),
      httpRoute('narrow', { parents: ['own'], hosts: ['*.shop.example.com'], rules: [{ match: ['/'], to: ['v2'] }] }),
      httpRoute('exact', { parents: ['own'], hosts: ['a.shop.example.com'], rules: [{ match: ['/'], to: ['v3'] }] }),
    ],
    requests: {
      'http://a.shop.example.com/very/long/path': 'v3',
      'http://b.shop.example.com/very/long/path': 'v2',
      'http://x.y.shop.example.com/': 'v2',
      'http://shop.example.com/very/long/path': 'v1',
      'http://example.com/': '404',
    },
  },
  {
    name: 'what no rule of the narrowest host takes goes to no wider host',
    conformance: [],
    objects: [
      httpRoute('any', { parents: ['own'], rules: [{ match: ['/'], to: ['v1'] }] }),
      httpRoute('exact', { parents: ['own'], hosts: ['www.example.com'], rules: [{ match: ['/only'], to: ['v2'] }] }),
    ],
    requests: { 'http://www.example.com/only': 'v2', 'http://www.example.com/other': '404', 'http://other.example.com/other': 'v1' },
  },
  {
    name: 'routes that a listener gives the same host are one table, whatever host they name themselves',
    conformance: [],
    objects: [
      gateway('edge', ['l HTTP 80 www.example.com']),
      httpRoute('named', { parents: ['edge'], hosts: ['www.example.com'], age: 5, rules: [{ match: ['/a'], to: ['v1'] }] }),
      httpRoute('wildcard', { parents: ['edge'], hosts: ['*.example.com'], age: 3, rules: [{ match: ['/a/b'], to: ['v2'] }] }),
      httpRoute('hostless', { parents: ['edge'], age: 1, rules: [{ match: ['/a'], to: ['v3'] }] }),
    ],
    requests: { 'http://www.example.com/a': 'v3', 'http://www.example.com/a/b': 'v2', 'http://other.example.com/a': '404' },
  },
  {
    name: 'a route may hang on several Gateways',
    conformance: ['HTTPRouteMultipleGateways'],
    objects: [
      httpRoute('shared', { parents: ['own', 'all'], rules: [{ match: ['/shared'], to: ['v1'] }] }),
      httpRoute('own', { parents: ['own'], rules: [{ match: ['/'], to: ['v2'] }] }),
      httpRoute('all', { parents: ['all'], rules: [{ match: ['/'], to: ['v3'] }] }),
    ],
    requests: { 'http://a.test/shared': 'v1', 'http://a.test/': 'v2', 'http://a.test/shared | gateway: all': 'v1', 'http://a.test/ | gateway: all': 'v3' },
  },
  {
    name: 'gRPC calls by listener host',
    conformance: ['GRPCRouteListenerHostnameMatching'],
    objects: [
      gateway('edge', ['l1 HTTP 80 bar.com', 'l2 HTTP 80 foo.bar.com', 'l3 HTTP 80 *.bar.com', 'l4 HTTP 80 *.foo.com']),
      grpcRoute('one', { parents: ['edge#l1'], rules: [{ to: ['g1'] }] }),
      grpcRoute('two', { parents: ['edge#l2'], rules: [{ to: ['g2'] }] }),
      grpcRoute('three', { parents: ['edge#l3', 'edge#l4'], rules: [{ to: ['g3'] }] }),
    ],
    requests: {
      'CALL http://bar.com/echo.Echo/Say': 'g1',
      'CALL http://foo.bar.com/echo.Echo/Say': 'g2',
      'CALL http://baz.bar.com/echo.Echo/Say': 'g3',
      'CALL http://multiple.prefixes.bar.com/echo.Echo/Say': 'g3',
      'CALL http://multiple.prefixes.foo.com/echo.Echo/Say': 'g3',
      'CALL http://foo.com/echo.Echo/Say': 'grpc 12',
      'CALL http://no.matching.host/echo.Echo/Say': 'grpc 12',
    },
  },
  {
    name: 'gRPC calls by service and method',
    conformance: ['GRPCExactMethodMatching', 'GRPCRouteNamedRule'],
    objects: [
      grpcRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['call echo.Echo/Say'], to: ['g1'] },
          { name: 'second', match: ['call echo.Echo/SayTwo'], to: ['g2'] },
          { match: ['call other.Service/'], to: ['g3'] },
        ],
      }),
    ],
    requests: {
      'CALL http://a.test/echo.Echo/Say': 'g1',
      'CALL http://a.test/echo.Echo/SayTwo': 'g2',
      'CALL http://a.test/echo.Echo/SayThree': 'grpc 12',
      'CALL http://a.test/other.Service/Any': 'g3',
      'CALL http://a.test/echo.echo/Say': 'grpc 12',
    },
  },
  {
    name: 'gRPC calls by header',
    conformance: ['GRPCRouteHeaderMatching'],
    objects: [
      grpcRoute('r', {
        parents: ['own'],
        rules: [
          { match: ['header version=one'], to: ['g1'] },
          { match: ['header version=two'], to: ['g2'] },
          { match: ['header version=two & header color=orange'], to: ['g1'] },
          { match: ['header color=blue', 'header color=green'], to: ['g1'] },
          { match: ['header color=red', 'header color=yellow'], to: ['g2'] },
        ],
      }),
    ],
    requests: {
      'CALL http://a.test/echo.Echo/Say | version: one': 'g1',
      'CALL http://a.test/echo.Echo/Say | version: two': 'g2',
      'CALL http://a.test/echo.Echo/Say | version: two | color: orange': 'g1',
      'CALL http://a.test/echo.Echo/Say | version: two | color: blue': 'g2',
      'CALL http://a.test/echo.Echo/Say | color: orange': 'grpc 12',
      'CALL http://a.test/echo.Echo/Say | some-other-header: one': 'grpc 12',
      'CALL http://a.test/echo.Echo/Say | color: blue': 'g1',
      'CALL http://a.test/echo.Echo/Say | color: green': 'g1',
      'CALL http://a.test/echo.Echo/Say | color: red': 'g2',
      'CALL http://a.test/echo.Echo/Say | color: yellow': 'g2',
      'CALL http://a.test/echo.Echo/Say | color: purple': 'grpc 12',
    },
  },
];
