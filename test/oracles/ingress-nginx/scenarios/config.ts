import { each, type Scenario } from '../scenario.js';

const tls = { ingresses: [{ name: 'web', rules: ['web.test Prefix /foo web:80'], tls: ['cert web.test'] }, { name: 'plain', rules: ['plain.test Prefix /foo web:80'] }], secrets: { cert: ['web.test'] } } as const;
const forwarded = ['', ' | X-Forwarded-Proto: https', ' | X-Forwarded-Proto: http', ' | X-Forwarded-Host: plain.test', ' | X-Forwarded-Host: web.test, other.test', ' | X-Forwarded-Port: 8443', ' | X-Forwarded-For: 10.1.2.3'];

export const configScenarios: readonly Scenario[] = [
  { id: 'forwarded-off', title: 'headers of a proxy before, which are not heeded', ...tls, alone: true, ask: each(['http://web.test/foo', 'http://plain.test/foo', 'https://web.test/foo'], forwarded) },
  { id: 'forwarded-on', title: 'use-forwarded-headers', ...tls, config: { 'use-forwarded-headers': 'true' }, ask: each(['http://web.test/foo', 'http://plain.test/foo', 'https://web.test/foo', 'http://web.test/foo/'], forwarded) },
  {
    id: 'forwarded-sources',
    title: 'use-forwarded-headers with lists of sources',
    ingresses: [{ name: 'web', rules: ['web.test Prefix / web:80'], annotations: { 'allowlist-source-range': '10.1.0.0/16' } }],
    config: { 'use-forwarded-headers': 'true', 'proxy-real-ip-cidr': '127.0.0.0/8' },
    ask: each(['http://web.test/'], ['', ' | X-Forwarded-For: 10.1.2.3', ' | X-Forwarded-For: 10.1.2.3, 10.9.9.9', ' | X-Forwarded-For: 10.9.9.9, 10.1.2.3', ' | from 10.1.2.3', ' | from 10.9.9.9 | X-Forwarded-For: 10.1.2.3']),
  },
  { id: 'redirect-code', title: 'http-redirect-code', ...tls, config: { 'http-redirect-code': '301' }, ask: each(['http://web.test', 'http://plain.test'], ['/', '/foo', '/foo/']) },
  {
    id: 'no-tls-redirect',
    title: 'no-tls-redirect-locations takes the place of its default',
    ingresses: [{ name: 'web', rules: ['web.test Prefix / web:80, Prefix /open web:80, Prefix /.well-known/acme-challenge web:80, Exact /openly web:80'], tls: ['cert web.test'] }],
    secrets: { cert: ['web.test'] },
    config: { 'no-tls-redirect-locations': '/open,/other' },
    ask: each(['http://web.test'], ['/', '/open', '/open/x', '/openly', '/openlyx', '/other', '/.well-known/acme-challenge/x']),
  },
  { id: 'ssl-redirect-off', title: 'ssl-redirect off for all', ...tls, config: { 'ssl-redirect': 'false' }, ask: each(['http://web.test', 'http://plain.test'], ['/', '/foo', '/foo/']) },
  { id: 'force-ssl', title: 'force-ssl-redirect for all', ...tls, config: { 'force-ssl-redirect': 'true' }, ask: each(['http://web.test', 'http://plain.test', 'http://any.test', 'https://any.test'], ['/', '/foo', '/foo/']) },
  {
    id: 'config-sources',
    title: 'lists of sources for all, of which those of an Ingress take the place',
    ingresses: [{ name: 'web', rules: ['web.test Prefix / web:80'] }, { name: 'own', rules: ['own.test Prefix / web:80'], annotations: { 'allowlist-source-range': '10.9.0.0/16' } }],
    config: { 'whitelist-source-range': '10.1.0.0/16', 'denylist-source-range': '10.1.2.0/24' },
    ask: each(['http://web.test/', 'http://own.test/', 'http://any.test/'], ['', ' | from 10.1.2.3', ' | from 10.1.3.3', ' | from 10.9.0.1']),
  },
  { id: 'merge-slashes', title: 'a ConfigMap of what does not matter here', ingresses: [{ name: 'web', rules: ['web.test Prefix /foo web:80'] }], config: { 'server-tokens': 'false', 'use-gzip': 'true', 'no-such-key': 'x' }, ask: each(['http://web.test'], ['/', '/foo', '//foo', '/foo//bar']) },
  { id: 'relative-redirects', title: 'relative redirects', ingresses: [{ name: 'web', rules: ['web.test Exact /foo/ web:80'] }, { name: 'one', rules: ['one.test Exact /foo/ web:80'], annotations: { 'relative-redirects': 'true' } }], config: { 'relative-redirects': 'true' }, ask: each(['http://web.test', 'http://one.test'], ['/foo', '/foo/', '/foo?x=1']) },
  { id: 'relative-one', title: 'relative redirects of one Ingress', ingresses: [{ name: 'web', rules: ['web.relative-one.test Exact /foo/ web:80'] }, { name: 'one', rules: ['one.relative-one.test Exact /foo/ web:80'], annotations: { 'relative-redirects': 'true' } }], ask: each(['http://web.relative-one.test', 'http://one.relative-one.test'], ['/foo', '/foo/', '/foo?x=1']) },
  {
    id: 'block',
    title: 'a ConfigMap that blocks sources',
    ingresses: [{ name: 'web', rules: ['web.test Prefix / web:80'] }],
    config: { 'block-cidrs': '10.1.0.0/16' },
    ask: each(['http://web.test/', 'http://any.test/'], ['', ' | from 10.1.2.3']),
  },
];
