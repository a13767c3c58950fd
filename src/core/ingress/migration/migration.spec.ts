import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClusterView, kindNames, readCluster, type Coverage } from '../../cluster/index.js';
import { parseYaml } from '../../yaml.js';
import { ingress, service, type IngressParts } from '../controllers/ingress-nginx/cluster.table.js';
import { ingressNginxRouting } from '../controllers/ingress-nginx/routing.js';
import type { Controller } from '../controller.js';
import { migrate, type MigrationAnswer } from './migration.js';
import { pathTries } from './probes.js';
import { printYaml } from './yaml-text.js';

interface Case {
  readonly name: string;
  readonly ingresses: readonly IngressParts[];
  readonly objects?: readonly object[];
  readonly flags?: Readonly<Record<string, string>>;
  /** Each `url, what it tries: before => after`, of those that differ. */
  readonly differences: readonly string[];
  /** Each `feature carries`, of those that do not carry over whole. */
  readonly losses?: readonly string[];
  /** Lines that the YAML holds. */
  readonly yaml?: readonly string[];
}

function migrated({ ingresses, objects = [], flags = {} }: Pick<Case, 'ingresses' | 'objects' | 'flags'>): MigrationAnswer {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  const services = ['web', 'api', 'old', 'next'].flatMap((name) => service(name));
  const view = new ClusterView({ ...readCluster([...services, ...objects, ...ingresses.map(ingress)]), coverage: whole });
  const controller: Controller = { kind: 'ingress-nginx', name: 'ingress-nginx/controller', flags: new Map(Object.entries(flags)), configMap: { namespace: 'ingress-nginx', name: 'config', data: {} }, evidence: [], warnings: [] };
  const served = view.objects('Ingress');
  return migrate(view, [{ controller, routing: ingressNginxRouting(controller, served, view), served }]);
}

/** Of shop.example.com and names below it; its key was never kept. */
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'kubernetes.io/tls',
  metadata: { name: 'cert', namespace: 'shop' },
  data: { 'tls.key': 'eA==', 'tls.crt': btoa(`-----BEGIN CERTIFICATE-----
MIIBuDCCAV6gAwIBAgIUZzseCma3CF6lP1af4Y+kzLqi0AwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJZWRnZS50ZXN0MCAXDTI2MTEyNjAyMDgwOFoYDzIxMjYxMTAy
MDIwODA4WjAUMRIwEAYDVQQDDAllZGdlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATyJC/+uo9SZ7vZlKmoow4GbLwt277OZZtBaUAuD5hCqGSOxOAMSGdH
dG/LKONdbKuXfWCOiJZW0NAW9mGEL72Co4GLMIGIMB0GA1UdDgQWBBTuoISW42zO
w/YHb5hyxCuyTVE3DTAfBgNVHSMEGDAWgBTuoISW42zOw/YHb5hyxCuyTVE3DTAP
BgNVHRMBAf8EBTADAQH/MDUGA1UdEQQuMCyCC2V4YW1wbGUub3Jngg4qLndpbGRj
YXJkLm9yZ4INKi5leGFtcGxlLmNvbTAKBggqhkjOPQQDAgNIADBFAiBUB7jjotHc
gjBQ4wZXRpn3JUknh5TvcMsHBVMofPFiMAIhAOlPTCK07ByIwikdC9hEVpuN1w1s
SbM6hCEV/R877EAT
-----END CERTIFICATE-----
`) },
};

/** What every host without TLS loses: nginx answers https with a certificate of its own making. */
const fake = (host: string, answer: string) => `https://${host}/, over https, where no certificate is named: ${answer}, certificate the default => no connection`;

const cases: readonly Case[] = [
  {
    name: 'of a prefix nothing changes but the certificate that nobody asked for',
    ingresses: [{ rules: ['shop.test Prefix /app web:80'] }],
    differences: [fake('shop.test', '404')],
    yaml: ['kind: Gateway', 'name: ingress-nginx', 'namespace: default', 'kind: HTTPRoute', 'name: main-shop-test', 'sectionName: http', 'shop.test', 'type: PathPrefix', 'value: /app'],
  },
  {
    name: 'TLS is a listener, and the redirect to it a route; the slash that nginx cuts stays',
    ingresses: [{ rules: ['shop.example.com Prefix /app web:80'], tls: ['cert shop.example.com'] }],
    objects: [secret],
    differences: [
      'http://shop.example.com/app/, with a slash at the end: redirect 308 to https://shop.example.com/app => redirect 308 to https://shop.example.com/app/',
      'https://sub.shop.example.com/app, a host below: 404, certificate the default => no connection',
      'https://www.shop.example.com/app, the name with or without www: 404, certificate the default => no connection',
    ],
    yaml: ['name: https-shop-example-com', 'hostname: shop.example.com', 'name: main-shop-example-com-to-https', 'scheme: https', 'statusCode: 308', 'kind: ReferenceGrant', 'name: gateway-certificates'],
  },
  {
    name: 'a wildcard of Gateway API covers more labels',
    ingresses: [{ rules: ['*.shop.test Prefix / web:80'] }],
    differences: [fake('one.shop.test', 'forward to shop/web (8080) as /'), 'http://two.one.shop.test/, two labels for the wildcard: 404 => forward to shop/web (8080) as /'],
  },
  {
    name: 'a rewrite of a plain path replaces the whole path, and switches the host to patterns without case',
    ingresses: [{ rules: ['shop.test Prefix /app web:80'], annotations: { 'rewrite-target': '/' } }],
    differences: ['http://shop.test/appx, a longer name: forward to shop/web (8080) as / => 404', 'http://shop.test/APP, in upper case: forward to shop/web (8080) as / => 404', fake('shop.test', '404')],
    losses: ['path /app partly'],
    yaml: ['type: ReplaceFullPath', 'replaceFullPath: /'],
  },
  {
    name: 'the pattern that strips a prefix is a prefix that is replaced',
    ingresses: [{ rules: ['shop.test Impl /app(/|$)(.*) web:80'], annotations: { 'rewrite-target': '/$2' } }],
    differences: [
      'http://shop.test/APP/X, a path of the pattern in upper case: forward to shop/web (8080) as /X => 404',
      'http://shop.test/app//twice, with two slashes: forward to shop/web (8080) as /twice => forward to shop/web (8080) as //twice',
      'http://shop.test/APP, in upper case: forward to shop/web (8080) as / => 404',
      fake('shop.test', '404'),
    ],
    losses: ['path /app(/|$)(.*) partly'],
    yaml: ['type: ReplacePrefixMatch', 'replacePrefixMatch: /', 'value: /app'],
  },
  {
    name: 'a pattern stays one',
    ingresses: [{ rules: ['shop.test Impl /item/[0-9]+ web:80'], annotations: { 'use-regex': 'true' } }],
    differences: [fake('shop.test', '404')],
    losses: ['path /item/[0-9]+ partly'],
    yaml: ['type: RegularExpression', 'value: "(?i)/item/[0-9]+.*"'],
  },
  {
    name: 'a rewrite that rearranges what groups held has no counterpart',
    ingresses: [{ rules: ['shop.test Impl /a/([a-z]+)/([a-z]+) web:80'], annotations: { 'rewrite-target': '/$2/$1' } }],
    differences: [
      'http://shop.test/a/a/a, a path of the pattern: forward to shop/web (8080) as /a/a => forward to shop/web (8080) as /a/a/a',
      'http://shop.test/a/a/amore, a path of the pattern, and more: forward to shop/web (8080) as /amore/a => forward to shop/web (8080) as /a/a/amore',
      'http://shop.test/A/A/A, a path of the pattern in upper case: forward to shop/web (8080) as /A/A => forward to shop/web (8080) as /A/A/A',
      'http://shop.test/a/sample/42, below the beginning of a pattern: 404 => 404',
      fake('shop.test', '404'),
    ].filter((each) => !each.endsWith('404 => 404')),
    losses: ['path /a/([a-z]+)/([a-z]+) no'],
  },
  {
    name: 'a canary is a share of its main rule, or a rule with its header before it',
    ingresses: [
      { rules: ['a.test Prefix / web:80', 'b.test Prefix / api:80'] },
      { name: 'share', rules: ['a.test Prefix / next:80'], annotations: { canary: 'true', 'canary-weight': '20' }, at: 1 },
      { name: 'header', rules: ['b.test Prefix / old:80'], annotations: { canary: 'true', 'canary-by-header': 'x-next' }, at: 2 },
    ],
    differences: [fake('a.test', 'forward to shop/next (8080) 20 % and shop/web (8080) 80 % as /'), fake('b.test', 'forward to shop/api (8080) as /')],
    yaml: ['weight: 80', 'weight: 20', 'name: x-next', 'value: always', 'value: never'],
  },
  {
    name: 'a redirect to one URL takes the query along',
    ingresses: [{ rules: ['shop.test Prefix / web:80'], annotations: { 'permanent-redirect': 'https://new.test/home' } }],
    differences: ['http://shop.test/below?q=1, a path below, with a query: redirect 301 to https://new.test/home => redirect 301 to https://new.test/home?q=1', fake('shop.test', 'redirect 301 to https://new.test/home')],
  },
  {
    name: 'addresses of clients are looked at no more',
    ingresses: [{ rules: ['shop.test Prefix / web:80'], annotations: { 'whitelist-source-range': '10.0.0.0/8' } }],
    differences: ['http://shop.test/, a client from anywhere: 403 => forward to shop/web (8080) as /', fake('shop.test', 'forward to shop/web (8080) as /')],
    losses: ['whitelist-source-range no'],
  },
  {
    name: 'an Ingress that its controller leaves out is left out',
    ingresses: [{ rules: ['shop.test Prefix / web:80'], annotations: { 'configuration-snippet': 'more_set_headers "x: y";' } }],
    differences: [],
    losses: ['Ingress no'],
  },
  {
    name: 'ports by name and by targetPort are written as numbers',
    ingresses: [{ rules: ['a.test Prefix / web:http', 'b.test Prefix / api:8080'] }],
    differences: [fake('a.test', 'forward to shop/web (8080) as /'), fake('b.test', 'forward to shop/api (8080) as /')],
    yaml: ['port: 80'],
  },
  {
    name: 'a Service that is not there: 503 becomes 500',
    ingresses: [{ rules: ['shop.test Exact /a gone:80'] }],
    differences: ['http://shop.test/a, as written: 503 => 500', fake('shop.test', '404'), 'http://SHOP.TEST/a, the host in upper case: 503 => 500'],
    losses: ['path /a partly'],
  },
  {
    name: 'default backends of a host, of the controller, and of an Ingress without rules',
    ingresses: [{ rules: ['shop.test Prefix /app web:80'], default: 'api:80' }, { name: 'all', default: 'old:80', at: 1 }],
    flags: { 'default-backend-service': 'shop/next' },
    differences: [fake('shop.test', 'forward to shop/api (8080) as /'), fake('any-host.example', 'forward to shop/old (8080) as /')],
  },
  {
    name: 'aliases, the other name of www, a path in the place of the root',
    ingresses: [
      { rules: ['shop.test Prefix / web:80'], annotations: { 'server-alias': 'store.test', 'from-to-www-redirect': 'true' } },
      { name: 'root', rules: ['root.test Prefix / web:80'], annotations: { 'app-root': '/home' } },
    ],
    differences: [fake('root.test', 'redirect 302 to https://root.test/home'), fake('shop.test', 'forward to shop/web (8080) as /')],
    yaml: ['store.test', 'www.shop.test', 'hostname: shop.test', 'replaceFullPath: /home'],
  },
];

it.each(cases)('$name', ({ differences, losses = [], yaml = [], ...world }) => {
  const { controllers } = migrated(world);
  const [controller] = controllers;
  expect(controller?.proof.differences.map(({ request, tries, before, after }) => `${request.url}, ${tries}: ${before} => ${after}`).sort()).toEqual([...differences].sort());
  expect(controller?.ingresses.flatMap(({ features }) => features.filter(({ carries }) => carries !== 'yes').map(({ feature, carries }) => `${feature} ${carries}`))).toEqual(losses);
  const written = printYaml(controller?.objects ?? []).split('\n').map((line) => line.trim().replace(/^- /, ''));
  expect(yaml.filter((line) => !written.includes(line))).toEqual([]);
});

it('prints YAML that is read back as it was', () => {
  const text = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('yes', 'null', '1e3', '~', '- a', 'a: b', '(?i)/x.*', '*.example.com', '0x1', 'a #b', ''));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), tie('record')),
    record: fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  }));
  fc.assert(
    fc.property(fc.array(fc.dictionary(text, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), { minLength: 1, maxLength: 3 }), (documents) => {
      const read = parseYaml(printYaml(documents), { depth: 50, nodes: 10_000 });
      expect(read).toMatchObject({ outcome: 'read' });
      if (read.outcome === 'read') expect(read.documents).toEqual(documents);
    }),
  );
});

it('tries a path in every form in which implementations part', () => {
  expect(pathTries('/app').map(({ path }) => path)).toEqual(['/app', '/app/', '/app', '/appx', '/app//twice', '/app/below', '/app/below?q=1', '/APP']);
  expect(pathTries('/').map(({ path }) => path)).toEqual(['/', '/', '/below', '/below?q=1']);
  expect(pathTries('/app(/|$)(.*)').map(({ path }) => path)).toContain('/app/sample/42');
});
