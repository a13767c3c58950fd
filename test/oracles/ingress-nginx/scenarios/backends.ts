import { each, type Scenario } from '../scenario.js';

export const backendScenarios: readonly Scenario[] = [
  {
    id: 'ports',
    title: 'a port by number, by name and by targetPort',
    ingresses: [{ name: 'web', rules: ['ports.test Prefix /number web:80, Prefix /name web:http, Prefix /target web:8080, Prefix /admin web:admin, Prefix /admin-number web:9000, Prefix /admin-target web:9090, Prefix /missing web:81, Prefix /missing-name web:nope, Prefix /named-target named:80, Prefix /by-target-name named:pods, Prefix /unnamed unnamed:80, Prefix /unnamed-target unnamed:8081'] }],
    services: { web: { ports: ['http 80 8080', 'admin 9000 9090'] }, named: { ports: ['http 80 pods'] }, unnamed: { ports: ['- 80 8081'] } },
    ask: each(['http://ports.test'], ['/number', '/name', '/target', '/admin', '/admin-number', '/admin-target', '/missing', '/missing-name', '/named-target', '/by-target-name', '/unnamed', '/unnamed-target']),
  },
  {
    id: 'ports-order',
    title: 'where a number is the port of one and the targetPort of another, the first in the list counts',
    ingresses: [{ name: 'web', rules: ['ports-order.test Prefix /one one:8080, Prefix /two two:8080'] }],
    services: { one: { ports: ['a 80 8080', 'b 8080 9090'] }, two: { ports: ['b 8080 9090', 'a 80 8080'] } },
    ask: each(['http://ports-order.test'], ['/one', '/two']),
  },
  {
    id: 'endpoints',
    title: 'no Service, no endpoints, none that is ready, no slice',
    ingresses: [{ name: 'web', rules: ['endpoints.test Prefix /gone gone:80, Prefix /empty empty:80, Prefix /unready unready:80, Prefix /unknown unknown:80, Prefix /some some:80, Prefix /unsliced unsliced:80, Prefix /fine fine:80'] }],
    services: { gone: null, empty: { ports: ['http 80 8080'], endpoints: [] }, unready: { ports: ['http 80 8080'], endpoints: ['!1', '!2'] }, unknown: { ports: ['http 80 8080'], endpoints: ['?1'] }, some: { ports: ['http 80 8080'], endpoints: ['1', '!2', '3'] }, unsliced: { ports: ['http 80 8080'], unsliced: true } },
    ask: [...each(['http://endpoints.test'], ['/', '/gone', '/gone/x', '/empty', '/unready', '/unknown', '/unsliced', '/fine']), 'http://endpoints.test/some | times 12', 'http://endpoints.test/fine | times 12'],
  },
  {
    id: 'external-name',
    title: 'ExternalName Services',
    ingresses: [{ name: 'web', rules: ['external-name.test Prefix /ok ok:8080, Prefix /named named:http, Prefix /loopback loopback:8080, Prefix /bad bad:8080, Prefix /other-port named:9090, Prefix /target named:8081'] }],
    services: {
      ok: { ports: [], externalName: 'outside.example.com' },
      named: { ports: ['http 80 8081'], externalName: 'outside.example.com' },
      loopback: { ports: [], externalName: 'localhost' },
      bad: { ports: [], externalName: '127.0.0.1' },
    },
    ask: each(['http://external-name.test'], ['/ok', '/named', '/loopback', '/bad', '/other-port', '/target']),
  },
  {
    id: 'no-external-name',
    title: 'ExternalName Services where a flag forbids them',
    ingresses: [{ name: 'web', rules: ['no-external-name.test Prefix /ok ok:8080, Prefix /web web:80'] }],
    services: { ok: { ports: [], externalName: 'outside.example.com' } },
    flags: ['--disable-svc-external-name=true'],
    ask: each(['http://no-external-name.test'], ['/ok', '/web']),
  },
  {
    id: 'service-upstream',
    title: 'the address of the Service as the only endpoint',
    ingresses: [{ name: 'web', rules: ['service-upstream.test Prefix / web:8080, Prefix /headless headless:80, Prefix /empty empty:8080'], annotations: { 'service-upstream': 'true' } }],
    services: { web: { ports: ['http 8080 8080'], clusterIP: '10.96.255.2' }, headless: { ports: ['http 80 8080'], headless: true }, empty: { ports: ['http 8080 8080'], clusterIP: '10.96.255.3', endpoints: [] } },
    ask: [...each(['http://service-upstream.test'], ['/', '/headless', '/empty']), 'http://service-upstream.test/ | times 6'],
  },
  {
    id: 'headless',
    title: 'a headless Service',
    ingresses: [{ name: 'web', rules: ['headless.test Prefix / web:80'] }],
    services: { web: { ports: ['http 80 8080'], headless: true } },
    ask: ['http://headless.test/', 'http://headless.test/ | times 8'],
  },
  {
    id: 'balancing',
    title: 'every endpoint gets requests',
    ingresses: [{ name: 'web', rules: ['balancing.test Prefix / web:80'] }],
    services: { web: { ports: ['http 80 8080'], endpoints: ['1', '2', '3', '4', '5'] } },
    ask: ['http://balancing.test/ | times 30', 'http://balancing.test/x'],
  },
  {
    id: 'a-b',
    title: 'two Services whose names come to one key: the older decides for both',
    ingresses: [{ name: 'a-b/one', rules: ['one.a-b.test Prefix / c:80'] }, { name: 'a/two', rules: ['two.a-b.test Prefix / b-c:80'], at: 1 }],
    ask: each(['http://one.a-b.test', 'http://two.a-b.test'], ['/', '/x']),
  },
  {
    id: 'resource',
    title: 'a host without paths beside one with',
    ingresses: [{ name: 'web', rules: ['resource.test', 'other.resource.test Prefix /foo web:80'] }, { name: 'second', rules: ['resource.test Prefix /bar web:80'], at: 1 }],
    ask: each(['http://resource.test', 'http://other.resource.test'], ['/', '/foo', '/bar']),
  },
];
