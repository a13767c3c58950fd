import type { Evidence, ObjectRef } from '../analysis/index.js';
import { flagIn, imageTag, imageTail, matchesLabels, refOf, type ClusterView, type Container, type DaemonSet, type Node, type Pod } from '../cluster/index.js';

/** A kube-proxy, by the object in which it is written. */
export interface ProxyAgent {
  /** The DaemonSet, or the pod where no DaemonSet is known. */
  readonly object: ObjectRef;
  /** Of the container: `spec.template.spec.containers[0]`. */
  readonly field: string;
  readonly container: Container;
  readonly volumes: NonNullable<Pod['spec']['volumes']>;
  readonly namespace: string;
}

/** A flag of kube-proxy as it is written. */
export interface WrittenFlag {
  readonly value: string;
  readonly evidence: Evidence;
}

/**
 * The kube-proxy of a node: its pod there, or else the DaemonSet that has the node in its selector. Undefined where the snapshot holds none.
 *
 * @param node undefined: any
 */
export function proxyAgentOf(view: ClusterView, node: Node | undefined): ProxyAgent | undefined {
  const daemonSets = view.objects('DaemonSet').flatMap((daemonSet) => inDaemonSet(daemonSet));
  const fitting = daemonSets.find(({ nodeSelector }) => node === undefined || matchesLabels(nodeSelector, node.metadata.labels));
  const own = fitting === undefined ? podAgents(view, node) : [];
  return fitting?.agent ?? own[0];
}

/** Every DaemonSet of kube-proxy. */
export function proxyDaemonSets(view: ClusterView): readonly ProxyAgent[] {
  return view.objects('DaemonSet').flatMap((daemonSet) => inDaemonSet(daemonSet).map(({ agent }) => agent));
}

function inDaemonSet(daemonSet: DaemonSet): { agent: ProxyAgent; nodeSelector: Readonly<Record<string, string>> }[] {
  const { spec } = daemonSet.spec.template;
  const index = spec.containers.findIndex(isProxy);
  const container = spec.containers[index];
  if (container === undefined) return [];
  const agent = { object: refOf(daemonSet), field: `spec.template.spec.containers[${index}]`, container, volumes: spec.volumes ?? [], namespace: daemonSet.metadata.namespace };
  return [{ agent, nodeSelector: withoutBetaLabels(spec.nodeSelector ?? {}) }];
}

/** Kubelets write both labels of the operating system, manifests often only one. */
function withoutBetaLabels(selector: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(selector).map(([key, value]) => [key.replace(/^beta\./, ''), value]));
}

function podAgents(view: ClusterView, node: Node | undefined): ProxyAgent[] {
  const pods = view.objects('Pod').filter((pod) => pod.spec.hostNetwork === true && pod.derivedFrom === undefined && (node === undefined || pod.spec.nodeName === node.metadata.name));
  return pods.flatMap((pod) => {
    const index = pod.spec.containers.findIndex(isProxy);
    const container = pod.spec.containers[index];
    return container === undefined ? [] : [{ object: refOf(pod), field: `spec.containers[${index}]`, container, volumes: pod.spec.volumes ?? [], namespace: pod.metadata.namespace }];
  });
}

function isProxy({ name, image = '', command = [] }: Container): boolean {
  const [program = ''] = command;
  return /(?:^|\/)(?:hardened-|mirrored-)?kube-proxy$/.test(imageTail(image)) || /(?:^|\/)kube-proxy$/.test(program) || (name === 'kube-proxy' && command.some((word) => word.includes('kube-proxy')));
}

/** The tag of its image, with its evidence; undefined where the image is named by a digest, or the tag tells no version. */
export function versionTag({ object, field, container: { image } }: ProxyAgent): WrittenFlag | undefined {
  const tag = imageTag(image ?? '');
  return tag === undefined || !/^v?1\.\d/.test(tag) ? undefined : { value: tag, evidence: { ...object, field: `${field}.image`, value: image } };
}

/** The flag as kube-proxy takes it: of several the last, `true` for one without a value. */
export function proxyFlag({ object, field, container: { command = [], args = [] } }: ProxyAgent, name: string): WrittenFlag | undefined {
  const found = flagIn({ command: command.flatMap(wordsOf), args: args.flatMap(wordsOf) }, name);
  return found && { value: found.value, evidence: { ...object, field: `${field}.${found.list}`, value: found.written } };
}

/** Some start it by a shell: `sh -c "kube-proxy --cluster-cidr=10.0.0.0/16 1>>/var/log/kube-proxy.log"`. */
function wordsOf(word: string): readonly string[] {
  return /\bkube-proxy\s/.test(word) ? word.split(/\s+/).map((each) => each.replace(/^(["'])(.*)\1$/, '$2')) : [word];
}

/** The pods of kube-proxy, by the node on which they run, whoever started them; those that have ended are left out. */
export function proxyPodsByNode(view: ClusterView): ReadonlyMap<string, Pod> {
  const found = new Map<string, Pod>();
  for (const pod of view.objects('Pod')) {
    const { nodeName, hostNetwork, containers } = pod.spec;
    if (nodeName === undefined || hostNetwork !== true || pod.derivedFrom !== undefined || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') continue;
    if (containers.some(isProxy)) found.set(nodeName, pod);
  }
  return found;
}
