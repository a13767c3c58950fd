import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { cniAgents, cniLogSubjects, type CniAgent, type CniConf, type CniConfPlugin, type CniConfs, type CniLog, type CniLogFact, type CniLogSubject, type DockerEndpoint, type DockerNetwork, type DockerNetworks, type DockerPool } from '../../core/readouts/index.js';

@ApiSchema({ name: 'CniConfPlugin', description: 'One plugin of a chain.' })
class CniConfPluginDto implements CniConfPlugin {
  @ApiProperty({ type: String, nullable: true, description: 'The name of the program; null where it is missing.', example: 'bridge' })
  readonly type: string | null;

  @ApiPropertyOptional({ description: 'The program that it asks for addresses.', example: 'host-local' })
  readonly ipam?: string;
}

@ApiSchema({ name: 'CniConf', description: 'One network configuration of CNI.' })
class CniConfDto implements CniConf {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it begins.', example: 1 })
  readonly line: number;

  @ApiPropertyOptional({ description: 'The name of its file; absent where the text does not tell it.', example: '10-flannel.conflist' })
  readonly file?: string;

  @ApiProperty({ enum: ['list', 'single'], description: '`list`: a `.conflist`; `single`: one plugin, a `.conf`.', example: 'list' })
  readonly form: CniConf['form'];

  @ApiProperty({ type: String, nullable: true, description: 'null where it is missing.', example: 'cbr0' })
  readonly name: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'null where none is given, which means 0.1.0.', example: '1.0.0' })
  readonly cniVersion: string | null;

  @ApiProperty({ type: [CniConfPluginDto], description: 'In the order in which ADD calls them.' })
  readonly plugins: readonly CniConfPluginDto[];
}

@ApiSchema({ name: 'CniConfs', description: 'What files of `/etc/cni/net.d` hold.' })
export class CniConfsDto implements CniConfs {
  @ApiProperty({ type: [CniConfDto], description: 'One for each document of the text.' })
  readonly configurations: readonly CniConfDto[];
}

@ApiSchema({ name: 'CniLogFact', description: 'One thing that an agent said of the network.' })
class CniLogFactDto implements CniLogFact {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it was said first.', example: 1 })
  readonly line: number;

  @ApiProperty({ enum: cniAgents, description: 'Whose line it is.', example: 'weave' })
  readonly agent: CniAgent;

  @ApiProperty({ enum: cniLogSubjects, description: 'What it tells.', example: 'pod-range' })
  readonly subject: CniLogSubject;

  @ApiProperty({ description: 'As logged.', example: '10.32.0.0/12' })
  readonly value: string;

  @ApiPropertyOptional({ description: 'The node that it is said of, where that is not the agent’s own.', example: 'demo-worker-1' })
  readonly node?: string;
}

@ApiSchema({ name: 'CniLog', description: 'What the log of a CNI agent tells of the network.' })
export class CniLogDto implements CniLog {
  @ApiProperty({ type: [CniLogFactDto], description: 'In the order of the text; what is said again and again stands once.' })
  readonly facts: readonly CniLogFactDto[];
}

@ApiSchema({ name: 'DockerPool', description: 'A range of addresses that a network of Docker gives out.' })
class DockerPoolDto implements DockerPool {
  @ApiProperty({ description: 'The subnet.', example: '172.17.0.0/16' })
  readonly subnet: string;

  @ApiPropertyOptional({ description: 'The part of it that containers get addresses from; absent: all.', example: '172.17.5.0/24' })
  readonly ipRange?: string;

  @ApiPropertyOptional({ description: 'Absent where it is not printed: the first address.', example: '172.17.0.1' })
  readonly gateway?: string;
}

@ApiSchema({ name: 'DockerEndpoint', description: 'A container in a network.' })
class DockerEndpointDto implements DockerEndpoint {
  @ApiProperty({ description: 'The name of the container.', example: 'web' })
  readonly container: string;

  @ApiProperty({ description: 'Its address of the link layer.', example: '02:42:ac:11:00:02' })
  readonly macAddress: string;

  @ApiPropertyOptional({ description: 'With prefix length.', example: '172.17.0.2/16' })
  readonly ipv4Address?: string;

  @ApiPropertyOptional({ description: 'With prefix length.', example: '2001:db8::2/64' })
  readonly ipv6Address?: string;
}

@ApiSchema({ name: 'DockerNetwork', description: 'A network of Docker.' })
class DockerNetworkDto implements DockerNetwork {
  @ApiProperty({ description: 'Its name.', example: 'bridge' })
  readonly name: string;

  @ApiProperty({ description: 'Its id.', example: '3d85085988daabaf3a3ed4c18165918dc9926b3b1f54f8d4d26cb8a5aba17cf1' })
  readonly id: string;

  @ApiProperty({ description: '`bridge`, `host`, `null`, `overlay`, `macvlan`, …', example: 'bridge' })
  readonly driver: string;

  @ApiProperty({ description: '`local` or `swarm`.', example: 'local' })
  readonly scope: string;

  @ApiProperty({ description: 'Whether it is cut off from other networks.', example: false })
  readonly isInternal: boolean;

  @ApiProperty({ type: [DockerPoolDto], description: 'Its ranges of addresses.' })
  readonly pools: readonly DockerPoolDto[];

  @ApiPropertyOptional({ description: 'The bridge on the host; absent: named by the id.', example: 'docker0' })
  readonly bridge?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'In bytes; absent: the default of the driver.', example: 1500 })
  readonly mtu?: number;

  @ApiProperty({ type: [DockerEndpointDto], description: 'The running containers in it.' })
  readonly endpoints: readonly DockerEndpointDto[];
}

@ApiSchema({ name: 'DockerNetworks', description: 'What `docker network inspect` prints.' })
export class DockerNetworksDto implements DockerNetworks {
  @ApiProperty({ type: [DockerNetworkDto], description: 'In the order of the text.' })
  readonly networks: readonly DockerNetworkDto[];
}
