import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Capped, OverlapSide, StatedPodRange } from '../../core/cni/index.js';
import { serviceRangeSources, type IpFamily, type JudgedOverlap, type NodeAddresses, type NodeRangeFault, type RangesAnswer, type RangesOutcome, type ServiceRange, type ServiceRangeSource } from '../../core/service-networking/index.js';
import { AnswerDto, EvidenceDto, countOf } from '../../platform/http/dto/answer.dto.js';

@ApiSchema({ name: 'ServiceRange', description: 'A range of the Services, and who states it.' })
class ServiceRangeDto implements ServiceRange {
  @ApiProperty({ description: 'As it is written, which need not be a well-formed CIDR.', example: '10.96.0.0/12' })
  readonly cidr: string;

  @ApiProperty({ type: String, enum: ['IPv4', 'IPv6'] satisfies IpFamily[], nullable: true, description: 'Its family; null where it is no CIDR.', example: 'IPv4' })
  readonly ipFamily: IpFamily | null;

  @ApiProperty({
    enum: serviceRangeSources,
    description:
      'Where it was read, the best first: objects of kind ServiceCIDR, the flag of kube-apiserver, kubeadm’s configuration, OpenShift’s Network, the flag of kube-controller-manager. `inferred`: from the ClusterIPs in use, so that it may be larger.',
    example: 'apiserver-flag',
  })
  readonly source: ServiceRangeSource;

  @ApiProperty({ description: 'ClusterIPs are taken of it; false where a better source says otherwise, and while its ServiceCIDR is not ready or is being deleted.', example: true })
  readonly isInForce: boolean;

  @ApiProperty({ type: String, enum: ['ready', 'not-ready', 'being-deleted'] satisfies NonNullable<ServiceRange['state']>[], nullable: true, description: 'Of a ServiceCIDR; null for other sources.', example: null })
  readonly state: ServiceRange['state'];

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'PodRangeOfCluster', description: 'A range of pod addresses, and where it is written.' })
class PodRangeDto implements StatedPodRange {
  @ApiProperty({ description: 'As it is written there.', example: '10.244.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it.', example: 'net-conf.json' })
  readonly source: string;

  @ApiProperty({ type: String, nullable: true, description: 'The CNI plugin that states it; null for a component of the cluster.', example: 'flannel' })
  readonly plugin: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The prefix length of the piece that a node gets, where it is known.', example: null })
  readonly nodePrefixLength: number | null;

  @ApiProperty({ description: 'It is written nowhere: what the plugin takes then.', example: false })
  readonly isDefault: boolean;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written. Empty for a default.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'TypedAddress', description: 'An address of a node, and what it is for.' })
class TypedAddressDto {
  @ApiProperty({ description: 'As Kubernetes names it.', example: 'InternalIP' })
  readonly type: string;

  @ApiProperty({ description: 'The address, or the name.', example: '192.168.10.11' })
  readonly address: string;
}

@ApiSchema({ name: 'NodeAddresses', description: 'The addresses of a node, and the pods’ ranges that it was given.' })
class NodeAddressesDto implements NodeAddresses {
  @ApiProperty({ description: 'The node.', example: 'demo-worker-1' })
  readonly node: string;

  @ApiProperty({ type: [TypedAddressDto], description: 'Its addresses and names.' })
  readonly addresses: readonly TypedAddressDto[];

  @ApiProperty({ type: [String], description: '`spec.podCIDRs`; whether its pods have these addresses depends on the CNI plugin.', example: ['10.244.1.0/24'] })
  readonly podCIDRs: readonly string[];
}

@ApiSchema({ name: 'AllNodeAddresses', description: 'The nodes by name; of more than a thousand, the first.' })
class AllNodeAddressesDto implements Capped<NodeAddresses> {
  @ApiProperty(countOf('How many there are.', 4))
  readonly total: number;

  @ApiProperty({ type: [NodeAddressesDto], description: 'The nodes.' })
  readonly items: readonly NodeAddressesDto[];
}

@ApiSchema({ name: 'RangeSide', description: 'One of two ranges that share addresses.' })
class RangeSideDto implements OverlapSide {
  @ApiProperty({ enum: ['pods', 'services', 'node'] satisfies OverlapSide['kind'][], description: 'What it is for.', example: 'services' })
  readonly kind: OverlapSide['kind'];

  @ApiProperty({ description: 'The range.', example: '10.96.0.0/12' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it; the node whose address it is.', example: 'ServiceCIDR' })
  readonly source: string;

  @ApiProperty({ type: [EvidenceDto], description: 'Where it is written.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'JudgedOverlap', description: 'Two ranges that share addresses, and what comes of it.' })
class JudgedOverlapDto implements JudgedOverlap {
  @ApiProperty({ type: RangeSideDto, description: 'The larger.' })
  readonly a: RangeSideDto;

  @ApiProperty({ type: RangeSideDto, description: 'The smaller.' })
  readonly b: RangeSideDto;

  @ApiProperty({ description: 'What they share.', example: '10.96.0.0/16' })
  readonly common: string;

  @ApiProperty({ description: 'Pods have addresses of the network of the nodes by design, as in some clouds.', example: false })
  readonly isByDesign: boolean;

  @ApiProperty({ description: 'What comes of it.', example: 'A pod whose address is also a ClusterIP gets none of its traffic: kube-proxy sends the packets to the Service’s endpoints.' })
  readonly consequence: string;
}

@ApiSchema({ name: 'JudgedOverlaps', description: 'Ranges that overlap; of more than a thousand, the first.' })
class JudgedOverlapsDto implements Capped<JudgedOverlap> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [JudgedOverlapDto], description: 'The overlaps.', example: [] })
  readonly items: readonly JudgedOverlapDto[];
}

@ApiSchema({ name: 'NodeRangeFault', description: 'A range of a node that does not fit the others.' })
class NodeRangeFaultDto implements NodeRangeFault {
  @ApiProperty({ enum: ['outside-cluster-range', 'shared-by-nodes'] satisfies NodeRangeFault['kind'][], description: 'What is wrong with it.', example: 'outside-cluster-range' })
  readonly kind: NodeRangeFault['kind'];

  @ApiProperty({ description: 'The range.', example: '10.245.1.0/24' })
  readonly cidr: string;

  @ApiProperty({ type: [String], description: 'The nodes that were given it.', example: ['demo-worker-1'] })
  readonly nodes: readonly string[];

  @ApiProperty({ description: 'What comes of it.', example: 'Nodes demo-worker-1 and demo-worker-2 were both given 10.244.1.0/24: pods of both may have the same address.' })
  readonly detail: string;
}

@ApiSchema({ name: 'NodeRangeFaults', description: 'Ranges of nodes that do not fit; of more than a thousand, the first.' })
class NodeRangeFaultsDto implements Capped<NodeRangeFault> {
  @ApiProperty(countOf('How many there are.', 0))
  readonly total: number;

  @ApiProperty({ type: [NodeRangeFaultDto], description: 'The ranges.', example: [] })
  readonly items: readonly NodeRangeFaultDto[];
}

@ApiSchema({ name: 'ClusterRanges', description: 'The ranges of Services, pods and nodes.' })
export class RangesDto extends AnswerDto implements RangesAnswer {
  @ApiProperty({
    enum: ['told', 'partly-told', 'insufficient-information'] satisfies RangesOutcome[],
    description: '`told`: the ranges of pods and of Services are stated. `partly-told`: one of them is inferred, or not known. `insufficient-information`: neither is known; see `missing`.',
    example: 'told',
  })
  readonly outcome: RangesOutcome;

  @ApiProperty({ type: [ServiceRangeDto], description: 'The ranges of the Services, the best source first.' })
  readonly services: readonly ServiceRangeDto[];

  @ApiProperty({ type: [PodRangeDto], description: 'The ranges of the pods: those of the CNI plugin, then those that components of the cluster state.' })
  readonly pods: readonly PodRangeDto[];

  @ApiProperty({ type: AllNodeAddressesDto, description: 'The nodes.' })
  readonly nodes: AllNodeAddressesDto;

  @ApiProperty({ type: JudgedOverlapsDto, description: 'Ranges of pods, Services and nodes that overlap.' })
  readonly overlaps: JudgedOverlapsDto;

  @ApiProperty({ type: NodeRangeFaultsDto, description: 'Where each node hands out addresses of a range of its own: ranges that two nodes share, and those that are of no range of the cluster.' })
  readonly nodeRangeFaults: NodeRangeFaultsDto;

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot to tell more.', example: [] })
  readonly missing: readonly string[];
}
