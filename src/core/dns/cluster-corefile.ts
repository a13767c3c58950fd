import { formatRef, renderMarkdown, renderText, sectionsOf, type Answer, type Evidence, type ObjectRef } from '../analysis/index.js';
import { refOf, type ClusterView } from '../cluster/index.js';
import { clusterDnsOf } from './cluster-dns.js';
import { tellReading, type CorefileReading } from './corefile/parse-answer.js';
import { serverSection } from './corefile/render-reading.js';
import { nodeCachesOf } from './node-cache/find.js';
import { loadNodeCache } from './node-cache/start.js';

/** A cache on each node that pods ask first. */
export interface NodeCache {
  readonly daemonSet: ObjectRef;
  readonly configMap: ObjectRef | null;
  /** The addresses at which it listens, as its flag says. */
  readonly addresses: readonly string[];
  /** Of its image; null where its tag names none. */
  readonly release: string | null;
  /** The Corefile on which it runs, its variables put in; null where the ConfigMap, or what it takes for them, is not in the snapshot. */
  readonly text: string | null;
  /** What it makes of it; null likewise. */
  readonly corefile: Omit<CorefileReading, keyof Answer> | null;
}

/** The Corefile that the cluster's DNS runs with. */
export interface ClusterCorefileAnswer extends Answer {
  readonly outcome: 'found' | 'insufficient-information';
  /** What would have to be in the snapshot. */
  readonly missing: readonly string[];
  /** Where it was found, and by what; null where it was not. */
  readonly configMap: ObjectRef | null;
  /** The release of the image; null where its tag names none. */
  readonly release: string | null;
  /** What CoreDNS makes of it; null where it was not found. */
  readonly corefile: Omit<CorefileReading, keyof Answer> | null;
  /** null where there is none. */
  readonly nodeCache: NodeCache | null;
  readonly evidence: readonly Evidence[];
}

/** The Corefile in force, found from the Service of the cluster DNS over its pods to the ConfigMap that they mount. */
export function clusterCorefile(view: ClusterView): ClusterCorefileAnswer {
  const dns = clusterDnsOf(view);
  const nodeCache = describeNodeCache(view);
  if ('missing' in dns) {
    return { outcome: 'insufficient-information', missing: dns.missing, configMap: null, release: null, corefile: null, nodeCache, evidence: [], summary: `The Corefile in force is not known: the snapshot lacks ${dns.missing.join(' and ')}.`, steps: [], warnings: [] };
  }
  const { summary, steps, warnings, ...corefile } = tellReading(dns.loaded);
  const through = nodeCache === null ? '' : ` Pods ask the cache on their node first: ${formatRef(nodeCache.daemonSet)}${nodeCache.addresses.length === 0 ? '' : `, at ${nodeCache.addresses.join(', ')}`}.`;
  return {
    outcome: 'found',
    missing: [],
    configMap: refOf(dns.configMap),
    release: dns.release,
    corefile,
    nodeCache,
    evidence: dns.evidence,
    summary: `${summary} It is in ${formatRef(refOf(dns.configMap))}.${through}`,
    steps,
    warnings: [...new Set([...dns.assumptions, ...warnings])],
  };
}

function describeNodeCache(view: ClusterView): NodeCache | null {
  const [found] = nodeCachesOf(view);
  if (found === undefined) return null;
  const { daemonSet, configMap, addresses, release } = found;
  const known = { daemonSet: refOf(daemonSet), configMap: configMap === undefined ? null : refOf(configMap), addresses, release };
  const loaded = loadNodeCache(view, found);
  if ('missing' in loaded) return { ...known, text: null, corefile: null };
  const { summary: _summary, steps: _steps, warnings: _warnings, ...corefile } = tellReading(loaded.loaded);
  return { ...known, text: loaded.text, corefile };
}

export function renderClusterCorefileMarkdown(answer: ClusterCorefileAnswer): string {
  return renderMarkdown(layOut(answer));
}

export function renderClusterCorefileText(answer: ClusterCorefileAnswer): string {
  return renderText(layOut(answer));
}

function layOut(answer: ClusterCorefileAnswer): Parameters<typeof renderText>[0] {
  return { verdict: answer.summary, sections: [...(answer.corefile?.servers ?? []).map(serverSection), ...sectionsOf(answer)], rest: 'The JSON rendering holds all of it.' };
}
