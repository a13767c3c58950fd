import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { fromBuild } from '../build.mjs';
import { ObjectServer } from '../object-server.mjs';
import { median, ms } from '../quantities.mjs';
import { timesOf } from '../times.mjs';

const services = 10_000;
const count = 100_000;
const runs = 5;
const corefileBytes = 100_000;

/** @typedef {{ readonly name: string, readonly type: string }} Question */
/** @typedef {{ readonly milliseconds: number, readonly codes: Readonly<Record<string, number>>, readonly answers: number }} Round */

/** @type {import('../row.mjs').Row} */
export const dnsRow = {
  id: 'dns',
  title: 'Names',
  what: `${count.toLocaleString('en-US')} different questions to the DNS of a warm snapshot of ${services.toLocaleString('en-US')} Services, a tenth of them headless, under the Corefile that kubeadm writes: addresses, both families, SRV, PTR, and names that the search list makes and that are not there; with the steps of each answer. Then whole lookups from a pod, its resolv.conf and C library with them; and a Corefile of ${corefileBytes / 1000} kB, parsed into its server blocks and directives; then all of it: read, set up and told. Medians of ${runs}, after one that is not counted.`,
  floor: 'The real CoreDNS of the same release, with one processor of its own, asked the same over loopback by a client that has 64 questions under way; after a round that fills its cache.',
  note: 'What both answered is compared: as many replies of each code, and as many records.',
  async measure(context) {
    const { Journal } = /** @type {typeof import('../../src/core/analysis/index.js')} */ (await fromBuild('src/core/analysis/index.js'));
    const { ClusterView, readCluster } = /** @type {typeof import('../../src/core/cluster/index.js')} */ (await fromBuild('src/core/cluster/index.js'));
    const { clusterDnsOf, readCorefile, resolve } = /** @type {typeof import('../../src/core/dns/index.js')} */ (await fromBuild('src/core/dns/index.js'));
    const { parseServerBlocks } = /** @type {typeof import('../../src/core/dns/corefile/parser.js')} */ (await fromBuild('src/core/dns/corefile/parser.js'));
    const { pluginOrder } = /** @type {typeof import('../../src/core/dns/releases/plugin-order.js')} */ (await fromBuild('src/core/dns/releases/plugin-order.js'));
    const { newestRelease } = /** @type {typeof import('../../src/core/dns/releases/release.js')} */ (await fromBuild('src/core/dns/releases/release.js'));
    const objects = corpus();
    const view = new ClusterView(readCluster([...objects.cluster, ...serving]));
    const dns = clusterDnsOf(view);
    if (!('server' in dns)) throw new Error('the snapshot has no DNS');
    const asked = questions();
    /** @type {Round} */ let ours = { milliseconds: 0, codes: {}, answers: 0 };
    const times = timesOf(runs, () => (ours = askOurs(asked, ({ name, type }) => dns.server.ask({ name, type, class: 'IN', client: '10.128.0.9', protocol: 'udp' }, new Journal()))));
    const lookups = asked.slice(0, 2_000).filter(({ type }) => type !== 'PTR' && type !== 'SRV');
    const byPod = timesOf(runs, () => lookups.forEach(({ name }) => resolve(view, { name: name.replace('.svc.cluster.local.', ''), from: { namespace: 'namespace-0', pod: 'app' } })));
    const text = longCorefile();
    const grammar = { files: { corefile: 'Corefile', texts: new Map() }, environment: () => undefined, plugins: new Set(pluginOrder(newestRelease)) };
    const parsing = timesOf(runs, () => parseServerBlocks(text, grammar));
    const reading = timesOf(runs, () => readCorefile({ text }));
    const real = await askReal(objects.lists, asked, context.corpora);
    const name = `${count.toLocaleString('en-US')} questions`;
    /** @type {import('../page.mjs').Line[]} */
    const beside =
      real === undefined
        ? [{ case: `${name}, beside CoreDNS`, absent: 'not measured: no Go was there' }]
        : [{ case: `${name}, beside CoreDNS`, measured: ms(median(times)), floor: ms(sameAs(ours, real)), reach: { ratioAtMost: 0.1 } }];
    return [
      { case: name, measured: ms(median(times)), detail: `${ours.answers.toLocaleString('en-US')} records`, reach: { atMost: ms(1000) } },
      ...beside,
      { case: `a lookup from a pod`, measured: ms(median(byPod) / lookups.length) },
      { case: `a Corefile of ${text.length.toLocaleString('en-US')} bytes, parsed`, measured: ms(median(parsing)), reach: { atMost: ms(20) } },
      { case: 'the same, read, set up and told', measured: ms(median(reading)), reach: { atMost: ms(20) } },
    ];
  },
};

const codes = /** @type {Readonly<Record<string, string>>} */ ({ NOERROR: '0', SERVFAIL: '2', NXDOMAIN: '3', REFUSED: '5' });
const types = /** @type {Readonly<Record<string, number>>} */ ({ A: 1, PTR: 12, AAAA: 28, SRV: 33 });

/** @param {readonly Question[]} asked @param {(question: Question) => import('../../src/core/dns/index.js').Served} ask @returns {Round} */
function askOurs(asked, ask) {
  /** @type {Record<string, number>} */ const seen = {};
  let answers = 0;
  for (const question of asked) {
    const served = ask(question);
    if (served.kind !== 'reply') throw new Error(`${question.name} ${question.type} is not answered: ${served.kind}`);
    const code = codes[served.reply.rcode] ?? served.reply.rcode;
    seen[code] = (seen[code] ?? 0) + 1;
    answers += served.reply.answers.length;
  }
  return { milliseconds: 0, codes: seen, answers };
}

/** The time of the rounds, if they answered what we did. @param {Round} ours @param {readonly Round[]} rounds */
function sameAs(ours, rounds) {
  for (const round of rounds) {
    const differs = round.answers !== ours.answers || Object.keys({ ...round.codes, ...ours.codes }).some((code) => round.codes[code] !== ours.codes[code]);
    if (differs) throw new Error(`CoreDNS answers otherwise: ${JSON.stringify(round)}, and we ${JSON.stringify(ours)}`);
  }
  return median(rounds.slice(1).map(({ milliseconds }) => milliseconds));
}

/** @param {import('../object-server.mjs').Lists} lists @param {readonly Question[]} asked @param {string} folder @returns {Promise<readonly Round[] | undefined>} */
async function askReal(lists, asked, folder) {
  const programs = buildPrograms(folder);
  if (programs === undefined) return undefined;
  const server = await ObjectServer.start(lists);
  const [port, path] = [await freePort(), join(folder, 'Corefile')];
  writeFileSync(join(folder, 'kubeconfig'), server.kubeconfig);
  writeFileSync(path, corefile(port, `kubeconfig ${join(folder, 'kubeconfig')}`));
  const child = spawn(programs.coredns, ['-conf', path], { stdio: 'ignore', env: { ...process.env, GOMAXPROCS: '1' } });
  try {
    const last = /** @type {const} */ ({ name: `service-${services - 1}.namespace-${(services - 1) % namespaces}.svc.cluster.local.`, type: 'A' });
    for (let filled = false; !filled; await setTimeout(200)) {
      if (child.exitCode !== null) throw new Error(`CoreDNS ended with ${child.exitCode}`);
      const [round] = await askOver(programs.ask, port, [last], 1).catch(() => []);
      filled = round?.answers === 1;
    }
    return await askOver(programs.ask, port, asked, runs + 1);
  } finally {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
    await server.stop();
  }
}

/** @param {string} folder */
function buildPrograms(folder) {
  const source = fileURLToPath(new URL('../../test/oracles/bench/go/coredns', import.meta.url));
  const programs = { coredns: join(folder, 'coredns'), ask: join(folder, 'ask') };
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const build = (/** @type {string} */ program, /** @type {string} */ what) => execFileSync('go', ['build', '-mod=readonly', '-trimpath', '-ldflags', '-s -w', '-o', program, what], { cwd: source, env: { ...process.env, CGO_ENABLED: '0' }, stdio: 'inherit' });
  build(programs.coredns, 'github.com/coredns/coredns');
  build(programs.ask, './ask');
  return programs;
}

/** @type {(told: string) => readonly Round[]} */
const roundsIn = JSON.parse;

/** @param {string} program @param {number} port @param {readonly Question[]} asked @param {number} rounds @returns {Promise<readonly Round[]>} */
function askOver(program, port, asked, rounds) {
  const order = { server: `127.0.0.1:${port}`, questions: asked.map(({ name, type }) => ({ name, type: types[type] })), rounds };
  return new Promise((resolve, reject) => {
    const child = execFile(program, { maxBuffer: 1 << 20 }, (error, stdout) => (error === null ? resolve(roundsIn(stdout)) : reject(new Error(`the client failed: ${error.message}`))));
    child.stdin?.end(JSON.stringify(order));
  });
}

/** A port of UDP that nobody has just now. @returns {Promise<number>} */
async function freePort() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

const namespaces = 100;

/** The objects of the cluster, and the lists in which its API server has them. */
function corpus() {
  const named = (/** @type {number} */ i) => ({ name: `service-${i}`, namespace: `namespace-${i % namespaces}`, resourceVersion: '1' });
  const items = {
    namespaces: Array.from({ length: namespaces }, (_, i) => ({ metadata: { name: `namespace-${i}`, resourceVersion: '1' } })),
    services: Array.from({ length: services }, (_, i) => {
      const clusterIP = i % 10 === 0 ? 'None' : clusterIPOf(i);
      return { metadata: named(i), spec: { type: 'ClusterIP', clusterIP, clusterIPs: [clusterIP], ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }] } };
    }),
    endpointslices: Array.from({ length: services }, (_, i) => ({
      metadata: { ...named(i), name: `service-${i}-slice`, labels: { 'kubernetes.io/service-name': `service-${i}` } },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: [0, 1, 2].map((j) => ({ addresses: [podIPOf(3 * i + j)], conditions: { ready: true } })),
    })),
  };
  const lists = /** @type {const} */ ([['/api/v1/namespaces', 'v1', 'Namespace', items.namespaces], ['/api/v1/services', 'v1', 'Service', items.services], ['/apis/discovery.k8s.io/v1/endpointslices', 'discovery.k8s.io/v1', 'EndpointSlice', items.endpointslices]]);
  return {
    cluster: lists.flatMap(([, apiVersion, kind, of]) => of.map((item) => ({ apiVersion, kind, ...item }))),
    lists: new Map(lists.map(([path, apiVersion, kind, of]) => [path, { apiVersion, kind: `${kind}List`, metadata: { resourceVersion: '1' }, items: of }])),
  };
}

function clusterIPOf(/** @type {number} */ i) {
  return `172.16.${i >> 8}.${i & 255}`;
}

function podIPOf(/** @type {number} */ n) {
  return `10.129.${n >> 8}.${n & 255}`;
}

/** No two are the same, so that a cache that holds ten thousand does not decide. @returns {Question[]} */
function questions() {
  return Array.from({ length: count }, (_, n) => {
    const i = (n * 7919) % services;
    const round = Math.floor(n / services);
    const service = `service-${i}.namespace-${i % namespaces}`;
    const whole = `${service}.svc.cluster.local.`;
    /** @type {readonly Question[]} */
    const kinds = [
      { name: whole, type: 'A' },
      { name: whole, type: 'AAAA' },
      { name: `_http._tcp.${whole}`, type: 'SRV' },
      { name: `${service}.namespace-0.svc.cluster.local.`, type: 'A' },
      { name: `${service}.namespace-0.svc.cluster.local.`, type: 'AAAA' },
      { name: `${service}.svc.cluster.local.svc.cluster.local.`, type: 'A' },
      { name: `${service}.cluster.local.`, type: 'A' },
      { name: `${(i % 10 === 0 ? podIPOf(3 * i) : clusterIPOf(i)).split('.').reverse().join('.')}.in-addr.arpa.`, type: 'PTR' },
      { name: `${podIPOf(3 * i + 1).replaceAll('.', '-')}.${whole}`, type: 'A' },
      { name: `${podIPOf(3 * i + 2).replaceAll('.', '-')}.namespace-${i % namespaces}.pod.cluster.local.`, type: 'A' },
    ];
    return /** @type {Question} */ (kinds[round % kinds.length]);
  });
}

/** As kubeadm writes it, without the servers of others. @param {number} port @param {string} connection */
function corefile(port, connection) {
  return `.:${port} {\n    errors\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        ${connection}\n        pods insecure\n        fallthrough in-addr.arpa ip6.arpa\n        ttl 30\n    }\n    cache 30\n    loadbalance\n}\n`;
}

/** Server blocks one after the other. */
function longCorefile() {
  let text = '';
  for (let i = 0; text.length < corefileBytes; i++) {
    text += `zone-${i}.example:53 {\n    errors\n    log . "{remote} {type} {name}" {\n        class denial error\n    }\n    rewrite name suffix .old-${i}.example .zone-${i}.example answer auto\n    hosts {\n        10.0.${i >> 8}.${i & 255} host-${i}.zone-${i}.example\n        fallthrough\n    }\n    cache 30 {\n        success 9984 30\n        denial 9984 5\n    }\n    forward . 10.1.0.1 10.1.0.2 {\n        max_concurrent 1000\n    }\n}\n`;
  }
  return text;
}

const labels = { 'k8s-app': 'kube-dns' };

/** The DNS of the cluster, and a pod that asks it. */
const serving = [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'kube-dns', namespace: 'kube-system', labels }, spec: { clusterIP: '172.16.255.10', clusterIPs: ['172.16.255.10'], selector: labels, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }] } },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'coredns', namespace: 'kube-system', labels }, spec: { containers: [{ name: 'coredns', image: 'registry.k8s.io/coredns/coredns:v1.14.7' }] }, status: { phase: 'Running', podIP: '10.128.0.2', podIPs: [{ ip: '10.128.0.2' }] } },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'kubernetes.io/service-name': 'kube-dns' } }, addressType: 'IPv4', ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }], endpoints: [{ addresses: ['10.128.0.2'], conditions: { ready: true } }] },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'namespace-0' }, spec: { containers: [{ name: 'app', image: 'debian:13' }] }, status: { phase: 'Running', podIP: '10.128.0.9', podIPs: [{ ip: '10.128.0.9' }] } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: corefile(53, '') } },
];
