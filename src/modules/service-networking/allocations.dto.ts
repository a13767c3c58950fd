import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Capped, Count } from '../../core/cni/index.js';
import { serviceRangeSources, type AllocationsAnswer, type AllocationsOutcome, type BandUse, type Clash, type ClusterIPRange, type NodePortRange, type Outside, type RecordFault, type ServiceRangeSource } from '../../core/service-networking/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto, countOf } from '../../platform/http/dto/answer.dto.js';

/** A count that may be beyond 2^53. */
function largeCountOf(description: string, example: number) {
  return { oneOf: [{ type: 'integer', minimum: 0 }, { type: 'string', pattern: '^\\d+$' }], description, example };
}

const utilisation = { type: 'number', nullable: true, minimum: 0, maximum: 1, description: 'The share in use, 0 to 1; null where there is nothing to give.', example: 0.000015 } as const;

@ApiSchema({ name: 'BandUse', description: 'A part of a range, and what of it is used.' })
class BandUseDto implements BandUse {
  @ApiProperty({ description: 'The lowest address or port.', example: '10.96.0.1' })
  readonly first: string;

  @ApiProperty({ description: 'The highest.', example: '10.96.1.0' })
  readonly last: string;

  @ApiProperty(largeCountOf('How many there are.', 256))
  readonly size: Count;

  @ApiProperty(countOf('How many are in use.', 2))
  readonly used: number;

  @ApiProperty(largeCountOf('How many are not.', 254))
  readonly free: Count;

  @ApiProperty({ type: String, nullable: true, description: 'The lowest that is free; null where none is.', example: '10.96.0.2' })
  readonly firstFree: string | null;
}

@ApiSchema({ name: 'ClusterIPRange', description: 'A range of ClusterIPs, and what of it is used.' })
class ClusterIPRangeDto implements ClusterIPRange {
  @ApiProperty({ description: 'The range.', example: '10.96.0.0/12' })
  readonly cidr: string;

  @ApiProperty({ enum: serviceRangeSources, description: 'Who states it. `inferred`: nobody does; it may be larger.', example: 'apiserver-flag' })
  readonly source: ServiceRangeSource;

  @ApiProperty(largeCountOf('Addresses that can be given out: all but the network address and, of IPv4, the broadcast address.', 1048574))
  readonly capacity: Count;

  @ApiProperty(countOf('Those that are a ClusterIP.', 12))
  readonly used: number;

  @ApiProperty(largeCountOf('Those that are not.', 1048562))
  readonly free: Count;

  @ApiProperty(utilisation)
  readonly utilisation: number | null;

  @ApiProperty({ type: BandUseDto, nullable: true, description: 'For ClusterIPs that are asked for: others are taken of it only when the rest is full. Null where no such band is kept.' })
  readonly static: BandUseDto | null;

  @ApiProperty({ type: BandUseDto, nullable: true, description: 'Out of it ClusterIPs are taken, at random. Null where the range has no such part.' })
  readonly dynamic: BandUseDto | null;

  @ApiProperty({ enum: ['ServiceCIDR', 'bitmap'] satisfies ClusterIPRange['allocator'][], description: 'How they are kept: as IPAddress objects, or as the bits of a map, which holds 65,536 addresses of IPv6 at most.', example: 'ServiceCIDR' })
  readonly allocator: ClusterIPRange['allocator'];

  @ApiProperty({ type: [EvidenceDto], description: 'Where the range is written.' })
  readonly evidence: readonly EvidenceDto[];
}

const portOf = (description: string, example: number) => ({ type: 'integer', minimum: 0, maximum: 65535, description, example }) as const;

@ApiSchema({ name: 'NodePortRange', description: 'The range of node ports, and what of it is used.' })
class NodePortRangeDto implements NodePortRange {
  @ApiProperty(portOf('The lowest.', 30000))
  readonly first: number;

  @ApiProperty(portOf('The highest.', 32767))
  readonly last: number;

  @ApiProperty({ enum: ['apiserver-flag', 'kubeadm-config', 'default'] satisfies NodePortRange['source'][], description: 'Who states it. `default`: no object does, and this is what kube-apiserver takes then.', example: 'default' })
  readonly source: NodePortRange['source'];

  @ApiProperty(countOf('How many there are.', 2768))
  readonly capacity: number;

  @ApiProperty(countOf('Those in use, by Services of any protocol and by health checks of load balancers.', 3))
  readonly used: number;

  @ApiProperty(countOf('Those that are not.', 2765))
  readonly free: number;

  @ApiProperty(utilisation)
  readonly utilisation: number | null;

  @ApiProperty({ type: BandUseDto, nullable: true, description: 'For ports that are asked for. Null where no such band is kept.' })
  readonly static: BandUseDto | null;

  @ApiProperty({ type: BandUseDto, nullable: true, description: 'Out of it ports are taken, at random.' })
  readonly dynamic: BandUseDto | null;

  @ApiProperty({ type: [EvidenceDto], description: 'Where the range is written.', example: [] })
  readonly evidence: readonly EvidenceDto[];
}

const kinds = ['cluster-ip', 'node-port'] satisfies Clash['kind'][];

@ApiSchema({ name: 'AllocationClash', description: 'One ClusterIP or node port that several Services have.' })
class ClashDto implements Clash {
  @ApiProperty({ enum: kinds, description: 'What it is.', example: 'node-port' })
  readonly kind: Clash['kind'];

  @ApiProperty({ description: 'The address or port.', example: '30080' })
  readonly value: string;

  @ApiProperty({ type: [ObjectRefDto], description: 'The Services.' })
  readonly users: readonly ObjectRefDto[];

  @ApiProperty({ description: 'What comes of it.', example: 'Node port 30080 is of Service shop/web and Service shop/api: the rules of one of them win.' })
  readonly detail: string;

  @ApiProperty({ type: [EvidenceDto], description: 'Where they are written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'AllocationClashes', description: 'Clashes; of more than a thousand, the first.' })
class ClashesDto implements Capped<Clash> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [ClashDto], description: 'The clashes.', example: [] })
  readonly items: readonly ClashDto[];
}

@ApiSchema({ name: 'AllocationOutside', description: 'A ClusterIP or node port that is of no range.' })
class OutsideDto implements Outside {
  @ApiProperty({ enum: kinds, description: 'What it is.', example: 'cluster-ip' })
  readonly kind: Outside['kind'];

  @ApiProperty({ description: 'The address or port.', example: '10.0.0.10' })
  readonly value: string;

  @ApiProperty({ type: ObjectRefDto, description: 'The Service that has it.' })
  readonly service: ObjectRefDto;

  @ApiProperty({ description: 'What comes of it.', example: '10.0.0.10 is not in 10.96.0.0/12: a leftover of another range. Another Service can be given it, or a pod or host may have it.' })
  readonly detail: string;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'AllocationsOutside', description: 'What is of no range; of more than a thousand, the first.' })
class OutsidesDto implements Capped<Outside> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [OutsideDto], description: 'The ClusterIPs and node ports.', example: [] })
  readonly items: readonly OutsideDto[];
}

@ApiSchema({ name: 'AllocationRecordFault', description: 'A record of a ClusterIP that does not fit the Services.' })
class RecordFaultDto implements RecordFault {
  @ApiProperty({ enum: ['no-service', 'other-address', 'no-record'] satisfies RecordFault['kind'][], description: '`no-service`: it is kept for a Service that is not there. `other-address`: for one that has another. `no-record`: a Service has it, and no IPAddress keeps it.', example: 'no-service' })
  readonly kind: RecordFault['kind'];

  @ApiProperty({ description: 'The address.', example: '10.96.0.77' })
  readonly address: string;

  @ApiProperty({ type: ObjectRefDto, description: 'The IPAddress; of `no-record` the Service.' })
  readonly object: ObjectRefDto;

  @ApiProperty({ description: 'What comes of it.', example: '10.96.0.77 is kept for Service shop/old, and there is no such Service: kube-controller-manager or the API server frees it later.' })
  readonly detail: string;
}

@ApiSchema({ name: 'AllocationRecordFaults', description: 'Records that do not fit; of more than a thousand, the first.' })
class RecordFaultsDto implements Capped<RecordFault> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [RecordFaultDto], description: 'The records.', example: [] })
  readonly items: readonly RecordFaultDto[];
}

@ApiSchema({ name: 'Allocations', description: 'Which ClusterIPs and node ports are given out.' })
export class AllocationsDto extends AnswerDto implements AllocationsAnswer {
  @ApiProperty({
    enum: ['counted', 'insufficient-information'] satisfies AllocationsOutcome[],
    description: '`counted`: a range of the Services is stated. `insufficient-information`: none is, so that only what is used can be told; see `missing`.',
    example: 'counted',
  })
  readonly outcome: AllocationsOutcome;

  @ApiProperty({ type: [ClusterIPRangeDto], description: 'The ranges in force.' })
  readonly clusterIPs: readonly ClusterIPRangeDto[];

  @ApiProperty({ type: NodePortRangeDto, description: 'The node ports.' })
  readonly nodePorts: NodePortRangeDto;

  @ApiProperty({ type: ClashesDto, description: 'What several Services have.' })
  readonly clashes: ClashesDto;

  @ApiProperty({ type: OutsidesDto, description: 'What is of no range. Ranges that no object states accuse nobody.' })
  readonly outside: OutsidesDto;

  @ApiProperty({ type: RecordFaultsDto, description: 'Where ClusterIPs are kept as IPAddress objects: records that do not fit the Services.' })
  readonly records: RecordFaultsDto;

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot to tell more.', example: [] })
  readonly missing: readonly string[];
}
