import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatAnswer } from './answer.js';
import { commands } from './commands/catalogue.js';
import type { Ask, Heard, Setting } from './conversation.js';
import { converse } from './converse.js';

const setting: Setting = { defaults: { cluster: null, namespace: null }, clusters: null, prefix: '' };

const object = (kind: string, namespace: string, name: string, ports: object[] = []) => ({ kind, metadata: { name, ...(namespace !== '' && { namespace }) }, spec: { ports } });

/** A snapshot with as little as the lookups of names look at. */
const objects = [
  ...['dev', 'shop', 'kube-system'].map((name) => object('Namespace', '', name)),
  object('Pod', 'dev', 'toolbox'),
  object('Pod', 'shop', 'web-6d5f-a'),
  object('Pod', 'shop', 'web-6d5f-b'),
  object('Pod', 'shop', 'api-0'),
  object('Service', 'shop', 'web', [{ name: 'http', port: 80 }]),
  object('Service', 'dev', 'web', [{ port: 80 }]),
  object('Service', 'shop', 'db', [{ port: 3306 }, { name: 'metrics', port: 9100 }]),
  object('Node', '', 'worker-1'),
];

/** What the service would answer, as far as the core asks; the analyses answer as little as they can. */
function serve(ask: Ask): Heard {
  if (ask.kind === 'remember') return { status: 204, body: null };
  const [path = '', query = ''] = ask.path.split('?').map((part, i) => (i === 0 ? decodeURIComponent(part) : part));
  const asked = new URLSearchParams(query);
  if (path === '/v1/clusters') return { status: 200, body: { items: [{ name: 'demo', snapshots: 2, latest: null }, { name: 'prod', snapshots: 1, latest: null }], next: null } };
  if (/^\/v1\/clusters\/(demo|prod)$/.test(path)) return { status: 200, body: { name: 'demo' } };
  if (/\/snapshots\/(latest|latest~1|2|2026-11-20T23:59:59Z)$/.test(path) && /\/(demo|prod)\//.test(path)) return { status: 200, body: { number: 2, takenAt: '2026-03-02T14:30:00Z', counts: {}, coverage: {}, warnings: [], label: null, kubernetesVersion: null } };
  if (path.endsWith('/snapshots')) return { status: 200, body: { items: [{ number: 2, takenAt: '2026-03-02T14:30:00Z' }] } };
  if (path.endsWith('/objects')) {
    const fits = (value: string | undefined, name: string) => !asked.has(name) || asked.get(name) === value;
    return { status: 200, body: { items: objects.filter(({ kind, metadata }) => fits(kind, 'kind') && fits(metadata.namespace, 'namespace') && fits(metadata.name, 'name')), next: null } };
  }
  if (path.endsWith('/ranges')) return { status: 200, body: { ...empty, summary: 'Told.', pods: [] } };
  if (path.startsWith('/v1/ip/') || path.includes('/snapshots/2/')) return { status: 200, body: { ...empty, summary: 'Told.' } };
  if (path.endsWith('/diff')) return { status: 200, body: { ...empty, summary: 'Told.', from: { number: 1, takenAt: '2026-03-02T08:00:00Z' }, to: { number: 2, takenAt: '2026-03-02T14:30:00Z' } } };
  return { status: 404, body: { detail: `nothing lives at ${path}` } };
}

const empty = {
  steps: [], warnings: [], outcome: 'told', answers: [], queries: [], hint: null, missing: [], suggestions: [], servicePort: null, reason: null, endpoints: [], pods: { items: [], total: 0 }, nearPods: [], reach: [], selector: null,
  service: { kind: 'Service', namespace: 'shop', name: 'web' }, tables: [], pools: [], services: [], nodes: { items: [] }, overlaps: { items: [] }, nodeRangeFaults: { items: [] }, plugins: [], items: [], skipped: [], introduced: [], fixed: [], changes: [], matched: null, backend: null, considered: [], tls: null, unowned: [], contested: [], classes: [],
  network: '10.0.0.0/8', netmask: '', broadcast: null, firstHost: '', lastHost: '', hostCount: 1, pointer: '', largest: null, firstFree: null,
};

function ask(line: string, given: Partial<Setting> = {}): { answer: ChatAnswer; asked: string[]; remembered: unknown[] } {
  const talk = converse(line, { ...setting, ...given });
  const asked: string[] = [];
  const remembered: unknown[] = [];
  let step = talk.next();
  while (step.done !== true) {
    if (step.value.kind === 'read') asked.push(step.value.path);
    else remembered.push(step.value.defaults);
    step = talk.next(serve(step.value));
  }
  return { answer: step.value, asked, remembered };
}

const S = '/v1/clusters/demo/snapshots/2';
const inDemo = { defaults: { cluster: 'demo', namespace: null } };

describe('a question', () => {
  const cases: [line: string, link: string][] = [
    ['resolve web.dev from shop/api-0', `${S}/dns/resolve?name=web.dev&from.namespace=shop&from.pod=api-0`],
    ['resolve web.dev from shop/api-0 type aaaa musl', `${S}/dns/resolve?name=web.dev&type=AAAA&from.namespace=shop&from.pod=api-0&resolver=musl`],
    ['resolve web.dev --from=shop/api-0 --type AAAA', `${S}/dns/resolve?name=web.dev&type=AAAA&from.namespace=shop&from.pod=api-0`],
    ['dig web from pod api-0', `${S}/dns/resolve?name=web&from.namespace=shop&from.pod=api-0`],
    ['resolve web from node worker-1', `${S}/dns/resolve?name=web&from.node=worker-1`],
    ['resolve web from 10.0.0.7', `${S}/dns/resolve?name=web&from.ip=10.0.0.7`],
    ['resolve web from namespace shop', `${S}/dns/resolve?name=web&from.namespace=shop`],
    ['resolve web', `${S}/dns/resolve?name=web&from.namespace=default`],
    ['resolve "from" from shop/api-0', `${S}/dns/resolve?name=from&from.namespace=shop&from.pod=api-0`],
    ['trace shop/api-0 to web', `${S}/service-networking/trace?from.pod=shop/api-0&to.service=shop/web&to.port=80`],
    ['trace shop/api-0 to db:3306', `${S}/service-networking/trace?from.pod=shop/api-0&to.service=shop/db&to.port=3306`],
    ['trace shop/api-0 -> web.dev', `${S}/service-networking/trace?from.pod=shop/api-0&to.service=dev/web&to.port=80`],
    ['trace shop/api-0 to web.dev.svc.cluster.local port http udp', `${S}/service-networking/trace?from.pod=shop/api-0&to.service=dev/web&to.port=http&to.protocol=UDP`],
    ['trace shop/api-0 to [fd00::1]:80 ipv6', `${S}/service-networking/trace?from.pod=shop/api-0&to.ip=fd00::1&to.port=80&ipFamily=IPv6`],
    ['trace 203.0.113.9 to 10.96.0.10:53 on worker-1', `${S}/service-networking/trace?from.ip=203.0.113.9&to.ip=10.96.0.10&to.port=53&node=worker-1`],
    ['service shop/web', `${S}/service-networking/services/shop/web`],
    ['service web namespace shop', `${S}/service-networking/services/shop/web`],
    ['service web -n shop', `${S}/service-networking/services/shop/web`],
    ['svc db on worker-1', `${S}/service-networking/services/shop/db?node=worker-1`],
    ['rules shop/web on worker-1', `${S}/service-networking/rules?node=worker-1&service=shop/web`],
    ['free 10.0.0.0/16 without 10.0.0.0/18 10.0.64.7 length /24', '/v1/ip/free?pool=10.0.0.0/16&used=10.0.0.0/18&used=10.0.64.7/32&prefixLength=24'],
    ['free 10.0.0.0/8', '/v1/ip/free?pool=10.0.0.0/8'],
    ['ip 10.96.0.10/12', '/v1/ip/info?address=10.96.0.10/12'],
    ['match https://shop.example.com/cart?x=1&y=2 method post from 203.0.113.7', `${S}/ingress/match?url=https://shop.example.com/cart%3Fx%3D1%26y%3D2&method=POST&sourceIP=203.0.113.7`],
    ['match shop.example.com/cart on ingress-nginx', `${S}/ingress/match?url=https://shop.example.com/cart&controller=ingress-nginx`],
    ['ingress classes', `${S}/ingress/classes`],
    ['overlaps', `${S}/service-networking/ranges`],
    ['cni', `${S}/cni`],
    ['findings critical error namespace shop', `${S}/findings?severity=critical&severity=error&namespace=shop`],
    ['diff latest~1 latest', '/v1/clusters/demo/diff?from=1&to=2&view=objects'],
    ['diff findings', '/v1/clusters/demo/diff?from=1&to=2&view=findings'],
    ['snapshot at 2026-11-20', S],
  ];

  it('has a link that asks the same, pinned to the number of the snapshot', () => {
    expect(cases.map(([line]) => [line, ask(line, inDemo).answer.link])).toEqual(cases);
  });

  it('is repeated by a line that has the same link', () => {
    const links = cases.map(([line]) => ask(line, inDemo).answer).filter(({ repeat }) => repeat !== null).map(({ repeat, link }) => [repeat, link]);
    expect(links.length).toBeGreaterThan(20);
    expect(links.map(([line]) => [line, ask(line as string).answer.link])).toEqual(links);
  });

  it('takes the cluster of the channel, another where it says so, and the only one there is', () => {
    expect(ask('cni', { defaults: { cluster: 'prod', namespace: null } }).answer.link).toBe('/v1/clusters/prod/snapshots/2/cni');
    expect(ask('cni in prod', inDemo).answer.link).toBe('/v1/clusters/prod/snapshots/2/cni');
    expect(ask('cni', { clusters: ['prod'] }).answer.link).toBe('/v1/clusters/prod/snapshots/2/cni');
  });

  it('takes the namespace of the channel', () => {
    expect(ask('service web', { defaults: { cluster: 'demo', namespace: 'dev' } }).answer.link).toBe(`${S}/service-networking/services/dev/web`);
    expect(ask('resolve x', { defaults: { cluster: 'demo', namespace: 'shop' } }).answer.link).toBe(`${S}/dns/resolve?name=x&from.namespace=shop`);
  });

  it('takes a pod by what its name begins with, and says so', () => {
    const { link, notes } = ask('trace shop/web to db:3306', inDemo).answer;
    expect([link, notes[0]]).toEqual([`${S}/service-networking/trace?from.pod=shop/web-6d5f-a&to.service=shop/db&to.port=3306`, '“shop/web” is taken for pod shop/web-6d5f-a, the first of 2 that begin so.']);
  });

  it('of a cluster that is not for this channel is not asked', () => {
    const { answer, asked } = ask('cni in prod', { clusters: ['demo'] });
    expect([answer.mark, answer.verdict, answer.example]).toEqual(['unclear', 'There is no cluster “prod”; there is demo. A namespace is said as: namespace prod', 'cni in demo']);
    expect(asked.filter((path) => path.includes('prod'))).toEqual([]);
  });
});

describe('what is not understood', () => {
  const cases: [line: string, verdict: RegExp, example: string | null][] = [
    ['reslove web.dev from shop/api-0', /no command “reslove”; did you mean “resolve”/, 'resolve web.dev from shop/api-0'],
    ['/foretrce', /no command/, 'help'],
    ['service shop/wbe', /no Service “wbe” in namespace shop; near: shop\/web/, 'service shop/web'],
    ['service shpo/web', /no namespace “shpo”; near: shop/, 'service shop/web'],
    ['service web', /in several namespaces: shop\/web and dev\/web/, 'service shop/web'],
    ['trace shop/apu-0 to web', /no Pod “apu-0” in namespace shop; near: shop\/api-0/, 'trace shop/api-0 to web'],
    ['resolve web from tolbox', /no Pod “tolbox” in the snapshot; near: dev\/toolbox/, 'resolve web from dev/toolbox'],
    ['resolve web from shop/api-0 typ AAAA', /“typ” has no place here; did you mean “type”/, 'resolve web from shop/api-0 type AAAA'],
    ['resolve web from shop/api-0 mussl', /did you mean “musl”/, 'resolve web from shop/api-0 musl'],
    ['resolve web from', /missing behind “from”/, 'resolve cart.shop from dev/toolbox'],
    ['resolve', /Which name/, 'resolve cart.shop from dev/toolbox'],
    ['trace shop/api-0 to db', /several ports: 3306 and 9100 \(metrics\)/, 'trace shop/api-0 to shop/db:3306'],
    ['rules shop/web on wroker-1', /no Node “wroker-1”/, 'rules shop/web on worker-1'],
    ['cni in dmeo', /no cluster “dmeo”; there are demo and prod/, 'cni in demo'],
    ['cni in ../../x', /no cluster/, 'cni in demo'],
    ['cni at yesterday', /A snapshot is named by/, 'cni at latest'],
    ['cni at 99', /has no snapshot 99; its newest is 2/, 'cni at latest'],
    ['findings rule selector-matches-nothin', /no rule/, 'findings rule selector-matches-nothing'],
    ['free 10.0.0.0/33', /no block of addresses/, 'free 10.0.0.0/16'],
    ['use demo namespace shpo', /no namespace “shpo” in demo; near: shop/, 'use demo namespace shop'],
    ['use dmeo', /no cluster “dmeo”/, 'use demo'],
  ];

  it('is answered with the nearest that is right, and a line that works', () => {
    const told = cases.map(([line]) => ask(line, inDemo).answer);
    expect(told.map(({ mark, verdict, example }, i) => [mark, cases[i]?.[1].test(verdict) === true ? 'as expected' : verdict, example])).toEqual(cases.map(([, , example]) => ['unclear', 'as expected', example]));
    for (const { example } of told) expect(ask(example ?? '', inDemo).answer.mark).not.toBe('unclear');
  });

  it('without a cluster, where there are several, is told how to name one', () => {
    const { verdict, example } = ask('cni').answer;
    expect([verdict, example]).toEqual(['There are several clusters: demo and prod. Say which, or once and for all: use demo', 'cni in demo']);
  });
});

describe('a channel', () => {
  it('remembers what it uses, and forgets it', () => {
    expect(ask('use prod').remembered).toEqual([{ cluster: 'prod', namespace: null }]);
    expect(ask('use demo namespace shop').remembered).toEqual([{ cluster: 'demo', namespace: 'shop' }]);
    expect(ask('use nothing').remembered).toEqual([{ cluster: null, namespace: null }]);
  });

  it('remembers nothing that is not there', () => {
    expect(ask('use prdo').remembered).toEqual([]);
    expect(ask('use prod', { clusters: ['demo'] }).remembered).toEqual([]);
  });
});

describe('help', () => {
  it('shows every command, as the platform has them typed', () => {
    const { items } = ask('', { prefix: '/foretrace ' }).answer;
    expect(items.flat().map((piece) => (piece as { code: string }).code)).toEqual(commands.map(({ examples }) => `/foretrace ${examples[0]}`));
  });

  it('of one command shows its examples', () => {
    expect(ask('help resolv').answer.verdict).toMatch(/^resolve NAME from POD/);
  });
});

it('answers whatever is typed', () => {
  const word = fc.oneof(fc.constantFrom(...commands.map(({ name }) => name), 'from', 'to', 'on', 'in', 'at', 'demo', 'shop/web', 'node', '"', '--type=A', 'latest'), fc.string({ maxLength: 12 }), fc.constantFrom('\u202e', '\ud800', '…', '../..', '%2e%2e', 'a&b=c', '#', '?x'));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (words) => {
      const { answer, asked } = ask(words.join(' '), inDemo);
      expect(answer.verdict).not.toBe('');
      expect(asked.filter((path) => !/^\/v1\/[\w./~:%?=&,-]*$/.test(path) || path.includes('..'))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
