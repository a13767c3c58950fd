import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { Authority } from '../bench/certificates.js';
import { waitFor } from '../bench/processes.js';
import type { Answers, Certificates, ObservedScenario } from './golden.js';
import { home, laterObjects, objectsOf, placeOf, secretsOf, type Manifest } from './objects.js';
import { seen, servicesByEndpoint } from './observed.js';
import { readQuestion, wire } from './question.js';
import type { Run } from './runs.js';
import type { Scenario } from './scenario.js';
import { IngressWorld, type Release, type RunningController } from './world/world.js';

/** The objects of scenarios, numbered as in the catalogue: their addresses follow from that. */
export interface Numbered {
  readonly scenario: Scenario;
  readonly number: number;
}

/** Puts the objects of scenarios into a cluster that holds nothing else, and asks the controllers of their runs everything. */
export class Recorder {
  private constructor(
    private readonly cluster: BenchCluster,
    private readonly world: IngressWorld,
    private readonly objects: ReadonlyMap<string, readonly Manifest[]>,
    readonly certificates: Certificates,
  ) {}

  static async start(cluster: BenchCluster, scenarios: readonly Numbered[]): Promise<Recorder> {
    const folder = join(cluster.address.folder, 'ingress');
    await mkdir(folder);
    const authority = await Authority.create(folder);
    const objects = new Map(scenarios.map(({ scenario, number }) => [scenario.id, objectsOf(scenario, number)]));
    await cluster.apply(controllerObjects);
    await cluster.apply(controllerPod);
    const all = [...objects.values()].flat();
    await cluster.apply(all.filter(({ kind }) => kind === 'Namespace'));
    const secrets = await secretsFor(authority, scenarios.map(({ scenario }) => scenario));
    await cluster.apply([...all.filter(({ kind }) => kind === 'Service' || kind === 'EndpointSlice'), ...secrets]);
    await store(cluster, all.filter(({ kind }) => kind === 'Ingress'));
    const world = await IngressWorld.create(cluster, await authority.issue('passthrough', '/CN=passthrough-backend', 'DNS:passthrough.test'));
    return new Recorder(cluster, world, objects, certificatesOf(secrets));
  }

  stop(): Promise<void> {
    return this.world.remove();
  }

  /** What the data plane of a run answers, by scenario. */
  async answersOf({ scenarios, flags }: Run, release: Release): Promise<Readonly<Record<string, ObservedScenario>>> {
    const recorded: Record<string, ObservedScenario> = {};
    await this.#prepare(scenarios);
    await this.world.withController(release, [...flags, `--configmap=${home}/controller`], async (controller) => {
      await controller.isServing();
      for (const scenario of scenarios) {
        const refused = await this.#comeLater(scenario, controller);
        recorded[scenario.id] = { ...(refused !== undefined && { refused }), answers: await this.#ask(scenario, controller) };
      }
    });
    return recorded;
  }

  /** Classes and the ConfigMap are of the whole cluster: those of the run take the place of those before. */
  async #prepare(scenarios: readonly Scenario[]): Promise<void> {
    const classes = new Map(scenarios.flatMap(({ id }) => this.#objectsOf(id)).filter(({ kind }) => kind === 'IngressClass').map((each) => [each.metadata.name, each]));
    await this.cluster.kubectl('delete', 'ingressclass', '--all');
    await this.cluster.kubectl('delete', 'configmap', 'controller', '-n', home, '--ignore-not-found');
    const data = { ...Object.assign({}, ...scenarios.map(({ config }) => config)), 'worker-processes': '1' } as object;
    await this.cluster.apply([...classes.values(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'controller', namespace: home }, data }]);
  }

  async #comeLater(scenario: Scenario, controller: RunningController): Promise<string | undefined> {
    const later = laterObjects(scenario);
    if (later.length === 0) return undefined;
    const before = (await controller.said()).length;
    await store(this.cluster, later);
    return controller.hasTaken(before);
  }

  async #ask(scenario: Scenario, controller: RunningController): Promise<Answers> {
    const serviceOf = servicesByEndpoint(scenario, this.#objectsOf(scenario.id));
    const questions = scenario.ask.map((text) => [text, readQuestion(text)] as const);
    const heard = [...(await controller.ask(questions.flatMap(([, question]) => Array.from({ length: question.times }, () => wire(question)))))];
    return Object.fromEntries(questions.map(([text, question]) => [text, seen(question, heard.splice(0, question.times), serviceOf)]));
  }

  #objectsOf(id: string): readonly Manifest[] {
    return this.objects.get(id) ?? [];
  }
}

const controllerObjects: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: home } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: home } },
];

/** The controller looks itself up. */
const controllerPod: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'controller', namespace: home }, spec: { automountServiceAccountToken: false, containers: [{ name: 'controller', image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1' }] } },
];

async function secretsFor(authority: Authority, scenarios: readonly Scenario[]): Promise<readonly Manifest[]> {
  const issued = new Map<string, Readonly<Record<string, string>>>();
  for (const scenario of scenarios) {
    for (const [key, names] of Object.entries(scenario.secrets ?? {})) if (names !== null) issued.set(placeOf(scenario, key).join('/'), await issue(authority, placeOf(scenario, key).join('-'), names));
  }
  return scenarios.flatMap((scenario) => secretsOf(scenario, (key) => issued.get(key) ?? {}));
}

function certificatesOf(secrets: readonly Manifest[]): Certificates {
  return Object.fromEntries(secrets.flatMap((each) => {
    const certificate = (each['data'] as Record<string, string> | undefined)?.['tls.crt'];
    return certificate === undefined ? [] : [[keyOf(each), certificate]];
  }));
}

/** Its common name is that of its file: a Secret is known by its certificate. */
async function issue(authority: Authority, file: string, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { certificate, key } = await authority.issue(file, `/CN=${file}`, names.map((name) => `DNS:${name}`).join(','));
  return { 'tls.crt': (await readFile(certificate)).toString('base64'), 'tls.key': (await readFile(key)).toString('base64') };
}

/** Connections to the store. */
const atOnce = 16;

/** Creates Ingresses as clients do, and then gives them the age, and beside their class the annotation, of the scenario: a server of long ago took both. */
async function store(cluster: BenchCluster, ingresses: readonly Manifest[]): Promise<void> {
  if (ingresses.length === 0) return;
  await cluster.apply(ingresses.map((each) => ({ ...each, metadata: { ...each.metadata, creationTimestamp: undefined, annotations: annotationsForCreation(each) } })));
  const { items } = await cluster.json<{ items: Manifest[] }>('get', 'ingresses', '-A');
  const wanted = new Map(ingresses.map((each) => [keyOf(each), each]));
  const ages = items.flatMap((item) => {
    const ours = wanted.get(keyOf(item));
    const kept = Object.fromEntries(Object.entries(item.metadata).filter(([field]) => field !== 'managedFields' && field !== 'resourceVersion')) as unknown as Manifest['metadata'];
    const { creationTimestamp, annotations } = ours?.metadata ?? {};
    return creationTimestamp === undefined || annotations === undefined ? [] : [{ ...item, metadata: { ...kept, creationTimestamp, annotations } }];
  });
  for (let i = 0; i < ages.length; i += atOnce) await Promise.all(ages.slice(i, i + atOnce).map((each) => cluster.overwrite(`/registry/ingress/${keyOf(each)}`, each)));
  await waitFor('the API server serves the Ingresses with their ages', async () => {
    const served = await cluster.json<{ items: Manifest[] }>('get', 'ingresses', '-A');
    const byKey = new Map(served.items.map((each) => [keyOf(each), each.metadata.creationTimestamp]));
    return ingresses.every((each) => byKey.get(keyOf(each)) === each.metadata.creationTimestamp);
  });
}

function annotationsForCreation({ metadata: { annotations = {} }, spec }: Manifest): object {
  const hasClass = (spec as { ingressClassName?: string }).ingressClassName !== undefined;
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !hasClass || name !== 'kubernetes.io/ingress.class'));
}

function keyOf({ metadata: { namespace, name } }: Manifest): string {
  return `${namespace}/${name}`;
}
