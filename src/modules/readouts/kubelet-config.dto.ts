import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { KubeletConfig, KubeletFlag, KubeletNetworkSettings } from '../../core/readouts/index.js';

@ApiSchema({ name: 'KubeletFlag', description: 'A flag of the kubelet.' })
class KubeletFlagDto implements KubeletFlag {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it stands.', example: 1 })
  readonly line: number;

  @ApiProperty({ description: 'Without dashes.', example: 'node-ip' })
  readonly name: string;

  @ApiProperty({ type: String, nullable: true, description: 'null for a switch without a value, and for a secret.', example: '192.168.56.11' })
  readonly value: string | null;
}

@ApiSchema({ name: 'KubeletNetworkSettings', description: 'What of a kubelet’s configuration decides about the network. Absent: the default of the kubelet.' })
class KubeletNetworkSettingsDto implements KubeletNetworkSettings {
  @ApiPropertyOptional({ description: 'Where its API listens.', example: '0.0.0.0' })
  readonly address?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'The port of its API.', example: 10250 })
  readonly port?: number;

  @ApiPropertyOptional({ type: 'integer', description: '0: off.', example: 0 })
  readonly readOnlyPort?: number;

  @ApiPropertyOptional({ description: 'Where its health is told.', example: '127.0.0.1' })
  readonly healthzBindAddress?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'On which port.', example: 10248 })
  readonly healthzPort?: number;

  @ApiPropertyOptional({ type: [String], description: 'The nameservers of pods.', example: ['10.96.0.10'] })
  readonly clusterDNS?: readonly string[];

  @ApiPropertyOptional({ description: 'The domain of the cluster.', example: 'cluster.local' })
  readonly clusterDomain?: string;

  @ApiPropertyOptional({ description: 'The file that pods of dnsPolicy Default get their nameservers from.', example: '/run/systemd/resolve/resolv.conf' })
  readonly resolvConf?: string;

  @ApiPropertyOptional({ description: 'The range of pods of a kubelet without an API server.', example: '10.244.1.0/24' })
  readonly podCIDR?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'How many pods it runs.', example: 110 })
  readonly maxPods?: number;

  @ApiPropertyOptional({ description: 'How a pod reaches itself.', example: 'promiscuous-bridge' })
  readonly hairpinMode?: string;

  @ApiPropertyOptional({ description: 'Whether it makes the chains of iptables that others look for.', example: true })
  readonly makeIPTablesUtilChains?: boolean;

  @ApiPropertyOptional({ description: 'Where the container runtime listens.', example: 'unix:///run/containerd/containerd.sock' })
  readonly containerRuntimeEndpoint?: string;

  @ApiPropertyOptional({ description: 'The addresses that it gives its node.', example: '192.168.56.11' })
  readonly nodeIP?: string;

  @ApiPropertyOptional({ description: 'The name that it gives its node.', example: 'demo-worker-1' })
  readonly hostnameOverride?: string;

  @ApiPropertyOptional({ description: 'A flag that left the kubelet in 1.24.', example: 'cni' })
  readonly networkPlugin?: string;

  @ApiPropertyOptional({ description: 'A flag that left the kubelet in 1.24.', example: '/etc/cni/net.d' })
  readonly cniConfDir?: string;

  @ApiPropertyOptional({ description: 'A flag that left the kubelet in 1.24.', example: '/opt/cni/bin' })
  readonly cniBinDir?: string;
}

@ApiSchema({ name: 'KubeletConfig', description: 'Flags of a kubelet, a KubeletConfiguration, or both.' })
export class KubeletConfigDto implements KubeletConfig {
  @ApiProperty({ type: [KubeletFlagDto], description: 'In the order of the text.' })
  readonly flags: readonly KubeletFlagDto[];

  @ApiProperty({ type: [String], description: 'Variables of the unit that the text does not give.', example: ['KUBELET_EXTRA_ARGS'] })
  readonly unknownVariables: readonly string[];

  @ApiProperty({ description: 'Whether the text holds a KubeletConfiguration.', example: true })
  readonly hasConfiguration: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'The file that `--config` names.', example: '/var/lib/kubelet/config.yaml' })
  readonly configFile: string | null;

  @ApiProperty({ type: KubeletNetworkSettingsDto, description: 'What holds: a flag wins over the file.' })
  readonly settings: KubeletNetworkSettingsDto;
}
