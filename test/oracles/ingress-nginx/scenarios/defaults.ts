import { each, type Scenario } from '../scenario.js';

const asked = ['/', '/foo', '/foo/', '/bar', '/healthz'];

export const defaultScenarios: readonly Scenario[] = [
  { id: 'default-only', title: 'an Ingress of a default backend alone', ingresses: [{ name: 'web', default: 'web:80' }], ask: each(['http://any.test', 'https://any.test', 'http://10.0.0.1'], asked) },
  {
    id: 'default-flag',
    title: 'a default backend of the controller’s own',
    ingresses: [{ name: 'web', rules: ['known.test Prefix /foo web:80', 'empty.test'] }, { name: 'own', default: 'own:80', rules: ['own.test Prefix /foo web:80'], at: 1 }],
    services: { fallback: { ports: ['http 80 8081', 'other 81 9090'] } },
    flags: ['--default-backend-service=default-flag/fallback'],
    ask: each(['http://known.test', 'http://unknown.test', 'http://empty.test', 'http://own.test', 'https://unknown.test'], asked),
  },
  {
    id: 'default-flag-empty',
    title: 'a default backend of the controller’s own without endpoints',
    ingresses: [{ name: 'web', rules: ['known.test Prefix /foo web:80'] }],
    services: { fallback: { ports: ['http 80 8081'], endpoints: ['!1'] } },
    flags: ['--default-backend-service=default-flag-empty/fallback'],
    ask: each(['http://known.test', 'http://unknown.test'], asked),
  },
  {
    id: 'default-host',
    title: 'the default backend of an Ingress with rules is for the hosts that it brings first',
    ingresses: [
      { name: 'first', default: 'first:80', rules: ['one.test Prefix /foo web:80', 'two.test Prefix / web:80'] },
      { name: 'second', default: 'second:80', rules: ['one.test Prefix /bar web:80', 'three.test Prefix /foo web:80'], at: 1 },
      { name: 'hostless', default: 'third:80', rules: ['* Prefix /foo web:80'], at: 2 },
      { name: 'missing', default: 'gone:80', rules: ['four.test Prefix /foo web:80'], at: 3 },
      { name: 'empty', default: 'empty:80', rules: ['five.test Prefix /foo web:80'], at: 4 },
    ],
    services: { gone: null, empty: { ports: ['http 80 8080'], endpoints: [] } },
    ask: each(['http://one.test', 'http://two.test', 'http://three.test', 'http://four.test', 'http://five.test', 'http://any.test'], asked),
  },
  {
    id: 'default-young',
    title: 'an Ingress of a default backend alone wins over a root for every host, however young',
    ingresses: [{ name: 'root', rules: ['* Prefix / root:80, Prefix /foo foo:80'] }, { name: 'default', default: 'default:80', at: 5 }, { name: 'later', default: 'later:80', at: 6 }],
    ask: each(['http://any.test'], asked),
  },
  {
    id: 'default-annotations',
    title: 'annotations of an Ingress of a default backend alone',
    ingresses: [{ name: 'web', default: 'web:80', annotations: { 'permanent-redirect': 'http://new.example.com', 'rewrite-target': '/x', 'force-ssl-redirect': 'true', 'denylist-source-range': '10.0.0.0/8' } }],
    ask: [...each(['http://any.test', 'https://any.test'], asked), ...each(['http://any.test/'], [' | from 10.1.2.3'])],
  },
  {
    id: 'default-annotation',
    title: 'the annotation default-backend, for what has no endpoints',
    ingresses: [
      { name: 'web', rules: ['default-annotation.test Prefix /full full:80, Prefix /empty empty:80, Prefix /gone gone:80'], annotations: { 'default-backend': 'fallback' } },
      { name: 'missing', rules: ['missing.default-annotation.test Prefix /full full:80, Prefix /empty empty:80'], annotations: { 'default-backend': 'nowhere' } },
      { name: 'none-ready', rules: ['none-ready.default-annotation.test Prefix /empty empty:80'], annotations: { 'default-backend': 'empty' } },
    ],
    services: { gone: null, empty: { ports: ['http 80 8080'], endpoints: [] }, fallback: { ports: ['first 8000 8081', 'second 80 9090'] } },
    ask: each(['http://default-annotation.test', 'http://missing.default-annotation.test', 'http://none-ready.default-annotation.test'], ['/', '/full', '/full/x?y=1', '/empty', '/empty/x', '/gone']),
  },
  {
    id: 'http-errors',
    title: 'custom-http-errors, answered by the default backend that is told',
    ingresses: [
      { name: 'web', rules: ['http-errors.test Prefix /full full:80, Prefix /empty empty:80'], annotations: { 'custom-http-errors': '404,503', 'default-backend': 'fallback' } },
      { name: 'plain', rules: ['plain.http-errors.test Prefix /full full:80, Prefix /empty empty:80'], annotations: { 'custom-http-errors': '404,503' } },
      { name: 'deny', rules: ['deny.http-errors.test Prefix / full:80'], annotations: { 'custom-http-errors': '403', 'default-backend': 'fallback', 'denylist-source-range': '127.0.0.0/8' } },
    ],
    services: { empty: { ports: ['http 80 8080'], endpoints: [] }, fallback: { ports: ['http 80 8081'] } },
    ask: each(['http://http-errors.test', 'http://plain.http-errors.test', 'http://deny.http-errors.test'], ['/', '/full', '/empty', '/other']),
  },
  {
    id: 'http-errors-config',
    title: 'custom-http-errors of the ConfigMap',
    ingresses: [{ name: 'web', rules: ['web.test Prefix /full full:80, Prefix /empty empty:80'] }],
    services: { empty: { ports: ['http 80 8080'], endpoints: [] }, fallback: { ports: ['http 80 8081'] } },
    config: { 'custom-http-errors': '404,503' },
    flags: ['--default-backend-service=http-errors-config/fallback'],
    ask: each(['http://web.test', 'http://any.test'], ['/', '/full', '/empty']),
  },
  {
    id: 'disable-catch-all',
    title: 'no Ingress with a default backend under --disable-catch-all',
    ingresses: [{ name: 'default', default: 'web:80' }, { name: 'both', default: 'web:80', rules: ['both.test Prefix /foo web:80'] }, { name: 'hostless', rules: ['* Prefix /foo hostless:80'] }, { name: 'plain', rules: ['plain.test Prefix /foo plain:80'] }],
    flags: ['--disable-catch-all=true'],
    ask: each(['http://any.test', 'http://both.test', 'http://plain.test'], asked),
  },
];
