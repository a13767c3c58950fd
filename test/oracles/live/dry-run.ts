import { scratch, type ManifestObject } from '../api-server/manifests.js';
import type { BenchCluster } from '../bench/bench-cluster.js';
import { waitFor } from '../bench/processes.js';

interface Discovery {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly { readonly version: string; readonly resources?: readonly { readonly resource: string; readonly scope: string; readonly responseKind?: { readonly kind: string } }[] }[];
  }[];
}

export const aggregatedDiscovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What an API server would make of an object. */
export type DryAnswer = { readonly outcome: 'made'; readonly object: ManifestObject } | { readonly outcome: 'refused'; readonly why: string };

/** Asks an API server what it would make of objects, without their being made. */
export class DryRun {
  private constructor(
    private readonly cluster: BenchCluster,
    private readonly places: ReadonlyMap<string, { readonly base: string; readonly plural: string; readonly namespaced: boolean }>,
  ) {}

  /** Kinds that are defined later are not known. */
  static async start(cluster: BenchCluster): Promise<DryRun> {
    const places = new Map<string, { base: string; plural: string; namespaced: boolean }>();
    for (const path of ['/api', '/apis']) {
      const { items } = JSON.parse((await cluster.request('GET', path, undefined, { accept: aggregatedDiscovery })).body) as Discovery;
      for (const { metadata, versions } of items) {
        for (const { version, resources = [] } of versions) {
          const apiVersion = path === '/api' ? version : `${metadata?.name ?? ''}/${version}`;
          for (const { resource, scope, responseKind } of resources) places.set(`${apiVersion} ${responseKind?.kind ?? ''}`, { base: `${path}/${apiVersion}`, plural: resource, namespaced: scope === 'Namespaced' });
        }
      }
    }
    return new DryRun(cluster, places);
  }

  isNamespaced({ apiVersion, kind }: ManifestObject): boolean | undefined {
    return this.places.get(`${apiVersion} ${kind}`)?.namespaced;
  }

  /** Unknown fields are passed over, as they are by kubectl without its own check. */
  async ask(manifest: ManifestObject): Promise<DryAnswer> {
    const { apiVersion, kind, metadata } = manifest;
    const place = this.places.get(`${apiVersion} ${kind}`);
    if (place === undefined) return { outcome: 'refused', why: `the server does not have ${kind} of ${apiVersion}` };
    const { base, plural, namespaced } = place;
    const { status, body } = await this.cluster.request('POST', `${base}/${namespaced ? `namespaces/${metadata.namespace ?? 'default'}/` : ''}${plural}?dryRun=All&fieldValidation=Ignore`, manifest);
    if (status === 201) return { outcome: 'made', object: JSON.parse(body) as ManifestObject };
    const { reason, message } = JSON.parse(body) as { reason?: string; message?: string };
    return { outcome: 'refused', why: `${status} ${reason ?? ''}: ${message ?? body}` };
  }
}

/** The namespace in which objects are tried. It stays, as does what was defined for them: the cluster is thrown away. */
export async function makeScratch(cluster: BenchCluster): Promise<void> {
  await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: scratch } }]);
  await waitFor('pods can be made there', () => cluster.kubectl('-n', scratch, 'get', 'serviceaccount', 'default').then(() => true, () => false));
}

/** As if it were another one, in the scratch namespace: what is there already cannot be made. */
export function elsewhere(manifest: ManifestObject, namespaced: boolean | undefined): ManifestObject {
  const { namespace, ...metadata } = manifest.metadata;
  void namespace;
  return namespaced ? { ...manifest, metadata: { ...metadata, namespace: scratch } } : { ...manifest, metadata: { ...metadata, name: `${metadata.name}-elsewhere` } };
}
