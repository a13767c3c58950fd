import { count, enumerate, finish, formatRef, Journal, type Answer, type ObjectRef, type Steps } from '../../analysis/index.js';
import { refOf, type ClusterState, type ClusterView, type KindName } from '../../cluster/index.js';
import { detectCni, detectionKinds, type Addressing } from '../detection/index.js';
import { counters } from './counters/catalogue.js';
import { podsWithSharedIP } from './duplicates.js';
import { nodeUses } from './node-uses.js';
import { rangeOverlaps, type RangeOverlap } from './range-overlaps.js';
import { holdsAddress } from './pod-addresses.js';
import { capped, type Capped, type Count, type LeakedAddress, type NodeUse, type PoolUse, type StrayAddress } from './usage.js';

/** `counted`: the ranges of pods were counted. `insufficient-information`: how pods get their addresses is not told, or no object of the cluster holds it; see `missing`. */
export type IpamOutcome = 'counted' | 'insufficient-information';

export interface DuplicateAddress {
  readonly address: string;
  readonly pods: readonly ObjectRef[];
}

/** How full the ranges of pods are. */
export interface IpamAnswer extends Answer {
  readonly outcome: IpamOutcome;
  /** The plugin that gives out addresses; null where none is known. */
  readonly plugin: string | null;
  readonly addressing: Addressing;
  /** How the capacity is counted, with the source that says so. */
  readonly capacityRule: string | null;
  readonly pools: readonly PoolUse[];
  /** By name. */
  readonly nodes: readonly NodeUse[];
  readonly outside: Capped<StrayAddress>;
  readonly duplicates: Capped<DuplicateAddress>;
  readonly leaks: Capped<LeakedAddress>;
  readonly overlaps: Capped<RangeOverlap>;
  readonly missing: readonly string[];
}

/** The kinds that the count reads. */
export const ipamKinds = [...detectionKinds, 'IPAMBlock', 'CiliumNode'] as const satisfies readonly KindName[];

const known = new WeakMap<ClusterState, IpamAnswer>();

/** How full the ranges of the pods are, counted as the plugin counts that gives out their addresses. Made once for a state. */
export function ipamOf(view: ClusterView): IpamAnswer {
  return finish(ipamSteps(view));
}

/** What {@link ipamOf} does, step by step. */
export function* ipamSteps(view: ClusterView): Steps<IpamAnswer> {
  const made = known.get(view.state);
  if (made !== undefined) return made;
  const answer = yield* countAll(view);
  known.set(view.state, answer);
  return answer;
}

function* countAll(view: ClusterView): Steps<IpamAnswer> {
  const cni = detectCni(view);
  const journal = new Journal();
  const primaries = cni.plugins.filter(({ role }) => role === 'primary');
  const [plugin] = primaries;
  const counter = plugin && primaries.length === 1 ? counters.find(({ addressing }) => addressing === plugin.addressing) : undefined;
  const objects = { ipamBlocks: view.objects('IPAMBlock'), ciliumNodes: view.objects('CiliumNode') };
  const counted = plugin && counter && (yield* counter.count({ view, plugin, ranges: cni.podCIDRs, ...objects }));
  yield;
  const missing = counted === undefined ? lacking(primaries) : [];
  for (const each of [...missing, ...(counted?.warnings ?? []), ...withoutAddress(view), ...(view.covers('Pod') ? [] : ['The snapshot does not hold all Pods: more addresses may be in use.'])]) journal.warn(each);
  yield;
  const duplicates = [...(yield* podsWithSharedIP(view))].map(([address, pods]) => ({ address, pods: pods.map(refOf) }));
  const nodes = yield* nodeUses(view, counted?.blocksOf ?? new Map());
  const overlaps = rangeOverlaps(cni.podCIDRs, cni.serviceCIDRs, view);
  const answer: Omit<IpamAnswer, keyof Answer> = {
    outcome: counted === undefined ? 'insufficient-information' : 'counted',
    plugin: plugin?.name ?? null,
    addressing: plugin?.addressing ?? 'unknown',
    capacityRule: counted?.rule ?? null,
    pools: counted?.pools ?? [],
    nodes,
    outside: capped(counted?.strays ?? []),
    duplicates: capped(duplicates),
    leaks: capped(counted?.leaks ?? []),
    overlaps: capped(overlaps),
    missing,
  };
  if (plugin !== undefined && counted !== undefined) journal.step(plugin.title, 'gives out addresses', counted.rule, plugin.evidence.slice(0, 3));
  return { ...answer, summary: summarise(answer), steps: journal.steps, warnings: journal.warnings };
}

/** A support bundle may have masked them; a pod that runs has one. */
function withoutAddress(view: ClusterView): string[] {
  const silent = view.objects('Pod').filter((pod) => holdsAddress(pod) && pod.status?.phase === 'Running' && (pod.status.podIPs ?? []).length === 0).length;
  return silent === 0 ? [] : [`Running pods whose address the snapshot does not tell: ${silent}. They are not counted.`];
}

function lacking(primaries: readonly { readonly title: string; readonly addressing: Addressing }[]): string[] {
  const [first] = primaries;
  if (first === undefined) return ['The snapshot does not tell which CNI plugin gives out addresses.'];
  if (primaries.length > 1) return [`${enumerate(primaries.map(({ title }) => title))} would give out addresses: which does on which node is not told.`];
  return [first.addressing === 'cloud' ? `The addresses of ${first.title} are kept outside the cluster: no object of it tells how many there are.` : `How ${first.title} gives out addresses is not in the snapshot.`];
}

/** The worst first: what breaks now, then what is full, then how full the fullest is. */
function summarise({ outcome, pools, nodes, outside, duplicates, leaks, overlaps, missing }: Omit<IpamAnswer, keyof Answer>): string {
  const [duplicate] = duplicates.items;
  const counts = [
    ...(duplicate === undefined ? [] : [`${duplicate.address} is the address of ${enumerate(duplicate.pods.map(formatRef), 3)}${duplicates.total > 1 ? `, and ${duplicates.total - 1} more are shared` : ''}`]),
    ...(overlaps.total === 0 ? [] : [`${count(overlaps.total, 'overlap')} of ranges`]),
    ...(outside.total === 0 ? [] : [`${count(outside.total, 'pod address', 'pod addresses')} outside ${outside.total === 1 ? 'its range' : 'their range'}`]),
    ...(leaks.total === 0 ? [] : [`${count(leaks.total, 'address', 'addresses')} given out that no pod has`]),
  ];
  const worst = counts.length === 0 ? '' : ` ${enumerate(counts)}.`;
  if (outcome === 'insufficient-information') return `${missing[0] ?? ''}${worst}`;
  const fullest = pools.filter(({ isDisabled }) => !isDisabled).reduce<PoolUse | undefined>((best, pool) => (best === undefined || (pool.utilisation ?? 0) > (best.utilisation ?? 0) ? pool : best), undefined);
  const short = nodes.filter(({ free, capacity }) => capacity !== null && free === 0).length;
  const ofNodes = short === 0 ? '' : ` Nodes without a free address: ${short}.`;
  if (fullest === undefined) return `No object states the range of the pods.${ofNodes}${worst}`;
  const addable = fullest.nodesAddable === null ? '' : `; room for ${fullest.nodesAddable} more ${fullest.nodesAddable === 1 ? 'node' : 'nodes'}`;
  const use = fullest.utilisation === null ? inUse(fullest.allocated) : `${fullest.allocated} of ${fullest.capacity} addresses in use (${percent(fullest.utilisation)})`;
  return `${fullest.cidr}: ${use}${addable}.${ofNodes}${worst}`;
}

/** `1 address in use`. */
export function inUse(allocated: Count): string {
  return `${allocated} ${allocated === 1 ? 'address' : 'addresses'} in use`;
}

export function percent(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
