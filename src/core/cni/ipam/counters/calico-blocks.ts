import { bitsOf, containsBlock, formatAddress, sizeOf, type Cidr } from '../../../ip/index.js';
import { refOf, type ClusterView, type IPAMBlock, type Json } from '../../../cluster/index.js';
import { calicoBlocks as rule } from '../capacity.js';
import { cidrOf } from '../cidr-text.js';
import type { Counter } from '../counter.js';
import { blockUse, countPieces } from '../pieces.js';
import { countOf, share, type BlockUse, type Counted, type LeakedAddress, type PoolUse } from '../usage.js';

/** Blocks of the pools, each with an affinity to a node; a node whose blocks are full takes another, and where none is left borrows addresses of others. */
export const calicoBlocks: Counter = {
  addressing: 'calico-blocks',
  *count(question) {
    const { view, ipamBlocks } = question;
    const pools = question.ranges.filter(({ plugin }) => plugin === question.plugin.name);
    const ofPods = yield* countPieces({ pools: pools.map(({ cidr, source, nodePrefixLength }) => ({ cidr, source, nodePrefixLength })), given: [], rule, isBound: false, warnings: [] }, view);
    const blocks = ipamBlocks.flatMap((block) => readBlock(block) ?? []);
    if (blocks.length === 0 && !view.covers('IPAMBlock')) return withoutBlocks(ofPods);
    const leaks = view.covers('Pod') ? blocks.flatMap((block) => leaksOf(view, block)) : [];
    return {
      ...ofPods,
      pools: pools.flatMap(({ cidr, source, nodePrefixLength }) => poolUse(cidr, source, nodePrefixLength, blocks) ?? []),
      blocksOf: blocksByNode(blocks),
      leaks,
      warnings: view.covers('Pod') ? [] : ['The snapshot does not hold all Pods: addresses that no pod has are not told.'],
    };
  },
};

interface Block {
  readonly object: IPAMBlock;
  readonly cidr: Cidr;
  readonly node: string | null;
  readonly allocated: number;
}

function readBlock(object: IPAMBlock): Block | undefined {
  const cidr = cidrOf(object.spec.cidr ?? '');
  if (cidr === undefined) return undefined;
  const affinity = object.spec.affinity;
  return { object, cidr, node: affinity?.startsWith('host:') === true ? affinity.slice(5) : null, allocated: allocationsOf(object).length };
}

/** The addresses of a block that are given out: the ordinal of each, and its attributes. */
function allocationsOf({ spec }: IPAMBlock): { ordinal: number; attributes: Json | undefined }[] {
  const allocations = Array.isArray(spec.allocations) ? (spec.allocations as readonly Json[]) : [];
  const attributes = Array.isArray(spec.attributes) ? (spec.attributes as readonly Json[]) : [];
  return allocations.flatMap((index, ordinal) => (typeof index === 'number' ? [{ ordinal, attributes: attributes[index] }] : []));
}

function withoutBlocks(ofPods: Counted): Counted {
  const pools = ofPods.pools.map((pool): PoolUse => ({ ...pool, blocksUsed: null, nodesAddable: null }));
  return { ...ofPods, pools, warnings: ['The snapshot holds no IPAMBlocks: allocated are the addresses of the pods, and tunnels of nodes and leaks are not counted.'] };
}

function poolUse(cidr: string, source: string, nodePrefixLength: number | null, blocks: readonly Block[]): PoolUse | undefined {
  const range = cidrOf(cidr);
  if (range === undefined) return undefined;
  const own = blocks.filter((block) => containsBlock(range, block.cidr));
  const capacity = rule.capacity(range);
  const allocated = BigInt(own.reduce((sum, block) => sum + block.allocated, 0));
  const all = nodePrefixLength === null || nodePrefixLength < range.prefixLength || nodePrefixLength > bitsOf(range.first.family) ? null : 1n << BigInt(nodePrefixLength - range.prefixLength);
  return {
    cidr,
    source,
    capacity: countOf(capacity),
    allocated: countOf(allocated),
    free: countOf(capacity - allocated),
    utilisation: share(allocated, capacity),
    nodePrefixLength,
    blocksUsed: own.length,
    blocks: all === null ? null : countOf(all),
    nodesAddable: all === null ? null : countOf(all > BigInt(own.length) ? all - BigInt(own.length) : 0n),
    isDisabled: source === 'IPPool (disabled)',
  };
}

function blocksByNode(blocks: readonly Block[]): Map<string, BlockUse[]> {
  const byNode = new Map<string, BlockUse[]>();
  for (const { node, cidr, allocated } of blocks) {
    if (node === null) continue;
    const uses = byNode.get(node);
    if (uses === undefined) byNode.set(node, [blockUse(cidr, sizeOf(cidr), allocated)]);
    else uses.push(blockUse(cidr, sizeOf(cidr), allocated));
  }
  return byNode;
}

/**
 * Allocations for a pod that is not there, or that does not have the address. A pod without an address may be about to get it, and addresses of tunnels are of no pod.
 * Source: calico kube-controllers/pkg/controllers/node/ipam.go v3.26.3, allocationIsValid.
 */
function leaksOf(view: ClusterView, { object, cidr }: Block): LeakedAddress[] {
  return allocationsOf(object).flatMap(({ ordinal, attributes }): LeakedAddress[] => {
    const { namespace, pod: name } = secondaryOf(attributes);
    if (namespace === undefined || name === undefined) return [];
    const address = formatAddress({ family: cidr.first.family, value: cidr.first.value + BigInt(ordinal) });
    const pod = view.get('Pod', namespace, name);
    const has = pod?.status?.podIPs?.some(({ ip }) => ip === address) ?? false;
    const isEnded = pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed';
    if (pod !== undefined && !isEnded && (has || (pod.status?.podIPs ?? []).length === 0)) return [];
    const why = pod === undefined ? 'there is no such pod' : isEnded ? `it has ended (${pod.status?.phase})` : 'it has another address';
    return [{ address, owner: `${namespace}/${name}`, detail: `${address} is given to Pod ${namespace}/${name}, and ${why}.`, evidence: [{ ...refOf(object), field: `spec.allocations[${ordinal}]`, value: { namespace, pod: name } }] }];
  });
}

function secondaryOf(attributes: Json | undefined): { readonly namespace?: string; readonly pod?: string } {
  const secondary = typeof attributes === 'object' && attributes !== null && 'secondary' in attributes ? attributes.secondary : undefined;
  if (typeof secondary !== 'object' || secondary === null) return {};
  const { namespace, pod } = secondary as Readonly<Record<string, unknown>>;
  return { ...(typeof namespace === 'string' && { namespace }), ...(typeof pod === 'string' && { pod }) };
}

