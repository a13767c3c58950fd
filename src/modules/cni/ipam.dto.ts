import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Addressing, BlockUse, Capped, Count, DuplicateAddress, IpamOutcome, IpamOverTime, LeakedAddress, NodeLimit, NodeUse, OverlapSide, PeerCluster, PeerOverlap, PeerRange, Peers, PoolUse, Projection, ProjectionOutcome, RangeOverlap, RangeTrend, ServiceRangeUse, StrayAddress, Trend, TrendPoint } from '../../core/cni/index.js';
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

@ApiSchema({ name: 'ServiceRangeUse', description: 'A range out of which Services get their ClusterIPs.' })
class ServiceRangeUseDto implements ServiceRangeUse {
  @ApiProperty({ description: 'The range.', example: '10.96.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it.', example: 'ServiceCIDR' })
  readonly source: string;

  @ApiProperty(largeCountOf('Addresses that Services can have of it.', 65534))
  readonly capacity: Count;

  @ApiProperty(countOf('Addresses in use.', 12))
  readonly allocated: number;

  @ApiProperty(largeCountOf('Addresses that are not.', 65522))
  readonly free: Count;

  @ApiProperty(shareOf('Of the capacity, 0 to 1.', 0.000183))
  readonly utilisation: number | null;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'UsageProjection', description: 'Where the use of a range leads.' })
class ProjectionDto implements Projection {
  @ApiProperty({
    enum: ['full', 'fills', 'grows', 'steady', 'shrinks', 'unsteady', 'too-few-snapshots'] satisfies ProjectionOutcome[],
    description:
      '`full`: nothing is left. `fills`: at its pace nothing is left on `fullAt`. `grows`: it grows, and how much room there is is not known, or it lasts for more than ten years. `steady`: it does not change. `shrinks`: less is used than before. ' +
      '`unsteady`: it goes up and down, and leads nowhere. `too-few-snapshots`: fewer than three snapshots tell it, or less than a day lies between the first and the last.',
    example: 'fills',
  })
  readonly outcome: ProjectionOutcome;

  @ApiProperty({ type: Number, nullable: true, description: 'How many more are in use each day: the median of the paces between any two snapshots.', example: 212.5 })
  readonly perDay: number | null;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'The day on which nothing is left, in UTC.', example: '2026-09-30' })
  readonly fullAt: string | null;
}

@ApiSchema({ name: 'UsagePoint', description: 'What was in use in one snapshot.' })
class TrendPointDto implements TrendPoint {
  @ApiProperty(countOf('The number of the snapshot.', 1))
  readonly snapshot: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When it was taken.', example: '2026-03-02T09:00:00.000Z' })
  readonly takenAt: string;

  @ApiProperty(largeCountOf('Addresses in use.', 16))
  readonly allocated: Count;

  @ApiProperty(largeCountOf('Pieces that nodes had.', 4, true))
  readonly blocksUsed: Count | null;
}

@ApiSchema({ name: 'RangeTrend', description: 'How the use of a range developed.' })
class RangeTrendDto implements RangeTrend {
  @ApiProperty({ enum: ['pods', 'services'] satisfies RangeTrend['kind'][], description: 'What it is for.', example: 'pods' })
  readonly kind: RangeTrend['kind'];

  @ApiProperty({ description: 'The range.', example: '10.244.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ type: [TrendPointDto], description: 'Oldest first; the last is of the snapshot that was asked about.' })
  readonly points: readonly TrendPointDto[];

  @ApiProperty({ type: ProjectionDto, description: 'Of its addresses.' })
  readonly addresses: ProjectionDto;

  @ApiProperty({ type: ProjectionDto, nullable: true, description: 'Of the pieces that nodes get. Null where it is not known how many have one.' })
  readonly pieces: ProjectionDto | null;
}

@ApiSchema({ name: 'UsageTrend', description: 'How the use of the ranges developed up to the snapshot.' })
class TrendDto implements Trend {
  @ApiProperty(countOf('Snapshots that tell it.', 2))
  readonly snapshots: number;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the first of them was taken.', example: '2026-03-02T09:00:00.000Z' })
  readonly from: string;

  @ApiProperty({ type: String, format: 'date-time', description: 'When the last of them was taken.', example: '2026-03-02T10:00:00.000Z' })
  readonly to: string;

  @ApiProperty({ type: [RangeTrendDto], description: 'Of the ranges that the snapshot has.' })
  readonly ranges: readonly RangeTrendDto[];
}

@ApiSchema({ name: 'PeerRange', description: 'A range that no cluster of the group must share.' })
class PeerRangeDto implements PeerRange {
  @ApiProperty({ enum: ['pods', 'services'] satisfies PeerRange['kind'][], description: 'What it is for.', example: 'pods' })
  readonly kind: PeerRange['kind'];

  @ApiProperty({ description: 'The range.', example: '10.244.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it.', example: 'net-conf.json' })
  readonly source: string;
}

@ApiSchema({ name: 'PeerCluster', description: 'Another cluster of the group.' })
class PeerClusterDto implements PeerCluster {
  @ApiProperty({ description: 'Its name.', example: 'prod-us' })
  readonly cluster: string;

  @ApiProperty(countOf('Its newest snapshot, which was compared.', 12))
  readonly snapshot: number;
}

@ApiSchema({ name: 'PeerOverlap', description: 'A range of this cluster and one of another that share addresses.' })
class PeerOverlapDto implements PeerOverlap {
  @ApiProperty({ type: PeerRangeDto, description: 'Of this cluster.' })
  readonly own: PeerRangeDto;

  @ApiProperty({ description: 'The other cluster.', example: 'prod-us' })
  readonly cluster: string;

  @ApiProperty({ type: PeerRangeDto, description: 'Of the other.' })
  readonly other: PeerRangeDto;

  @ApiProperty({ description: 'What they share.', example: '10.244.0.0/16' })
  readonly common: string;
}

@ApiSchema({ name: 'PeerOverlaps', description: 'Ranges that overlap; of more than a thousand, the first.' })
class PeerOverlapsDto implements Capped<PeerOverlap> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [PeerOverlapDto], description: 'The overlaps.', example: [] })
  readonly items: readonly PeerOverlapDto[];
}

@ApiSchema({ name: 'ClusterPeers', description: 'How the ranges of a cluster lie to those of the others in its group.' })
class PeersDto implements Peers {
  @ApiProperty({ description: 'The value of the label `peer-group` of these clusters.', example: 'europe' })
  readonly group: string;

  @ApiProperty({ type: [PeerClusterDto], description: 'The others, by name; at most 30.' })
  readonly clusters: readonly PeerClusterDto[];

  @ApiProperty({ type: PeerOverlapsDto, description: 'Ranges that overlap.' })
  readonly overlaps: PeerOverlapsDto;
}

@ApiSchema({ name: 'Ipam', description: 'How full the ranges of pods are.' })
export class IpamDto extends AnswerDto implements IpamOverTime {
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

  @ApiProperty({ type: [ServiceRangeUseDto], description: 'The ranges of the Services.' })
  readonly services: readonly ServiceRangeUseDto[];

  @ApiProperty({ type: TrendDto, description: 'How the use developed over the snapshots that were taken before.' })
  readonly trend: TrendDto;

  @ApiProperty({ type: PeersDto, nullable: true, description: 'The other clusters that have the same label `peer-group`; null where this one has none.', example: null })
  readonly peers: PeersDto | null;

  @ApiProperty({ type: [String], description: 'What would have to be known to count.', example: [] })
  readonly missing: readonly string[];
}
