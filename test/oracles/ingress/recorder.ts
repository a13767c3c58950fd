import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { Authority } from '../bench/certificates.js';
import { placeOf, type Manifest } from '../ingress-nginx/objects.js';
import { readQuestion, wire } from '../ingress-nginx/question.js';
import type { Scenario } from '../ingress-nginx/scenario.js';
import type { Recorded } from './replay.js';
import { allNamespaces, objectsByRun, type Run } from './runs.js';
import { seenOf, serviceOfEndpoints, type Seen } from './seen.js';
import type { DataPlaneWorld } from './world.js';

/** Puts the objects of scenarios into a cluster. Ingresses come in the order of their age, a second and more apart where that differs. */
export async function fillCluster(cluster: BenchCluster, scenarios: readonly Scenario[]): Promise<void> {
  const all = [...objectsByRun(scenarios).values()].flat().filter(({ kind }) => kind !== 'Namespace');
  await cluster.apply(allNamespaces(scenarios).map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
  // Not where the authority of the cluster itself is.
  const authority = await Authority.create(await mkdtemp(join(cluster.address.folder, 'secrets-')));
  await cluster.apply([...all.filter(({ kind }) => kind !== 'Ingress'), ...(await secretsOf(authority, scenarios))]);
  const ingresses = all.filter(({ kind }) => kind === 'Ingress');
  for (const age of [...new Set(ingresses.map(ageOf))].sort()) {
    const ofAge = ingresses.filter((each) => ageOf(each) === age);
    await cluster.apply(ofAge.map((each) => ({ ...each, metadata: { ...each.metadata, creationTimestamp: undefined } })));
    await setTimeout(1100);
  }
}

function ageOf({ metadata }: Manifest): string {
  return metadata.creationTimestamp ?? '';
}

async function secretsOf(authority: Authority, scenarios: readonly Scenario[]): Promise<readonly Manifest[]> {
  const made: Manifest[] = [];
  for (const scenario of scenarios) {
    for (const [key, names] of Object.entries(scenario.secrets ?? {})) {
      const [namespace, name] = placeOf(scenario, key);
      const metadata = { name, namespace };
      if (names === null) {
        made.push({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', stringData: { nothing: 'of use' } });
        continue;
      }
      const { certificate, key: file } = await authority.issue(`${namespace}-${name}`, `/CN=${namespace}-${name}`, names.map((each) => `DNS:${each}`).join(','));
      const data = { 'tls.crt': (await readFile(certificate)).toString('base64'), 'tls.key': (await readFile(file)).toString('base64') };
      made.push({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', data });
    }
  }
  return made;
}

/** What a data plane that serves the run answers to the questions of its scenarios, once it says twice the same: until then it may still read its configuration. */
export async function askAll(world: DataPlaneWorld, run: Run, objects: readonly Manifest[], defaultCertificate: RegExp): Promise<Recorded> {
  for (let before = ''; ; await setTimeout(500)) {
    const recorded = await askOnce(world, run, objects, defaultCertificate);
    const after = JSON.stringify(recorded);
    if (after === before) return recorded;
    before = after;
  }
}

async function askOnce(world: DataPlaneWorld, { scenarios }: Run, objects: readonly Manifest[], defaultCertificate: RegExp): Promise<Recorded> {
  const recorded: Record<string, Readonly<Record<string, Seen>>> = {};
  for (const scenario of scenarios) {
    const serviceOf = serviceOfEndpoints(scenario, objects);
    const questions = scenario.ask.map((text) => [text, readQuestion(text)] as const);
    const heard = await world.ask(questions.map(([, question]) => wire(question)));
    recorded[scenario.id] = Object.fromEntries(questions.map(([text, question], i) => [text, seenOf(question, heard[i] ?? {}, serviceOf, defaultCertificate)]));
  }
  return recorded;
}
