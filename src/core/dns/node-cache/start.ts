import { formatRef } from '../../analysis/index.js';
import { refOf, type ClusterView, type ConfigMap } from '../../cluster/index.js';
import { isRecord } from '../../record.js';
import { loadCorefile, type LoadedCorefile } from '../corefile/load.js';
import { clusterIPsOf } from '../dns-services.js';
import { versionOf } from '../releases/release.js';
import { nodeCacheCorefile, type NodeCacheValues } from './corefile.js';
import type { FoundNodeCache } from './find.js';
import { corednsOf, newestNodeCache, pluginsOf } from './releases.js';

/** A node cache with the Corefile on which it runs. */
export interface LoadedNodeCache {
  /** The release of CoreDNS that it is. */
  readonly version: string;
  readonly text: string;
  readonly loaded: LoadedCorefile;
  readonly assumptions: readonly string[];
}

const known = new WeakMap<FoundNodeCache, LoadedNodeCache | { readonly missing: string }>();

/** Its Corefile with the variables put in, read as its release reads it; once for each. */
export function loadNodeCache(view: ClusterView, cache: FoundNodeCache): LoadedNodeCache | { readonly missing: string } {
  const found = known.get(cache) ?? load(view, cache);
  known.set(cache, found);
  return found;
}

function load(view: ClusterView, cache: FoundNodeCache): LoadedNodeCache | { readonly missing: string } {
  const { configMap, release, daemonSet, upstreamService } = cache;
  const base = configMap?.data['Corefile'];
  const { namespace } = daemonSet.metadata;
  if (base === undefined) return { missing: `the ConfigMap with the Corefile of the cache on the nodes (${namespace}/node-local-dns as a rule)` };
  const service = view.get('Service', namespace, upstreamService);
  if (service === undefined && !view.covers('Service', namespace) && base.includes('__PILLAR__CLUSTER__DNS__')) return { missing: `the Service ${namespace}/${upstreamService}, by which the cache on the nodes asks the cluster DNS` };
  const [clusterDNS] = service === undefined ? [] : clusterIPsOf(service);
  const { values, assumptions } = kubeDnsValues(view.get('ConfigMap', namespace, 'kube-dns'));
  const text = nodeCacheCorefile(base, { localIPs: cache.addresses, clusterDNS, ...values });
  const told = release ?? newestNodeCache;
  const version = corednsOf(told) ?? '1.7.0';
  const loaded = loadCorefile(text, { version: versionOf(version), files: { corefile: '/etc/Corefile', texts: new Map() }, environment: () => undefined, compiled: pluginsOf(told) });
  const about = formatRef(refOf(daemonSet));
  return {
    version,
    text,
    loaded,
    assumptions: [
      ...(release === null ? [`The release of ${about} is not in the snapshot; ${newestNodeCache} is simulated.`] : []),
      ...(release !== null && corednsOf(release) === undefined ? [`Which CoreDNS is in ${about} ${release} is not known; ${version} is simulated.`] : []),
      ...assumptions,
      ...loaded.assumptions.map((what) => `${about}: ${what}.`),
    ],
  };
}

/** What the ConfigMap kube-dns adds, which it reads where that is mounted, as it is by custom. */
function kubeDnsValues(map: ConfigMap | undefined): { readonly values: Pick<NodeCacheValues, 'upstreamNameservers' | 'stubDomains'>; readonly assumptions: readonly string[] } {
  const upstreamNameservers = textsIn(map?.data['upstreamNameservers']);
  const stubDomains = Object.fromEntries(Object.entries(objectIn(map?.data['stubDomains'])).map(([domain, servers]) => [domain, textsOf(servers)]));
  const hasAny = upstreamNameservers.length > 0 || Object.keys(stubDomains).length > 0;
  return { values: { upstreamNameservers, stubDomains }, assumptions: hasAny ? ['The cache on the nodes is taken to have the ConfigMap kube-dns mounted, whose servers and stub domains it adds to its Corefile.'] : [] };
}

function textsIn(text: string | undefined): readonly string[] {
  return textsOf(jsonIn(text));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

function objectIn(text: string | undefined): Readonly<Record<string, unknown>> {
  const value = jsonIn(text);
  return isRecord(value) ? value : {};
}

function jsonIn(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
