import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { Listener, NodeService, Socket, SocketAddress, SocketProcess, Sockets } from '../../core/readouts/index.js';

@ApiSchema({ name: 'SocketAddress', description: 'One side of a socket.' })
class SocketAddressDto implements SocketAddress {
  @ApiProperty({ description: 'As printed, without brackets; `*`: both families.', example: '127.0.0.1' })
  readonly address: string;

  @ApiPropertyOptional({ description: 'The interface that the socket is bound to.', example: 'lo' })
  readonly interface?: string;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, maximum: 65535, description: 'null for `*`, and for a name that is not known.', example: 10248 })
  readonly port: number | null;

  @ApiPropertyOptional({ description: 'The name of the port, where it was printed in its place.', example: 'ssh' })
  readonly portName?: string;

  @ApiPropertyOptional({ enum: [true], description: '`netstat` cut the address, or may have.', example: true })
  readonly isCut?: true;
}

@ApiSchema({ name: 'SocketProcess', description: 'A process that holds a socket.' })
class SocketProcessDto implements SocketProcess {
  @ApiProperty({ description: 'At most 15 characters of its name.', example: 'kubelet' })
  readonly name: string;

  @ApiProperty({ type: 'integer', description: 'Its number.', example: 612 })
  readonly pid: number;
}

@ApiSchema({ name: 'Socket', description: 'A socket of IP.' })
class SocketDto implements Socket {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it stands.', example: 2 })
  readonly line: number;

  @ApiProperty({ type: String, nullable: true, description: '`tcp`, `udp`, …; null where nothing tells it.', example: 'tcp' })
  readonly protocol: string | null;

  @ApiProperty({ type: 'integer', nullable: true, enum: [4, 6, null], description: 'The IP version; null: both, or nothing tells it.', example: 4 })
  readonly family: 4 | 6 | null;

  @ApiProperty({ description: '`listen`, `established`, `time-wait`, … or `unconnected`.', example: 'listen' })
  readonly state: string;

  @ApiProperty({ type: SocketAddressDto, description: 'The side of the node.' })
  readonly local: SocketAddressDto;

  @ApiProperty({ type: SocketAddressDto, description: 'The other side.' })
  readonly peer: SocketAddressDto;

  @ApiProperty({ type: [SocketProcessDto], description: 'Empty where none is printed.' })
  readonly processes: readonly SocketProcessDto[];
}

@ApiSchema({ name: 'NodeService', description: 'What is known to listen on a port of a Kubernetes node.' })
class NodeServiceDto implements NodeService {
  @ApiProperty({ description: '`kubelet`, `etcd`, `calico`, … or `host` for what any host runs.', example: 'kubelet' })
  readonly component: string;

  @ApiProperty({ description: 'What for.', example: 'health of the kubelet' })
  readonly purpose: string;

  @ApiProperty({ enum: ['all-addresses', 'loopback', 'node-address'], description: 'Where it binds unless it is told otherwise.', example: 'loopback' })
  readonly binds: NodeService['binds'];
}

@ApiSchema({ name: 'Listener', description: 'A socket that waits for others.' })
class ListenerDto extends SocketDto implements Listener {
  @ApiProperty({ enum: ['all-addresses', 'one-address', 'loopback'], description: 'From where it can be reached.', example: 'loopback' })
  readonly reach: Listener['reach'];

  @ApiProperty({ type: NodeServiceDto, nullable: true, description: 'Who is known to listen on this port of a Kubernetes node; null: nobody.' })
  readonly service: NodeServiceDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why a person should look at it; null where there is no reason.', example: null })
  readonly warning: string | null;
}

@ApiSchema({ name: 'Sockets', description: 'What `ss` and `netstat` print.' })
export class SocketsDto implements Sockets {
  @ApiProperty({ type: [ListenerDto], description: 'In the order of the text.' })
  readonly listeners: readonly ListenerDto[];

  @ApiProperty({ type: [SocketDto], description: 'In the order of the text.' })
  readonly connections: readonly SocketDto[];
}
