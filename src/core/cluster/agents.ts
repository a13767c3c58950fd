import type { Evidence, ObjectRef } from '../analysis/index.js';
import type { DaemonSet, Pod } from './kinds/catalogue.js';
import { refOf, type ClusterView } from './view.js';

type PodSpec = Pod['spec'];
export type Container = PodSpec['containers'][number];

/** A program that runs on the nodes: a DaemonSet, or pods of one that the snapshot does not hold. */
export interface Agent {
  /** The DaemonSet by its name, whether or not the snapshot holds it. */
  readonly daemonSet: ObjectRef;
  /** The object that was read, and where in it the pod spec stands. */
  readonly object: ObjectRef;
  readonly path: 'spec' | 'spec.template.spec';
  readonly spec: PodSpec;
}

/** A container of an agent, and where it stands. */
export interface PlacedContainer {
  readonly container: Container;
  readonly field: string;
}

/** Every DaemonSet, and of each that is missing one of its pods. */
export function agentsOf(view: ClusterView): Agent[] {
  const daemonSets = view.objects('DaemonSet').map((daemonSet: DaemonSet): Agent => {
    const object = refOf(daemonSet);
    return { daemonSet: object, object, path: 'spec.template.spec', spec: daemonSet.spec.template.spec };
  });
  const known = new Set(daemonSets.map(({ daemonSet }) => keyOf(daemonSet)));
  const bereft: Agent[] = [];
  for (const pod of view.objects('Pod')) {
    if (pod.spec.hostNetwork !== true || pod.derivedFrom !== undefined) continue;
    const owner = pod.metadata.ownerReferences?.find(({ kind }) => kind === 'DaemonSet');
    if (owner === undefined) continue;
    const daemonSet = { kind: 'DaemonSet', namespace: pod.metadata.namespace, name: owner.name };
    if (known.has(keyOf(daemonSet))) continue;
    known.add(keyOf(daemonSet));
    bereft.push({ daemonSet, object: refOf(pod), path: 'spec', spec: pod.spec });
  }
  return [...daemonSets, ...bereft];
}

export function containersOf({ spec, path }: Agent): PlacedContainer[] {
  const placed = (list: readonly Container[] | undefined, name: string) => (list ?? []).map((container, i) => ({ container, field: `${path}.${name}[${i}]` }));
  return [...placed(spec.containers, 'containers'), ...placed(spec.initContainers, 'initContainers')];
}

/** The last two segments of the repository, without registry, tag, digest and architecture: `calico/node`. */
export function imageTail(image: string): string {
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '').replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, '');
  return repository.split('/').slice(-2).join('/');
}

/** The tag of an image, without the architecture; undefined where only a digest names it. */
export function imageTag(image: string): string | undefined {
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image.replace(/@.*$/, ''))?.[1];
  return tag?.replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, '');
}

/** The value of a variable of a container of the agent, with its evidence. */
export function variableOf(agent: Agent, container: RegExp, name: string): { value: string; evidence: Evidence } | undefined {
  for (const { container: each, field } of containersOf(agent)) {
    const index = container.test(each.name) ? (each.env ?? []).findIndex((variable) => variable.name === name) : -1;
    const found = each.env?.[index];
    if (found !== undefined) return { value: found.value, evidence: { ...agent.object, field: `${field}.env[${name}]`, value: found.value } };
  }
  return undefined;
}

/** The value of a flag (`--name=value`, `--name value`, or `true` for a bare `--name`) of a container of the agent, with its evidence. */
export function flagOf(agent: Agent, container: RegExp, name: string): { value: string; evidence: Evidence } | undefined {
  for (const { container: each, field } of containersOf(agent)) {
    if (!container.test(each.name)) continue;
    const found = flagIn(each, name);
    if (found !== undefined) return { value: found.value, evidence: { ...agent.object, field: `${field}.${found.list}`, value: found.written } };
  }
  return undefined;
}

/** A flag in the arguments or the command of a container; the last one counts, as with Go's pflag. */
export function flagIn({ command = [], args = [] }: Pick<Container, 'command' | 'args'>, name: string): { value: string; list: 'args' | 'command'; written: string } | undefined {
  for (const [list, words] of [['args', args], ['command', command]] as const) {
    for (let i = words.length - 1; i >= 0; i--) {
      const word = words[i] ?? '';
      const bare = word.replace(/^--?/, '');
      if (bare === word) continue;
      if (bare.startsWith(`${name}=`)) return { value: bare.slice(name.length + 1), list, written: word };
      if (bare !== name) continue;
      const next = words[i + 1];
      return next === undefined || next.startsWith('-') ? { value: 'true', list, written: word } : { value: next, list, written: `${word} ${next}` };
    }
  }
  return undefined;
}

function keyOf({ namespace = '', name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
