import { fromBuild } from '../build.mjs';
import { askNginx } from '../nginx.mjs';
import { median, ms } from '../quantities.mjs';

const ingresses = 2_000;
const pathsOfEach = 5;
const matches = 50_000;
const runs = 5;

/** @type {import('../row.mjs').Row} */
export const ingressRow = {
  id: 'ingress',
  title: 'Ingress',
  what: `${matches.toLocaleString('en-US')} requests on one core to ingress-nginx with ${ingresses.toLocaleString('en-US')} Ingresses of one host and ${pathsOfEach} paths each, warm and without an explanation: each to another host, on the paths of its rules, below them and beside them; medians of ${runs}, after one that is not counted. The table is the first of a snapshot, from the objects on. nginx is a real one with the same hosts and paths, asked the same over one connection on loopback, and both must send every request to the same path.`,
  note: 'Reached is a second for each: 50,000 requests per second, and the whole table at once. nginx also reads and writes HTTP: its figure informs.',
  async measure() {
    const { ClusterView, readCluster } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { readRequest, routedControllers } = /** @type {typeof import('../../src/core/ingress/index.js')} */ (await fromBuild('src/core/ingress/index.js'));
    const asked = Array.from({ length: matches }, (_, i) => ({ host: hostOf((i * 7) % ingresses), path: requestPath(i) }));
    const requests = asked.map(({ host, path }) => readRequest({ url: `http://${host}${path}` }));
    const state = readCluster(corpus());
    const begun = performance.now();
    const routing = routedControllers(new ClusterView(state))[0]?.routing;
    if (routing === undefined) throw new Error('the snapshot has no controller');
    const rows = routing.routes().length;
    const table = performance.now() - begun;
    if (rows !== ingresses * pathsOfEach) throw new Error(`the table has ${rows} rows`);
    const times = Array.from({ length: runs + 1 }, () => {
      const start = performance.now();
      for (const request of requests) routing.match(request);
      return performance.now() - start;
    }).slice(1);
    const real = await askNginx(servers(), asked);
    const wrong = real?.bodies.findIndex((body, i) => body !== (routing.match(/** @type {NonNullable<(typeof requests)[number]>} */ (requests[i])).matched?.path ?? '-')) ?? -1;
    if (wrong !== -1) throw new Error(`nginx sends ${asked[wrong]?.host}${asked[wrong]?.path} elsewhere`);
    return [
      { case: `${matches.toLocaleString('en-US')} requests`, measured: ms(median(times)), reach: { atMost: ms(1000) } },
      { case: 'the table', measured: ms(table), detail: `${rows.toLocaleString('en-US')} rows`, reach: { atMost: ms(1000) } },
      real === undefined ? { case: 'nginx, the same requests', absent: 'not installed' } : { case: 'nginx, the same requests', measured: ms(real.milliseconds) },
    ];
  },
};

/** @param {number} i */
function hostOf(i) {
  return `host-${i}.bench.test`;
}

/** @param {number} j */
function pathOf(j) {
  return ['/', '/api', '/api/v1', '/static', '/api/v1/users'][j] ?? '/';
}

/** @param {number} i */
function requestPath(i) {
  const path = pathOf(i % pathsOfEach);
  return [path, `${path === '/' ? '' : path}/below/${i}?q=${i}`, `${path}-beside`, `/x/..${path}/`][(i >> 3) & 3] ?? '/';
}

/** The locations that the controller writes, each of which answers with the path of its rule. */
function servers() {
  const locations = Array.from({ length: pathsOfEach }, (_, j) => {
    const [path, answer] = [pathOf(j), `{ return 200 "body ${pathOf(j)}\\n"; }`];
    return path === '/' ? `location "/" ${answer}` : `location "${path}/" ${answer} location = "${path}" ${answer}`;
  }).join(' ');
  return Array.from({ length: ingresses }, (_, i) => `server { server_name ${hostOf(i)}; ${locations} }`).join('\n');
}

function corpus() {
  const named = (/** @type {number} */ i) => ({ name: `app-${i}`, namespace: `namespace-${i % 100}` });
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'controller', namespace: 'ingress-nginx' },
      spec: { selector: { matchLabels: { app: 'nginx' } }, template: { metadata: { labels: { app: 'nginx' } }, spec: { containers: [{ name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1', args: ['/nginx-ingress-controller'] }] } } },
    },
    { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx' } },
    ...Array.from({ length: ingresses }, (_, i) => [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { ...named(i), creationTimestamp: '2026-01-01T00:00:00Z' },
        spec: {
          ingressClassName: 'nginx',
          rules: [{ host: hostOf(i), http: { paths: Array.from({ length: pathsOfEach }, (_each, j) => ({ path: pathOf(j), pathType: 'Prefix', backend: { service: { name: `app-${i}`, port: { number: 80 + j } } } })) } }],
        },
      },
      { apiVersion: 'v1', kind: 'Service', metadata: named(i), spec: { clusterIP: `10.96.${i >> 8}.${i & 255}`, ports: Array.from({ length: pathsOfEach }, (_each, j) => ({ name: `p${j}`, port: 80 + j, targetPort: 8080 + j })) } },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { ...named(i), name: `app-${i}-slice`, labels: { 'kubernetes.io/service-name': `app-${i}` } },
        addressType: 'IPv4',
        ports: Array.from({ length: pathsOfEach }, (_each, j) => ({ name: `p${j}`, port: 8080 + j, protocol: 'TCP' })),
        endpoints: Array.from({ length: 3 }, (_each, e) => ({ addresses: [`10.${e}.${i >> 8}.${i & 255}`], conditions: { ready: true } })),
      },
    ]).flat(),
  ];
}
