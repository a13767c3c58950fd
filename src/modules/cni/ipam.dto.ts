import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Addressing, BlockUse, Capped, Count, DuplicateAddress, IpamAnswer, IpamOutcome, LeakedAddress, NodeLimit, NodeUse, OverlapSide, PoolUse, RangeOverlap, StrayAddress } from '../../core/cni/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto, countOf } from '../../platform/http/dto/answer.dto.js';

const addressings = ['node-cidrs', 'calico-blocks', 'cilium-nodes', 'cluster-range', 'node-annotations', 'cloud', 'other', 'unknown'] satisfies Addressing[];

/** A count that may be beyond 2^53. */
function largeCountOf(description: string, example: number | null, nullable = false) {
  return { oneOf: [{ type: 'integer', minimum: 0 }, { type: 'string', pattern: '^\\d+$' }, ...(nullable ? [{ type: 'null' }] : [])], description, example };
}

function shareOf(description: string, example: number | null) {
  return { type: 'number', nullable: true, minimum: 0, description, example } as const;
}

@ApiSchema({ name: 'PoolUse', description: 'A range out of which pods get addresses.' })
class PoolUseDto implements PoolUse {
  @ApiProperty({ description: 'The range.', example: '10.244.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it.', example: 'controller-manager-flag' })
  readonly source: string;

  @ApiProperty(largeCountOf('Addresses that pods can have of it, by `capacityRule`. Null where that cannot be told.', 64768, true))
  readonly capacity: Count | null;

  @ApiProperty(largeCountOf('Addresses in use.', 16))
  readonly allocated: Count;

  @ApiProperty(largeCountOf('Addresses that are not.', 64752, true))
  readonly free: Count | null;

  @ApiProperty(shareOf('Of the capacity, 0 to 1. Null where there is none.', 0.000247))
  readonly utilisation: number | null;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, maximum: 128, description: 'The prefix length of the piece that a node gets.', example: 24 })
  readonly nodePrefixLength: number | null;

  @ApiProperty(largeCountOf('Pieces that nodes have.', 4, true))
  readonly blocksUsed: Count | null;

  @ApiProperty(largeCountOf('Pieces that the range has.', 256, true))
  readonly blocks: Count | null;

  @ApiProperty(largeCountOf('Nodes that can still be added before no piece is left.', 252, true))
  readonly nodesAddable: Count | null;

  @ApiProperty({ description: 'Nothing new is given out of it.', example: false })
  readonly isDisabled: boolean;
}

@ApiSchema({ name: 'BlockUse', description: 'A piece of a range that a node hands out.' })
class BlockUseDto implements BlockUse {
  @ApiProperty({ description: 'The piece.', example: '10.244.1.0/24' })
  readonly cidr: string;

  @ApiProperty(largeCountOf('Addresses that pods can have of it.', 253))
  readonly capacity: Count;

  @ApiProperty(countOf('Addresses in use.', 7))
  readonly allocated: number;

  @ApiProperty(largeCountOf('Addresses that are not.', 246))
  readonly free: Count;
}

@ApiSchema({ name: 'NodeUse', description: 'A node: what of its pieces is in use, and what runs out first.' })
class NodeUseDto implements NodeUse {
  @ApiProperty({ description: 'The name of the Node.', example: 'demo-worker-2' })
  readonly node: string;

  @ApiProperty({ type: [BlockUseDto], description: 'Its pieces. Empty where none is its own.' })
  readonly blocks: readonly BlockUseDto[];

  @ApiProperty(largeCountOf('Pods that can have an address here at once; of two families, the smaller.', 253, true))
  readonly capacity: Count | null;

  @ApiProperty(countOf('Pods that have an address of their own.', 7))
  readonly allocated: number;

  @ApiProperty(largeCountOf('Addresses of its pieces that are not in use.', 246, true))
  readonly free: Count | null;

  @ApiProperty(shareOf('Of the capacity, 0 to 1.', 0.027667))
  readonly utilisation: number | null;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, description: 'Its `status.capacity.pods`; pods on the network of the node count against it too.', example: 110 })
  readonly maxPods: number | null;

  @ApiProperty(countOf('All its pods that have not ended.', 9))
  readonly pods: number;

  @ApiProperty({ type: String, enum: ['addresses', 'max-pods'] satisfies NodeLimit[], nullable: true, description: 'What runs out first.', example: 'max-pods' })
  readonly limit: NodeLimit | null;
}

@ApiSchema({ name: 'StrayAddress', description: 'A pod whose address is in no range that it could be of.' })
class StrayAddressDto implements StrayAddress {
  @ApiProperty({ description: 'The address.', example: '10.244.9.9' })
  readonly address: string;

  @ApiProperty({ type: ObjectRefDto, description: 'The pod.' })
  readonly pod: ObjectRefDto;

  @ApiProperty({ type: String, nullable: true, description: 'Where it runs.', example: 'demo-worker-2' })
  readonly node: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The node in whose piece the address lies; null where it lies in none.', example: null })
  readonly rangeOf: string | null;
}

@ApiSchema({ name: 'StrayAddresses', description: 'Pods outside their range; of more than a thousand, the first.' })
class StrayAddressesDto implements Capped<StrayAddress> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [StrayAddressDto], description: 'The pods.', example: [] })
  readonly items: readonly StrayAddressDto[];
}

@ApiSchema({ name: 'DuplicateAddress', description: 'An address that several running pods have.' })
class DuplicateAddressDto implements DuplicateAddress {
  @ApiProperty({ description: 'The address.', example: '10.244.1.5' })
  readonly address: string;

  @ApiProperty({ type: [ObjectRefDto], description: 'The pods.' })
  readonly pods: readonly ObjectRefDto[];
}

@ApiSchema({ name: 'DuplicateAddresses', description: 'Addresses that several pods have; of more than a thousand, the first.' })
class DuplicateAddressesDto implements Capped<DuplicateAddress> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [DuplicateAddressDto], description: 'The addresses.', example: [] })
  readonly items: readonly DuplicateAddressDto[];
}

@ApiSchema({ name: 'LeakedAddress', description: 'An address, or the range of a node that is gone, that is given out and that nobody has.' })
class LeakedAddressDto implements LeakedAddress {
  @ApiProperty({ description: 'The address, or the range.', example: '192.168.0.2' })
  readonly address: string;

  @ApiProperty({ type: String, nullable: true, description: 'To whom it was given.', example: 'shop/cart-1' })
  readonly owner: string | null;

  @ApiProperty({ description: 'Why nobody has it, in one sentence.', example: '192.168.0.2 is given to Pod shop/cart-1, and there is no such pod.' })
  readonly detail: string;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'LeakedAddresses', description: 'Addresses that are given out and that no pod has; of more than a thousand, the first.' })
class LeakedAddressesDto implements Capped<LeakedAddress> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [LeakedAddressDto], description: 'The addresses.', example: [] })
  readonly items: readonly LeakedAddressDto[];
}

@ApiSchema({ name: 'OverlapSide', description: 'One of two ranges that share addresses.' })
class OverlapSideDto implements OverlapSide {
  @ApiProperty({ enum: ['pods', 'services', 'node'] satisfies OverlapSide['kind'][], description: 'What it is for.', example: 'services' })
  readonly kind: OverlapSide['kind'];

  @ApiProperty({ description: 'The range.', example: '10.96.0.0/12' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it; the node whose address it is.', example: 'ServiceCIDR' })
  readonly source: string;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'ClusterRangeOverlap', description: 'Two ranges of different purpose that share addresses.' })
class RangeOverlapDto implements RangeOverlap {
  @ApiProperty({ type: OverlapSideDto, description: 'The larger.' })
  readonly a: OverlapSideDto;

  @ApiProperty({ type: OverlapSideDto, description: 'The smaller.' })
  readonly b: OverlapSideDto;

  @ApiProperty({ description: 'What they share.', example: '10.96.0.0/12' })
  readonly common: string;
}

@ApiSchema({ name: 'ClusterRangeOverlaps', description: 'Ranges that overlap; of more than a thousand, the first.' })
class RangeOverlapsDto implements Capped<RangeOverlap> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [RangeOverlapDto], description: 'The overlaps.', example: [] })
  readonly items: readonly RangeOverlapDto[];
}

@ApiSchema({ name: 'Ipam', description: 'How full the ranges of pods are.' })
export class IpamDto extends AnswerDto implements IpamAnswer {
  @ApiProperty({
    enum: ['counted', 'insufficient-information'] satisfies IpamOutcome[],
    description: '`counted`: the ranges were counted. `insufficient-information`: how pods get their addresses is not told, or no object of the cluster holds it; see `missing`.',
    example: 'counted',
  })
  readonly outcome: IpamOutcome;

  @ApiProperty({ type: String, nullable: true, description: 'The plugin that gives out addresses.', example: 'flannel' })
  readonly plugin: string | null;

  @ApiProperty({ enum: addressings, description: 'Where the addresses are kept, as in the answer on the plugins.', example: 'node-cidrs' })
  readonly addressing: Addressing;

  @ApiProperty({ type: String, nullable: true, description: 'How the capacity is counted, with the source that says so.', example: 'host-local: all but the network address, the gateway and, of IPv4, the broadcast address' })
  readonly capacityRule: string | null;

  @ApiProperty({ type: [PoolUseDto], description: 'The ranges.' })
  readonly pools: readonly PoolUseDto[];

  @ApiProperty({ type: [NodeUseDto], description: 'The nodes, by name.' })
  readonly nodes: readonly NodeUseDto[];

  @ApiProperty({ type: StrayAddressesDto, description: 'Pods outside their range.' })
  readonly outside: StrayAddressesDto;

  @ApiProperty({ type: DuplicateAddressesDto, description: 'Addresses that several pods have.' })
  readonly duplicates: DuplicateAddressesDto;

  @ApiProperty({ type: LeakedAddressesDto, description: 'Addresses that are given out and that no pod has, where the plugin publishes them.' })
  readonly leaks: LeakedAddressesDto;

  @ApiProperty({ type: RangeOverlapsDto, description: 'Ranges of pods, Services and nodes that overlap.' })
  readonly overlaps: RangeOverlapsDto;

  @ApiProperty({ type: [String], description: 'What would have to be known to count.', example: [] })
  readonly missing: readonly string[];
}
