import type { Evidence } from '../../../analysis/index.js';
import { refOf, type ClusterView, type IPAddressPool } from '../../../cluster/index.js';
import { contains, isAddress, lastOf, parseAddress, parseCidr, rangeToCidrs, sizeOf, type Cidr } from '../../../ip/index.js';
import { InputError } from '../../../errors.js';

/** A pool of MetalLB, and how much of it is left. */
export interface PoolLevel {
  readonly name: string;
  readonly size: bigint;
  readonly free: bigint;
  /** It gives out addresses to Services that do not name it. */
  readonly isAutomatic: boolean;
  readonly evidence: Evidence;
}

/** The pools of MetalLB. Those whose addresses cannot be read are left out. Source: metallb internal/allocator/allocator.go v0.15: two Services share an address only where both ask for it. */
export function metalLbPools(view: ClusterView): PoolLevel[] {
  const pools = view.objects('IPAddressPool');
  if (pools.length === 0) return [];
  const used = new Set(view.objects('Service').flatMap(({ status }) => (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip !== undefined && isAddress(ip) ? [ip] : []))));
  return pools.flatMap((pool) => levelOf(pool, used) ?? []);
}

function levelOf(pool: IPAddressPool, used: ReadonlySet<string>): PoolLevel | undefined {
  const blocks = pool.spec.addresses.flatMap(blocksOf);
  if (blocks.length === 0) return undefined;
  const spared = pool.spec.avoidBuggyIPs ? blocks.reduce((sum, block) => sum + buggyIn(block), 0n) : 0n;
  const size = blocks.reduce((sum, block) => sum + sizeOf(block), 0n) - spared;
  const taken = BigInt([...used].filter((ip) => blocks.some((block) => contains(block, parseAddress(ip)))).length);
  return { name: `${pool.metadata.namespace}/${pool.metadata.name}`, size, free: size > taken ? size - taken : 0n, isAutomatic: pool.spec.autoAssign, evidence: { ...refOf(pool), field: 'spec.addresses', value: pool.spec.addresses } };
}

/** A CIDR, or `first-last`. */
function blocksOf(text: string): readonly Cidr[] {
  const [first = '', last] = text.split('-').map((each) => each.trim());
  try {
    return last === undefined ? [parseCidr(first)] : rangeToCidrs(parseAddress(first), parseAddress(last));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Addresses of IPv4 that end in 0 or 255. Source: metallb internal/allocator/allocator.go v0.15, ipConfusesBuggyFirmwares. */
function buggyIn(block: Cidr): bigint {
  if (block.first.family !== 4) return 0n;
  const upTo = (value: bigint, rest: bigint) => (value - rest + 256n) / 256n;
  const count = (rest: bigint) => upTo(lastOf(block).value, rest) - (block.first.value > rest ? upTo(block.first.value - 1n, rest) : 0n);
  return count(0n) + count(255n);
}
