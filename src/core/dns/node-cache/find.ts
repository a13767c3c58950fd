import type { Evidence } from '../../analysis/index.js';
import { refOf, type ClusterView, type ConfigMap, type ObjectOf } from '../../cluster/index.js';

type DaemonSet = ObjectOf<'DaemonSet'>;

/** NodeLocal DNSCache as a cluster runs it. */
export interface FoundNodeCache {
  readonly daemonSet: DaemonSet;
  /** With the Corefile that it is given; undefined where it is not in the snapshot. */
  readonly configMap: ConfigMap | undefined;
  /** The addresses of its flag -localip: at them it listens. */
  readonly addresses: readonly string[];
  /** Of its image; null where the tag names none. */
  readonly release: string | null;
  /** The Service by whose address it asks the cluster DNS. */
  readonly upstreamService: string;
  readonly evidence: Evidence;
}

const known = new WeakMap<ClusterView, readonly FoundNodeCache[]>();

/** Every NodeLocal DNSCache of a cluster: kubespray runs a second one beside the first. Source: kubernetes/kubernetes cluster/addons/dns/nodelocaldns/nodelocaldns.yaml; kubernetes/dns cmd/node-cache/main.go. */
export function nodeCachesOf(view: ClusterView): readonly FoundNodeCache[] {
  let found = known.get(view);
  if (found === undefined) {
    found = view.objects('DaemonSet').flatMap((set) => ofDaemonSet(view, set) ?? []);
    known.set(view, found);
  }
  return found;
}

/** The one that listens at an address. */
export function nodeCacheAt(view: ClusterView, address: string): FoundNodeCache | undefined {
  return nodeCachesOf(view).find(({ addresses }) => addresses.includes(address));
}

/** Whether it runs on a node; undefined where the snapshot does not tell. */
export function runsOn(view: ClusterView, { daemonSet }: FoundNodeCache, node: string | undefined): boolean | undefined {
  const { namespace, name } = daemonSet.metadata;
  if (node === undefined || !view.covers('Pod', namespace)) return undefined;
  const pods = view.podsIn(namespace).filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.kind === 'DaemonSet' && owner.name === name) === true);
  return pods.length === 0 ? undefined : pods.some(({ spec }) => spec.nodeName === node);
}

function ofDaemonSet(view: ClusterView, daemonSet: DaemonSet): FoundNodeCache | undefined {
  const { containers, volumes = [] } = daemonSet.spec.template.spec;
  const index = containers.findIndex(({ image = '' }) => image.includes('node-cache'));
  const container = containers[index];
  if (container === undefined) return undefined;
  const args = [...(container.command ?? []), ...(container.args ?? [])];
  const written = flagOf(args, 'localip') ?? '';
  const { namespace } = daemonSet.metadata;
  const names = [...volumes.flatMap(({ configMap }) => configMap?.name ?? []), 'node-local-dns'];
  return {
    daemonSet,
    configMap: names.flatMap((name) => view.get('ConfigMap', namespace, name) ?? []).find(({ data }) => data['Corefile'] !== undefined),
    addresses: written.split(',').filter((address) => address !== ''),
    release: /:v?(\d{1,4}\.\d{1,4}\.\d{1,4})[^/]*$/.exec(container.image ?? '')?.[1] ?? null,
    upstreamService: flagOf(args, 'upstreamsvc') ?? 'kube-dns',
    evidence: { ...refOf(daemonSet), field: `spec.template.spec.containers[${index}].args`, value: written },
  };
}

/** The value of a flag of Go, with one dash or two, in one word or two. */
function flagOf(args: readonly string[], name: string): string | undefined {
  for (const [i, argument] of args.entries()) {
    const text = argument.replace(/^--?/, '');
    if (text === argument) continue;
    if (text === name) return args[i + 1];
    if (text.startsWith(`${name}=`)) return text.slice(name.length + 1);
  }
  return undefined;
}
