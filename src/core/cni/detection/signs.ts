import type { Evidence } from '../../analysis/index.js';
import { agentsOf, containersOf, imageTail, refOf, type Agent, type CiliumPodIPPool, type ClusterView, type ConfigMap, type FelixConfiguration, type IPPool, type Installation, type KindName, type KubeObject, type Node, type Pod } from '../../cluster/index.js';
import type { Certainty } from './profile.js';

/** The kinds that the detection reads. */
export const detectionKinds = ['ConfigMap', 'CustomResourceDefinition', 'DaemonSet', 'FelixConfiguration', 'IPPool', 'Installation', 'Network', 'Node', 'Pod', 'CiliumPodIPPool', 'ServiceCIDR'] as const satisfies readonly KindName[];

/** By what a plugin is known. Images by the last two segments of their repository, never by their registry: mirrors are normal. */
export interface Fingerprint {
  readonly daemonSet: RegExp;
  readonly container: RegExp;
  readonly image: RegExp;
  /** The program that the container starts. */
  readonly program?: RegExp;
  /** Of an agent that looks alike. */
  readonly not?: (agent: Agent) => boolean;
  readonly configMap?: RegExp;
  /** Groups of its custom resources. */
  readonly groups?: readonly string[];
  /** Beginnings of the annotations that it writes on nodes. */
  readonly nodeAnnotations?: readonly string[];
  /** The reason that it gives a node's condition NetworkUnavailable: `CiliumIsUp`. */
  readonly nodeReason?: string;
  /** Beginnings of the annotations that it writes on pods. */
  readonly podAnnotations?: readonly string[];
  /** Custom resources that state its configuration. */
  readonly states?: readonly KubeObject[];
}

/** That a plugin is there, and by what. */
export interface Presence {
  readonly certainty: Certainty;
  readonly agent: Agent | undefined;
  readonly configMap: ConfigMap | undefined;
  readonly evidence: readonly Evidence[];
}

/** What a snapshot tells of CNI plugins: its agents, and the marks that plugins leave on other objects. Each is looked for once. */
export class Signs {
  readonly agents: readonly Agent[];
  readonly installations: readonly Installation[];
  readonly ipPools: readonly IPPool[];
  readonly ciliumPools: readonly CiliumPodIPPool[];
  readonly felix: FelixConfiguration | undefined;
  readonly #nodeMarks = new Map<string, { readonly node: Node; readonly key: string }>();
  readonly #podMarks = new Map<string, { readonly pod: Pod; readonly key: string }>();
  readonly #groups = new Map<string, Evidence>();
  readonly #reasons = new Map<string, Evidence>();

  constructor(readonly view: ClusterView) {
    this.agents = agentsOf(view);
    this.installations = view.objects('Installation');
    this.ipPools = view.objects('IPPool');
    this.ciliumPools = view.objects('CiliumPodIPPool');
    this.felix = view.get('FelixConfiguration', '', 'default');
    for (const node of view.objects('Node')) {
      this.#mark(node, this.#nodeMarks, (key) => ({ node, key }));
      const reason = node.status?.conditions?.find(({ type }) => type === 'NetworkUnavailable')?.reason;
      if (reason !== undefined && !this.#reasons.has(reason)) this.#reasons.set(reason, { ...refOf(node), field: 'status.conditions[NetworkUnavailable].reason', value: reason });
    }
    for (const pod of view.objects('Pod')) if (pod.derivedFrom === undefined) this.#mark(pod, this.#podMarks, (key) => ({ pod, key }));
    for (const crd of view.objects('CustomResourceDefinition')) {
      const { group } = crd.spec;
      if (group !== undefined && !this.#groups.has(group)) this.#groups.set(group, { ...refOf(crd), field: 'spec.group', value: group });
    }
  }

  /** Whether an agent that is not found is not there. */
  get knowsAgents(): boolean {
    return this.view.objects('Node').length > 0 && this.view.covers('DaemonSet') && this.view.covers('Pod');
  }

  /** The first ConfigMap whose name fits. */
  configMap(name: RegExp): ConfigMap | undefined {
    return this.view.objects('ConfigMap').find(({ metadata }) => name.test(metadata.name));
  }

  /** A node whose condition NetworkUnavailable has this reason. */
  nodeReason(reason: string): Evidence | undefined {
    return this.#reasons.get(reason);
  }

  /** A node that has an annotation which begins so. */
  nodeWith(beginning: string): { readonly node: Node; readonly key: string } | undefined {
    return firstWith(this.#nodeMarks, beginning);
  }

  /** A pod that has an annotation which begins so. */
  podWith(beginning: string): { readonly pod: Pod; readonly key: string } | undefined {
    return firstWith(this.#podMarks, beginning);
  }

  /**
   * Whether a plugin with this fingerprint is there. Two signs of one agent make it certain; so does one sign beside something that the plugin writes or reads.
   * Without an agent, what is configured is taken for a plugin where an agent could not be seen, and for remains where it could.
   */
  presence(fingerprint: Fingerprint): Presence | 'remains' | undefined {
    const sightings = this.agents.flatMap((agent) => sight(agent, fingerprint) ?? []).sort((a, b) => b.evidence.length - a.evidence.length);
    const [sighting] = sightings;
    const around = this.around(fingerprint);
    const configMap = fingerprint.configMap && this.configMap(fingerprint.configMap);
    if (sighting !== undefined) {
      const certainty = sighting.evidence.length > 1 || around.length > 0 ? 'certain' : 'likely';
      return { certainty, agent: sighting.agent, configMap, evidence: [...sighting.evidence, ...around] };
    }
    if (around.length === 0) return undefined;
    if (this.knowsAgents) return 'remains';
    const isMore = around.some(({ kind }) => kind !== 'CustomResourceDefinition');
    return isMore ? { certainty: 'likely', agent: undefined, configMap, evidence: around } : 'remains';
  }

  /** What a plugin wrote or reads, beside its agent. */
  around({ configMap, groups = [], nodeAnnotations = [], nodeReason, podAnnotations = [], states = [] }: Fingerprint): Evidence[] {
    const found = configMap && this.configMap(configMap);
    const nodes = nodeAnnotations.flatMap((beginning) => {
      const mark = this.nodeWith(beginning);
      return mark === undefined ? [] : [{ ...refOf(mark.node), field: `metadata.annotations[${mark.key}]`, value: mark.node.metadata.annotations?.[mark.key] }];
    });
    const pods = podAnnotations.flatMap((beginning) => {
      const mark = this.podWith(beginning);
      return mark === undefined ? [] : [{ ...refOf(mark.pod), field: `metadata.annotations[${mark.key}]`, value: mark.pod.metadata.annotations?.[mark.key] }];
    });
    return [
      ...states.slice(0, 3).map((object) => refOf(object)),
      ...(found === undefined ? [] : [refOf(found)]),
      ...groups.flatMap((group) => this.#groups.get(group) ?? []),
      ...nodes.slice(0, 2),
      ...(nodeReason === undefined ? [] : [this.nodeReason(nodeReason) ?? []].flat()),
      ...pods.slice(0, 1),
    ];
  }

  #mark<M>({ metadata }: Node | Pod, marks: Map<string, M>, make: (key: string) => M): void {
    for (const key in metadata.annotations) if (!marks.has(key)) marks.set(key, make(key));
  }
}

function firstWith<M>(marks: ReadonlyMap<string, M>, beginning: string): M | undefined {
  for (const [key, mark] of marks) if (key.startsWith(beginning)) return mark;
  return undefined;
}

/** The signs of one agent; undefined where they are none, or only a name that others may bear. */
function sight(agent: Agent, { daemonSet, container, image, program, not }: Fingerprint): { agent: Agent; evidence: Evidence[] } | undefined {
  if (not?.(agent) === true) return undefined;
  const evidence: Evidence[] = [];
  let isTelling = false;
  if (daemonSet.test(agent.daemonSet.name)) evidence.push(agent.daemonSet);
  for (const { container: each, field } of containersOf(agent)) {
    const byImage = each.image !== undefined && image.test(imageTail(each.image));
    const byProgram = program?.test(basename(each.command?.[0] ?? '')) === true;
    const byName = container.test(each.name);
    if (!byImage && !byProgram && !byName) continue;
    if (byImage || byProgram) isTelling = true;
    if (byName) evidence.push({ ...agent.object, field: `${field}.name`, value: each.name });
    if (byImage) evidence.push({ ...agent.object, field: `${field}.image`, value: each.image });
    if (byProgram) evidence.push({ ...agent.object, field: `${field}.command`, value: each.command?.[0] });
    if (isTelling) break;
  }
  return isTelling || evidence.length > 1 ? { agent, evidence } : undefined;
}

function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
