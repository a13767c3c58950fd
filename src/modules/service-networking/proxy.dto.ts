import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Capped } from '../../core/cni/index.js';
import type { IpFamily, LocalDetection, ProxyAnswer, ProxyDaemonSet, ProxyHealth, ProxyOnNode, ProxyOutcome, ReadProxySetting, Replacement } from '../../core/service-networking/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto, anyJson, countOf } from '../../platform/http/dto/answer.dto.js';

const modes = ['iptables', 'ipvs', 'nftables', 'kernelspace', 'userspace'] satisfies NonNullable<ProxyOnNode['mode']>[];

@ApiSchema({ name: 'ReadProxySetting', description: 'A setting of kube-proxy, and where it was read.' })
class ReadProxySettingDto implements ReadProxySetting {
  @ApiProperty({ description: 'Its path in the configuration file of kube-proxy; `version` for the version.', example: 'mode' })
  readonly field: string;

  @ApiProperty({ ...anyJson, description: 'Its value.', example: 'iptables' })
  readonly value: unknown;

  @ApiProperty({ enum: ['config', 'flag', 'image', 'node', 'default'] satisfies ReadProxySetting['from'][], description: 'Where it was read: kube-proxy’s file, a flag, the tag of its image, the status of the node; or kube-proxy’s default.', example: 'config' })
  readonly from: ReadProxySetting['from'];

  @ApiProperty({ type: EvidenceDto, nullable: true, description: 'Where it is written; null for a default.' })
  readonly evidence: EvidenceDto | null;
}

@ApiSchema({ name: 'LocalDetection', description: 'How kube-proxy tells packets of pods from others, in one family.' })
class LocalDetectionDto implements LocalDetection {
  @ApiProperty({ enum: ['IPv4', 'IPv6'] satisfies IpFamily[], description: 'The family.', example: 'IPv4' })
  readonly ipFamily: IpFamily;

  @ApiProperty({ enum: ['cidr', 'interface', 'interface-prefix', 'none'] satisfies LocalDetection['kind'][], description: 'By their source address, by the interface on which they come, or not at all: then rules that need it are left out.', example: 'cidr' })
  readonly kind: LocalDetection['kind'];

  @ApiProperty({ type: String, nullable: true, description: 'The CIDR, the interface or the beginning of its name; null for `none`.', example: '10.244.0.0/16' })
  readonly value: string | null;
}

@ApiSchema({ name: 'ProxyMode', description: 'A mode, and the nodes that have it.' })
class ProxyModeDto {
  @ApiProperty({ enum: modes, description: 'The mode.', example: 'iptables' })
  readonly mode: string;

  @ApiProperty({
    type: 'object',
    required: ['total', 'items'],
    properties: { total: countOf('How many there are.', 4), items: { type: 'array', items: { type: 'string' }, description: 'Their names; of more than a thousand, the first.' } },
    additionalProperties: false,
    description: 'The nodes; none where the snapshot holds no Nodes.',
  })
  readonly nodes: Capped<string>;
}

@ApiSchema({ name: 'ProxyDaemonSet', description: 'A DaemonSet of kube-proxy.' })
class ProxyDaemonSetDto implements ProxyDaemonSet {
  @ApiProperty({ type: ObjectRefDto, description: 'The DaemonSet.' })
  readonly daemonSet: ObjectRefDto;

  @ApiProperty({ type: String, nullable: true, description: 'The image of its container.', example: 'registry.k8s.io/kube-proxy:v1.34.1' })
  readonly image: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Nodes that should have a pod of it, by its status.', example: 4 })
  readonly desired: number | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Nodes whose pod is ready, by its status.', example: 4 })
  readonly ready: number | null;
}

@ApiSchema({ name: 'ProxyOnNode', description: 'The kube-proxy of one node.' })
class ProxyOnNodeDto implements ProxyOnNode {
  @ApiProperty({ description: 'The node.', example: 'demo-worker-1' })
  readonly node: string;

  @ApiProperty({
    enum: ['ready', 'not-ready', 'missing', 'left-out', 'without-pod', 'unknown'] satisfies ProxyHealth[],
    description:
      '`missing`: its DaemonSet should have a pod there, and has none. `left-out`: its DaemonSet leaves the node out, by its selector or a taint. `without-pod`: it needs no pod there, as it runs within another process, or the node has no network stack.',
    example: 'ready',
  })
  readonly health: ProxyHealth;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'Its pod.' })
  readonly pod: ObjectRefDto | null;

  @ApiProperty({ type: String, enum: modes, nullable: true, description: 'Its mode; null where the snapshot does not tell it.', example: 'iptables' })
  readonly mode: ProxyOnNode['mode'];

  @ApiProperty({ type: String, enum: ['log', 'config', 'flag', 'default'] satisfies NonNullable<ProxyOnNode['modeFrom']>[], nullable: true, description: 'Who tells the mode. A readout `kube-proxy-log` of the node goes before what is written, as it tells what runs.', example: 'config' })
  readonly modeFrom: ProxyOnNode['modeFrom'];

  @ApiProperty({ type: String, nullable: true, description: 'Its version.', example: 'v1.34.1' })
  readonly version: string | null;

  @ApiProperty({ description: 'What says so, in one sentence.', example: 'kube-proxy-x7k2p is ready.' })
  readonly detail: string;
}

@ApiSchema({ name: 'ProxiesOnNodes', description: 'The nodes by name; of more than a thousand, the first.' })
class ProxiesOnNodesDto implements Capped<ProxyOnNode> {
  @ApiProperty(countOf('How many there are.', 4))
  readonly total: number;

  @ApiProperty({ type: [ProxyOnNodeDto], description: 'The nodes.' })
  readonly items: readonly ProxyOnNodeDto[];
}

@ApiSchema({ name: 'ProxyReplacement', description: 'A program that does what kube-proxy does.' })
class ReplacementDto implements Replacement {
  @ApiProperty({ description: 'Its name in this service.', example: 'cilium' })
  readonly name: string;

  @ApiProperty({ description: 'Its name among people.', example: 'Cilium' })
  readonly title: string;

  @ApiProperty({ enum: ['certain', 'likely'] satisfies Replacement['certainty'][], description: 'How sure it is that it is there.', example: 'certain' })
  readonly certainty: Replacement['certainty'];

  @ApiProperty({ description: 'What says so.', example: 'Cilium does what kube-proxy does, as its settings say.' })
  readonly detail: string;

  @ApiProperty({ type: [EvidenceDto], description: 'What betrays it, and what is written of its settings.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'ServiceProxy', description: 'What serves ClusterIPs in a cluster.' })
export class ProxyDto extends AnswerDto implements ProxyAnswer {
  @ApiProperty({
    enum: ['kube-proxy', 'in-process', 'replaced', 'both', 'none', 'insufficient-information'] satisfies ProxyOutcome[],
    description:
      '`kube-proxy`: it runs as pods. `in-process`: it runs within another program on the nodes, as in k3s. `replaced`: another program does what it does. `both`: it runs, and another program is set to replace it. `none`: nothing serves ClusterIPs. ' +
      '`insufficient-information`: the snapshot does not tell; see `missing`.',
    example: 'kube-proxy',
  })
  readonly outcome: ProxyOutcome;

  @ApiProperty({ type: String, enum: [...modes, 'none'], nullable: true, description: 'Where all nodes agree; `none` where something else serves Services, null where nodes differ or nothing tells.', example: 'iptables' })
  readonly mode: ProxyAnswer['mode'];

  @ApiProperty({ type: [ProxyModeDto], description: 'Each mode, that of most nodes first.' })
  readonly modes: readonly ProxyModeDto[];

  @ApiProperty({ type: [ReadProxySettingDto], description: 'Of kube-proxy on the first node that has one; empty where it does not run as pods.' })
  readonly settings: readonly ReadProxySettingDto[];

  @ApiProperty({ type: [LocalDetectionDto], description: 'By family.' })
  readonly localDetection: readonly LocalDetectionDto[];

  @ApiProperty({ type: [String], description: 'CIDRs of the addresses on which node ports answer. Empty: on every address of the node.', example: [] })
  readonly nodePortAddresses: readonly string[];

  @ApiProperty({ type: [ProxyDaemonSetDto], description: 'Its DaemonSets.' })
  readonly daemonSets: readonly ProxyDaemonSetDto[];

  @ApiProperty({ type: ProxiesOnNodesDto, description: 'The nodes.' })
  readonly nodes: ProxiesOnNodesDto;

  @ApiProperty({ type: [ReplacementDto], description: 'What does what kube-proxy does.', example: [] })
  readonly replacements: readonly ReplacementDto[];

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot to tell more.', example: [] })
  readonly missing: readonly string[];
}
