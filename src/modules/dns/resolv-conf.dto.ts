import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import type { Dropped, ResolvConfAnswer, ResolvConfBase, ResolvConfOutcome, StatedSetting } from '../../core/dns/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto } from '../../platform/http/dto/answer.dto.js';

@ApiSchema({ name: 'DroppedFromResolvConf', description: 'What a limit of the kubelet left out.' })
class DroppedDto implements Dropped {
  @ApiProperty({ enum: ['nameserver', 'search'], description: 'What it was.', example: 'nameserver' })
  readonly field: Dropped['field'];

  @ApiProperty({ description: 'As it was given.', example: '192.0.2.4' })
  readonly value: string;

  @ApiProperty({ description: 'Why.', example: 'only the first 3 nameservers are kept' })
  readonly reason: string;
}

@ApiSchema({ name: 'KubeletDnsSetting', description: 'A setting of the kubelet, and where it was found.' })
class StatedSettingDto implements StatedSetting {
  @ApiProperty({ enum: ['clusterDNS', 'clusterDomain', 'resolvConf'], description: 'The field of the KubeletConfiguration.', example: 'clusterDNS' })
  readonly setting: StatedSetting['setting'];

  @ApiProperty({ description: 'Its value; several addresses with blanks between.', example: '10.96.0.10' })
  readonly value: string;

  @ApiProperty({ description: '`readout` of the node, ConfigMap `kubelet-config`, `cluster-dns` or `kubeadm-config`, `Service`, or `Corefile`.', example: 'kubelet-config' })
  readonly source: string;

  @ApiProperty({ description: 'It is not written for the kubelet, but follows from what else is there.', example: false })
  readonly isDeduced: boolean;

  @ApiProperty({ type: [EvidenceDto], description: 'The field in which it stands.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'PodResolvConf', description: 'The resolv.conf of a pod.' })
export class ResolvConfDto extends AnswerDto implements ResolvConfAnswer {
  @ApiProperty({
    enum: ['known', 'partly-known', 'insufficient-information', 'not-written'] satisfies ResolvConfOutcome[],
    description: '`partly-known`: without what it takes from the node’s own file. `insufficient-information`: which nameservers it has is not known. `not-written`: the kubelet refuses the node’s file, and starts no pod that needs it.',
    example: 'partly-known',
  })
  readonly outcome: ResolvConfOutcome;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'The pod; null for one that could be.' })
  readonly pod: ObjectRefDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'The node on which it runs.', example: 'demo-worker-1' })
  readonly node: string | null;

  @ApiProperty({ enum: ['cluster', 'host', 'none'] satisfies ResolvConfBase[], description: 'Of what it is made: the cluster DNS, the file of the node, or only what the pod brings.', example: 'cluster' })
  readonly base: ResolvConfBase;

  @ApiProperty({ type: [String], description: 'At most 3, in the order in which they are asked.', example: ['10.96.0.10'] })
  readonly nameservers: readonly string[];

  @ApiProperty({ type: [String], description: 'In the order in which they are tried.', example: ['dev.svc.cluster.local', 'svc.cluster.local', 'cluster.local'] })
  readonly searches: readonly string[];

  @ApiProperty({ type: [String], description: 'Where a pod’s dnsConfig changes them, the kubelet’s own order is chance.', example: ['ndots:5'] })
  readonly options: readonly string[];

  @ApiProperty({ description: 'As containerd and CRI-O write it.', example: 'search dev.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n' })
  readonly text: string;

  @ApiProperty({ type: [DroppedDto], description: 'What the kubelet’s limits left out; each is an event DNSConfigForming of the pod.', example: [] })
  readonly dropped: readonly DroppedDto[];

  @ApiProperty({ type: [StatedSettingDto], description: 'The settings of the kubelet that it is made of.' })
  readonly settings: readonly StatedSettingDto[];

  @ApiProperty({ type: [String], description: 'What would have to be known for the whole file.', example: ['the resolv.conf of node demo-worker-1 (a readout `resolv-conf`)'] })
  readonly missing: readonly string[];
}

@ApiSchema({ name: 'UsedPodResolvConf', description: 'The resolv.conf with which a name is resolved.' })
export class UsedResolvConfDto extends OmitType(ResolvConfDto, ['summary', 'steps', 'warnings'] as const) {}
