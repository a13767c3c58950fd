import { stepThrough, type Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { holdsAddress } from './pod-addresses.js';
import { countOf, share, type BlockUse, type Count, type NodeLimit, type NodeUse } from './usage.js';

/** Each node: what of its pieces is in use, and whether addresses or its limit of pods run out first. */
export function* nodeUses(view: ClusterView, blocksOf: ReadonlyMap<string, readonly BlockUse[]>): Steps<NodeUse[]> {
  const pods = new Map<string, { all: number; own: number }>();
  yield* stepThrough(view.objects('Pod'), (pod) => {
    const { nodeName } = pod.spec;
    const phase = pod.status?.phase;
    if (nodeName === undefined || pod.derivedFrom !== undefined || phase === 'Succeeded' || phase === 'Failed') return;
    let tally = pods.get(nodeName);
    if (tally === undefined) pods.set(nodeName, (tally = { all: 0, own: 0 }));
    tally.all++;
    if (holdsAddress(pod) && (pod.status?.podIPs ?? []).length > 0) tally.own++;
  });
  return view.objects('Node').map(({ metadata: { name }, status }): NodeUse => {
    const blocks = blocksOf.get(name) ?? [];
    const { all = 0, own = 0 } = pods.get(name) ?? {};
    const capacity = smallest(blocks, ({ capacity: each }) => each);
    const free = smallest(blocks, (block) => block.free);
    const written = Number(status?.capacity?.pods);
    const maxPods = Number.isSafeInteger(written) && status?.capacity?.pods !== undefined ? written : null;
    return {
      node: name,
      blocks,
      capacity: capacity === null ? null : countOf(capacity),
      allocated: own,
      free: free === null ? null : countOf(free),
      utilisation: capacity === null || free === null ? null : share(capacity - free, capacity),
      maxPods,
      pods: all,
      limit: limitOf(free, maxPods === null ? null : maxPods - all),
    };
  });
}

/** Of each family the sum over its pieces; of two families a pod needs both, so the smaller counts. */
function smallest(blocks: readonly BlockUse[], of: (block: BlockUse) => Count): bigint | null {
  const sums = new Map<boolean, bigint>();
  for (const block of blocks) sums.set(block.cidr.includes(':'), (sums.get(block.cidr.includes(':')) ?? 0n) + BigInt(of(block)));
  const [first, second] = [...sums.values()];
  if (first === undefined) return null;
  return second === undefined || first < second ? first : second;
}

function limitOf(free: bigint | null, slots: number | null): NodeLimit | null {
  if (free === null || slots === null) return null;
  return free < BigInt(Math.max(slots, 0)) ? 'addresses' : 'max-pods';
}
