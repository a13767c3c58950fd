import type { ObjectRef, Steps } from '../../analysis/index.js';
import { refOf, type ClusterView, type DaemonSet, type Node, type Pod } from '../../cluster/index.js';
import type { LoggedProxyMode } from '../../readouts/index.js';
import { proxyDaemonSets, proxyFlag, proxyPodsByNode } from '../agent.js';
import { readinessOf, unreadyReason } from '../endpoint-pods.js';
import { proxySettings, type ProxyModeName, type ProxySettings } from '../settings.js';
import { whyNotOn } from './daemon-set.js';
import { withoutPodByDesign } from './replacement.js';

/** A log of kube-proxy of a node, as far as it tells the mode. */
export interface ProxyLog {
  readonly node: string;
  readonly mode: LoggedProxyMode | null;
}

/**
 * - `ready`: its pod runs and is ready
 * - `not-ready`: there is a pod, and it is not ready
 * - `missing`: its DaemonSet should have a pod there, and has none
 * - `left-out`: its DaemonSet leaves the node out
 * - `without-pod`: it needs no pod there: it runs within another process, or the node has no network stack
 * - `unknown`: the snapshot does not tell
 */
export type ProxyHealth = 'ready' | 'not-ready' | 'missing' | 'left-out' | 'without-pod' | 'unknown';

/** The kube-proxy of one node. */
export interface ProxyOnNode {
  readonly node: string;
  readonly health: ProxyHealth;
  readonly pod: ObjectRef | null;
  /** Null where the snapshot does not tell it. */
  readonly mode: ProxyModeName | 'userspace' | null;
  /** Who tells the mode: a log of the node goes before what is written. */
  readonly modeFrom: 'log' | 'config' | 'flag' | 'default' | null;
  readonly version: string | null;
  readonly detail: string;
}

/** The kube-proxy of every node, by name. Nodes that share a DaemonSet share its settings. */
export function* nodeProxySteps(view: ClusterView, logs: readonly ProxyLog[]): Steps<ProxyOnNode[]> {
  const pods = proxyPodsByNode(view);
  const daemonSets = proxyDaemonSets(view).flatMap(({ object }) => view.get('DaemonSet', object.namespace ?? '', object.name) ?? []);
  const settingsFor = rememberedSettings(view, daemonSets, pods);
  const modes = new Map(logs.flatMap(({ node, mode }) => (mode === null ? [] : [[node, mode] as const])));
  const found: ProxyOnNode[] = [];
  for (const node of view.objects('Node')) {
    yield;
    const { name } = node.metadata;
    const pod = pods.get(name);
    const { health, detail } = healthOf(view, node, pod, daemonSets);
    const runs = pod !== undefined || health === 'missing';
    const settings = runs ? settingsFor(node) : undefined;
    const logged = modes.get(name);
    found.push({ node: name, health, pod: pod === undefined ? null : refOf(pod), mode: logged ?? (settings && writtenMode(settings)) ?? null, modeFrom: logged !== undefined ? 'log' : ((settings && modeSource(settings)) ?? null), version: settings?.kubernetesVersion ?? null, detail });
  }
  return found;
}

function healthOf(view: ClusterView, node: Node, pod: Pod | undefined, daemonSets: readonly DaemonSet[]): { health: ProxyHealth; detail: string } {
  if (pod !== undefined) {
    const readiness = readinessOf(pod);
    if (readiness === 'ready') return { health: 'ready', detail: `${pod.metadata.name} is ready.` };
    return readiness === 'unready' ? { health: 'not-ready', detail: `${pod.metadata.name} is not ready: ${unreadyReason(pod)}.` } : { health: 'unknown', detail: `The snapshot does not tell whether ${pod.metadata.name} is ready.` };
  }
  const inner = withoutPodByDesign(node);
  if (inner !== undefined) return { health: 'without-pod', detail: inner.detail };
  if (!view.covers('Pod')) return { health: 'unknown', detail: 'The snapshot does not hold all Pods.' };
  const reasons = daemonSets.map((daemonSet) => ({ daemonSet, why: whyNotOn(daemonSet, node) }));
  const owner = reasons.find(({ why }) => why === undefined);
  if (owner !== undefined) return { health: 'missing', detail: `DaemonSet ${nameOf(owner.daemonSet)} should have a pod on the node, and has none.` };
  if (reasons.length === 0) return { health: 'unknown', detail: 'No object of the cluster tells of a kube-proxy on the node.' };
  return { health: 'left-out', detail: `${reasons.map(({ daemonSet, why }) => `DaemonSet ${nameOf(daemonSet)} puts no pod there: ${why}`).join('; ')}.` };
}

function nameOf({ metadata }: DaemonSet): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** What a node's kube-proxy runs with follows from what started it, and from the operating system. */
function rememberedSettings(view: ClusterView, daemonSets: readonly DaemonSet[], pods: ReadonlyMap<string, Pod>): (node: Node) => ProxySettings {
  const known = new Map<string, ProxySettings>();
  return (node) => {
    const owner = daemonSets.find((daemonSet) => whyNotOn(daemonSet, node) === undefined);
    const pod = pods.get(node.metadata.name);
    const words = owner === undefined ? JSON.stringify(pod?.spec.containers.map(({ command, args, image }) => [command, args, image])) : nameOf(owner);
    const key = `${words} ${node.status?.nodeInfo?.operatingSystem ?? ''} ${node.status?.nodeInfo?.kubeletVersion ?? ''}`;
    const settings = known.get(key) ?? proxySettings(view, node);
    known.set(key, settings);
    return settings;
  };
}

/** The mode that is written, or the default where none is; undefined where what is written is not in the snapshot, which then has no default to tell. */
export function writtenMode({ agent, mode, read }: ProxySettings): ProxyModeName | undefined {
  const readsFile = agent !== undefined && proxyFlag(agent, 'config') !== undefined;
  return readsFile && !read.some(({ from }) => from === 'config') ? undefined : mode;
}

function modeSource(settings: ProxySettings): ProxyOnNode['modeFrom'] {
  if (writtenMode(settings) === undefined) return null;
  const { read } = settings;
  const found = read.find(({ field }) => field === 'mode');
  return found === undefined || found.from === 'image' || found.from === 'node' ? null : found.from;
}
