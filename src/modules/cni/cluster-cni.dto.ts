import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Addressing, Certainty, CniAnswer, CniOutcome, DefaultSetting, DetectedPlugin, Encapsulation, Leftover, MissingSetting, PodRange, Role, SettingName, StatedPodRange } from '../../core/cni/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto } from '../../platform/http/dto/answer.dto.js';

const settingNames = ['version', 'ipam', 'encapsulation', 'mtu', 'confDir', 'binDir', 'kubeProxyReplacement', 'networkPolicy', 'podCIDRs'] satisfies SettingName[];
const encapsulations = ['none', 'vxlan', 'vxlan-cross-subnet', 'ipip', 'ipip-cross-subnet', 'geneve', 'geneve-cross-subnet', 'gre', 'gre-cross-subnet', 'udp', 'wireguard', 'ipsec', 'extension'] satisfies Encapsulation[];
const addressings = ['node-cidrs', 'calico-blocks', 'cilium-nodes', 'cluster-range', 'node-annotations', 'cloud', 'other', 'unknown'] satisfies Addressing[];

@ApiSchema({ name: 'DefaultSetting', description: 'A setting that is not written, and what the plugin then does.' })
class DefaultSettingDto implements DefaultSetting {
  @ApiProperty({ enum: settingNames, description: 'The setting.', example: 'ipam' })
  readonly field: SettingName;

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }], description: 'What the plugin takes.', example: 'host-local' })
  readonly value: string | number | boolean;

  @ApiProperty({ description: 'The plugin’s file and version, or the page, that says so.', example: 'flannel pkg/subnet/config.go v0.26.1: parseBackendType' })
  readonly source: string;
}

@ApiSchema({ name: 'MissingSetting', description: 'A setting that the snapshot does not tell.' })
class MissingSettingDto implements MissingSetting {
  @ApiProperty({ enum: settingNames, description: 'The setting.', example: 'mtu' })
  readonly field: SettingName;

  @ApiProperty({ description: 'Why it is not known.', example: 'flannel takes it from the interface of each node, less what the backend needs.' })
  readonly detail: string;
}

@ApiSchema({ name: 'CniPlugin', description: 'A CNI plugin, and its settings as far as they are known: null is not known, and told in `missing`.' })
class DetectedPluginDto implements DetectedPlugin {
  @ApiProperty({ description: 'Its name in this service.', example: 'flannel' })
  readonly name: string;

  @ApiProperty({ description: 'Its name among people.', example: 'flannel' })
  readonly title: string;

  @ApiProperty({ enum: ['primary', 'chained', 'meta'] satisfies Role[], description: '`primary`: gives pods their interface. `chained`: is called by another plugin, or only enforces policy beside it. `meta`: calls other plugins.', example: 'primary' })
  readonly role: Role;

  @ApiProperty({ enum: ['certain', 'likely'] satisfies Certainty[], description: '`certain`: two signs or more that do not depend on each other. `likely`: one sign, or a configuration whose agent could not be seen.', example: 'certain' })
  readonly certainty: Certainty;

  @ApiProperty({ type: String, nullable: true, description: 'The tag of the image of its agent.', example: 'v0.27.4' })
  readonly version: string | null;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'The DaemonSet of its agent.' })
  readonly daemonSet: ObjectRefDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'How it gives out addresses, in its own words.', example: 'host-local' })
  readonly ipam: string | null;

  @ApiProperty({
    enum: addressings,
    description:
      'Where the addresses are kept. `node-cidrs`: in `spec.podCIDRs` of each node. `calico-blocks`: in blocks of the IPPools. `cilium-nodes`: in the CiliumNodes. `cluster-range`: in one range for the cluster. ' +
      '`node-annotations`: in an annotation or another object of each node. `cloud`: in the network of the cloud or of the machine. `other`: another plugin does. `unknown`: the snapshot does not tell.',
    example: 'node-cidrs',
  })
  readonly addressing: Addressing;

  @ApiProperty({ type: [String], description: 'The ranges that it states or takes by default, as they are written.', example: ['10.244.0.0/16'] })
  readonly podCIDRs: readonly string[];

  @ApiProperty({ type: String, enum: encapsulations, nullable: true, description: 'How traffic between nodes is wrapped. `-cross-subnet`: only between nodes of different subnets.', example: 'vxlan' })
  readonly encapsulation: Encapsulation | null;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, description: 'Of the interface of a pod, in bytes.', example: null })
  readonly mtu: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'The folder of the node in which its configuration stands.', example: '/etc/cni/net.d' })
  readonly confDir: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The folder of the node in which its programs stand.', example: '/opt/cni/bin' })
  readonly binDir: string | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether it does what kube-proxy does.', example: false })
  readonly kubeProxyReplacement: boolean | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether it enforces NetworkPolicy.', example: false })
  readonly networkPolicy: boolean | null;

  @ApiProperty({ type: [DefaultSettingDto], description: 'The settings that are the plugin’s defaults.' })
  readonly defaults: readonly DefaultSettingDto[];

  @ApiProperty({ type: [MissingSettingDto], description: 'The settings that are not known.' })
  readonly missing: readonly MissingSettingDto[];

  @ApiProperty({ type: [EvidenceDto], description: 'What betrays the plugin, then what is written of its settings.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'StatedRange', description: 'A range, and where it is written.' })
class StatedRangeDto implements PodRange {
  @ApiProperty({ description: 'As it is written there, which need not be a well-formed CIDR.', example: '10.244.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ description: 'Who states it.', example: 'net-conf.json' })
  readonly source: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The prefix length of the piece that a node gets, where it is known.', example: null })
  readonly nodePrefixLength: number | null;

  @ApiProperty({ description: 'It is written nowhere: what the plugin takes then.', example: false })
  readonly isDefault: boolean;

  @ApiProperty({ type: [EvidenceDto], description: 'The field in which it is written. Empty for a default.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'StatedPodRange', description: 'A range of pod addresses, and where it is written.' })
class StatedPodRangeDto extends StatedRangeDto implements StatedPodRange {
  @ApiProperty({ type: String, nullable: true, description: 'The plugin that states it; null for a component of the cluster.', example: 'flannel' })
  readonly plugin: string | null;
}

@ApiSchema({ name: 'CniLeftover', description: 'What a plugin that does not run has left.' })
class LeftoverDto implements Leftover {
  @ApiProperty({ description: 'Its name in this service.', example: 'calico' })
  readonly name: string;

  @ApiProperty({ description: 'Its name among people.', example: 'Calico' })
  readonly title: string;

  @ApiProperty({ type: [EvidenceDto], description: 'What it has left.' })
  readonly evidence: readonly EvidenceDto[];
}

@ApiSchema({ name: 'Cni', description: 'Which CNI plugins a cluster has, and how they are set.' })
export class CniDto extends AnswerDto implements CniAnswer {
  @ApiProperty({
    enum: ['one', 'several', 'none', 'insufficient-information'] satisfies CniOutcome[],
    description:
      '`one`: one plugin gives pods their interface. `several`: more than one would; on each node the first file of the configuration folder decides. `none`: the nodes wait for one. `insufficient-information`: the snapshot does not tell; see `missing`.',
    example: 'one',
  })
  readonly outcome: CniOutcome;

  @ApiProperty({ type: [DetectedPluginDto], description: 'Those that give pods their interface first.' })
  readonly plugins: readonly DetectedPluginDto[];

  @ApiProperty({ type: [StatedPodRangeDto], description: 'The ranges of pods that the plugins state, then those that kube-controller-manager, kubeadm and kube-proxy state.' })
  readonly podCIDRs: readonly StatedPodRangeDto[];

  @ApiProperty({ type: [StatedRangeDto], description: 'The ranges of Services, by who states them.' })
  readonly serviceCIDRs: readonly StatedRangeDto[];

  @ApiProperty({ type: [LeftoverDto], description: 'What plugins have left that do not run.', example: [] })
  readonly leftovers: readonly LeftoverDto[];

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot to tell which plugin it is.', example: [] })
  readonly missing: readonly string[];
}
