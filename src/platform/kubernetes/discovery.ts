import { specOf } from '../../core/cluster/index.js';
import { isRecord } from '../../core/record.js';
import { json, type ApiServer } from './api-server.js';
import { groupOf, type CapturedResource } from './resources.js';

/** Source: k8s.io/apiserver v0.37.2, pkg/endpoints/discovery/aggregated. */
const aggregated = `application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,${json}`;

/** The apiVersions in which a server has each resource, the preferred one first, by `<group>/<plural>`. */
export type Served = ReadonlyMap<string, readonly string[]>;

/**
 * What the server has. undefined: it does not tell (a role may forbid it), so that each resource has to be tried.
 *
 * @throws InputError `cluster-unreachable`
 */
export async function discover(api: ApiServer, resources: readonly CapturedResource[], signal: AbortSignal): Promise<Served | undefined> {
  const served = new Map<string, string[]>();
  for (const path of ['/api', '/apis']) {
    const answer = await api.get(path, 'discovery', signal, { accept: aggregated, check: ({ kind }) => (isDiscovery(kind) ? undefined : 'answered with something that is no list of its APIs') });
    if (answer.outcome === 'refused') return undefined;
    if (answer.body['kind'] === 'APIGroupDiscoveryList') readAggregated(answer.body, served);
    else await readGroups(api, groupVersionsIn(answer.body), new Set(resources.map(({ group }) => group)), served, signal);
  }
  return served;
}

/** The apiVersion in which to read a resource; undefined: the server does not have it. */
export function versionOf({ kind, group, plural }: CapturedResource, served: Served | undefined): string | undefined {
  const canonical = specOf(kind).apiVersion;
  if (served === undefined) return canonical;
  const versions = served.get(`${group}/${plural}`) ?? [];
  return versions.includes(canonical) ? canonical : versions[0];
}

function isDiscovery(kind: unknown): boolean {
  return kind === 'APIGroupDiscoveryList' || kind === 'APIGroupList' || kind === 'APIVersions';
}

function readAggregated(body: Readonly<Record<string, unknown>>, served: Map<string, string[]>): void {
  for (const item of records(body['items'])) {
    const group = isRecord(item['metadata']) ? textOf(item['metadata']['name']) : '';
    for (const version of records(item['versions'])) {
      const apiVersion = [group, textOf(version['version'])].filter((part) => part !== '').join('/');
      for (const resource of records(version['resources'])) add(served, `${group}/${textOf(resource['resource'])}`, apiVersion);
    }
  }
}

/** Servers before 1.26 tell their groups first, and then the resources of each. */
async function readGroups(api: ApiServer, groupVersions: readonly string[], wanted: ReadonlySet<string>, served: Map<string, string[]>, signal: AbortSignal): Promise<void> {
  for (const apiVersion of groupVersions) {
    const group = groupOf(apiVersion);
    if (!wanted.has(group)) continue;
    const answer = await api.get(group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`, `discovery of ${apiVersion}`, signal);
    if (answer.outcome === 'refused') continue;
    for (const resource of records(answer.body['resources'])) add(served, `${group}/${textOf(resource['name'])}`, apiVersion);
  }
}

function groupVersionsIn(body: Readonly<Record<string, unknown>>): readonly string[] {
  if (body['kind'] === 'APIVersions') return Array.isArray(body['versions']) ? body['versions'].map(textOf) : [];
  return records(body['groups']).flatMap((group) => records(group['versions']).map((version) => textOf(version['groupVersion'])));
}

function add(served: Map<string, string[]>, resource: string, apiVersion: string): void {
  const versions = served.get(resource);
  if (versions === undefined) served.set(resource, [apiVersion]);
  else versions.push(apiVersion);
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
