import { each, type IngressParts, type Scenario } from '../scenario.js';

function canary(name: string, host: string, path: string, annotations: Readonly<Record<string, string>>, more: Partial<IngressParts> = {}): readonly IngressParts[] {
  return [
    { name: `${name}-main`, rules: [`${host} Prefix ${path} ${name}-main:80`] },
    { name: `${name}-canary`, rules: [`${host} Prefix ${path} ${name}-canary:80`], annotations: { canary: 'true', ...annotations }, at: 1, ...more },
  ];
}

const headers = ['', ' | X-Canary: always', ' | X-Canary: never', ' | X-Canary: yes', ' | X-Canary: ALWAYS', ' | x-canary: always', ' | Cookie: canary=always', ' | Cookie: canary=never', ' | Cookie: canary=yes', ' | X-Canary: never | Cookie: canary=always', ' | X-Canary: yes | Cookie: canary=always', ' | X-Canary: '];

export const canaryScenarios: readonly Scenario[] = [
  {
    id: 'canary',
    title: 'a canary by header, cookie, value and pattern, and by all or nothing of the weight',
    ingresses: [
      ...canary('header', 'header.canary.test', '/', { 'canary-by-header': 'X-Canary' }),
      ...canary('value', 'value.canary.test', '/', { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'yes' }),
      ...canary('pattern', 'pattern.canary.test', '/', { 'canary-by-header': 'X-Canary', 'canary-by-header-pattern': '^y.s$' }),
      ...canary('both', 'both.canary.test', '/', { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'no', 'canary-by-header-pattern': '^y.s$' }),
      ...canary('cookie', 'cookie.canary.test', '/', { 'canary-by-cookie': 'canary' }),
      ...canary('all', 'all.canary.test', '/', { 'canary-weight': '100', 'canary-by-header': 'X-Canary', 'canary-by-cookie': 'canary' }),
      ...canary('nothing', 'nothing.canary.test', '/', { 'canary-weight': '0', 'canary-by-header': 'X-Canary', 'canary-by-cookie': 'canary' }),
      ...canary('total', 'total.canary.test', '/', { 'canary-weight': '50', 'canary-weight-total': '50' }),
      ...canary('none', 'none.canary.test', '/', {}),
      ...canary('value-alone', 'value-alone.canary.test', '/', { 'canary-by-header-value': 'yes' }),
      ...canary('broken', 'broken.canary.test', '/', { 'canary-by-header': 'X-Canary', 'canary-by-header-pattern': '(' }),
    ],
    ask: [...each(['header', 'value', 'pattern', 'both', 'cookie', 'all', 'nothing', 'none', 'value-alone', 'broken'].map((name) => `http://${name}.canary.test/`), headers), 'http://all.canary.test/ | times 20', 'http://nothing.canary.test/ | times 20', 'http://total.canary.test/ | times 60'],
  },
  {
    id: 'canary-weight',
    title: 'a canary by weight: each gets some',
    ingresses: [...canary('half', 'canary-weight.test', '/', { 'canary-weight': '50' }), ...canary('tenth', 'tenth.canary-weight.test', '/', { 'canary-weight': '500', 'canary-weight-total': '1000' })],
    ask: ['http://canary-weight.test/ | times 60', 'http://tenth.canary-weight.test/ | times 60'],
  },
  {
    id: 'canary-merge',
    title: 'what a canary needs to be merged: host, path and type of a main Ingress',
    ingresses: [
      { name: 'main', rules: ['canary-merge.test Prefix / main:80, Prefix /foo foo:80, Exact /exact exact:80'] },
      { name: 'alone', rules: ['alone.canary-merge.test Prefix / alone:80'], annotations: { canary: 'true', 'canary-weight': '100' } },
      { name: 'path', rules: ['canary-merge.test Prefix /bar bar-canary:80'], annotations: { canary: 'true', 'canary-weight': '100' }, at: 1 },
      { name: 'type', rules: ['canary-merge.test Prefix /exact exact-canary:80'], annotations: { canary: 'true', 'canary-weight': '100' }, at: 1 },
      { name: 'foo', rules: ['canary-merge.test Impl /foo foo-canary:80'], annotations: { canary: 'true', 'canary-weight': '100' }, at: 1 },
    ],
    ask: each(['http://canary-merge.test', 'http://alone.canary-merge.test'], ['/', '/foo', '/foo/x', '/bar', '/exact', '/exact/']),
  },
  {
    id: 'canary-partial',
    title: 'one path that is not matched kills the others of its Service',
    ingresses: [
      { name: 'main', rules: ['canary-partial.test Prefix / main:80, Prefix /foo foo:80'] },
      { name: 'canary', rules: ['canary-partial.test Prefix / next:80, Prefix /nowhere next:80, Prefix /foo other:80'], annotations: { canary: 'true', 'canary-weight': '100' }, at: 1 },
    ],
    ask: each(['http://canary-partial.test'], ['/', '/foo', '/nowhere']),
  },
  {
    id: 'canary-shared',
    title: 'a canary is of the Service, so that every host of it has it',
    ingresses: [
      { name: 'one', rules: ['one.canary-shared.test Prefix / main:80'] },
      { name: 'two', rules: ['two.canary-shared.test Prefix /two main:80'] },
      { name: 'canary', rules: ['one.canary-shared.test Prefix / next:80'], annotations: { canary: 'true', 'canary-by-header': 'X-Canary' }, at: 1 },
    ],
    ask: each(['http://one.canary-shared.test/', 'http://two.canary-shared.test/two', 'http://two.canary-shared.test/'], headers.slice(0, 4)),
  },
  {
    id: 'canary-two',
    title: 'of several canaries only the first counts',
    ingresses: [
      { name: 'main', rules: ['canary-two.test Prefix / main:80'] },
      { name: 'first', rules: ['canary-two.test Prefix / first:80'], annotations: { canary: 'true', 'canary-by-header': 'X-First' }, at: 1 },
      { name: 'second', rules: ['canary-two.test Prefix / second:80'], annotations: { canary: 'true', 'canary-weight': '100', 'canary-by-header': 'X-Second' }, at: 2 },
    ],
    ask: each(['http://canary-two.test/'], ['', ' | X-First: always', ' | X-Second: always', ' | X-First: never | X-Second: always', ' | X-First: always | X-Second: always']),
  },
  {
    id: 'canary-old',
    title: 'a canary that is older than its main Ingress, of the same and of another Service',
    ingresses: [
      { name: 'canary', rules: ['canary-old.test Prefix / next:80'], annotations: { canary: 'true', 'canary-weight': '100' } },
      { name: 'main', rules: ['canary-old.test Prefix / main:80'], at: 1 },
      { name: 'same-canary', rules: ['same.canary-old.test Prefix / both:80'], annotations: { canary: 'true', 'canary-weight': '100' } },
      { name: 'same-main', rules: ['same.canary-old.test Prefix / both:80'], at: 1 },
      { name: 'kept-main', rules: ['kept.canary-old.test Prefix / kept:80'] },
      { name: 'kept-canary', rules: ['kept.canary-old.test Prefix /foo kept:80'], annotations: { canary: 'true', 'canary-weight': '100' }, at: 1 },
    ],
    ask: each(['http://canary-old.test', 'http://same.canary-old.test', 'http://kept.canary-old.test'], ['/', '/foo']),
  },
  {
    id: 'canary-empty',
    title: 'a main Service or a canary without endpoints',
    ingresses: [...canary('empty-canary', 'empty-canary.canary-empty.test', '/', { 'canary-weight': '100' }), ...canary('empty-main', 'empty-main.canary-empty.test', '/', { 'canary-weight': '100' })],
    services: { 'empty-canary-canary': { ports: ['http 80 8080'], endpoints: [] }, 'empty-main-main': { ports: ['http 80 8080'], endpoints: ['!1'] } },
    ask: each(['http://empty-canary.canary-empty.test', 'http://empty-main.canary-empty.test'], ['/', '/foo']),
  },
  {
    id: 'canary-annotations',
    title: 'other annotations of a canary count for nothing',
    ingresses: [...canary('rewrite', 'canary-annotations.test', '/foo', { 'canary-weight': '100', 'rewrite-target': '/' }), ...canary('redirect', 'redirect.canary-annotations.test', '/foo', { 'canary-weight': '100', 'permanent-redirect': 'http://new.example.com' }), ...canary('tls', 'tls.canary-annotations.test', '/foo', { 'canary-weight': '100' }, { tls: ['cert'] })],
    secrets: { cert: ['tls.canary-annotations.test'] },
    ask: each(['http://canary-annotations.test', 'http://redirect.canary-annotations.test', 'http://tls.canary-annotations.test', 'https://tls.canary-annotations.test'], ['/', '/foo', '/foo/x', '/FOO', '/foox']),
  },
  {
    id: 'canary-root',
    title: 'a canary for every host',
    ingresses: [{ name: 'main', rules: ['* Prefix / main:80'] }, { name: 'canary', rules: ['* Prefix / next:80'], annotations: { canary: 'true', 'canary-by-header': 'X-Canary' }, at: 1 }, { name: 'default-canary', default: 'third:80', annotations: { canary: 'true', 'canary-weight': '100' }, at: 2 }],
    ask: each(['http://any.test/', 'http://any.test/foo'], headers.slice(0, 4)),
  },
];
