import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { AddressedLink, IpAddresses, IpLinks, Link, LinkAddress, LinkCounters, LinkStatistics } from '../../core/readouts/index.js';

@ApiSchema({ name: 'LinkCounters', description: 'What a link counted in one direction.' })
class LinkCountersDto implements LinkCounters {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Bytes.', example: 1048576 })
  readonly bytes: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Packets.', example: 9000 })
  readonly packets: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Packets with an error.', example: 0 })
  readonly errors: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Packets that were dropped.', example: 0 })
  readonly dropped: number;
}

@ApiSchema({ name: 'LinkStatistics', description: 'What a link counted since it was made.' })
class LinkStatisticsDto implements LinkStatistics {
  @ApiProperty({ type: LinkCountersDto, description: 'What it received.' })
  readonly rx: LinkCountersDto;

  @ApiProperty({ type: LinkCountersDto, description: 'What it sent.' })
  readonly tx: LinkCountersDto;
}

@ApiSchema({ name: 'Link', description: 'A network interface. What was not printed is absent.' })
class LinkDto implements Link {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it begins; in JSON that on which the document begins.', example: 1 })
  readonly line: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Its number.', example: 4 })
  readonly index?: number;

  @ApiProperty({ description: 'Its name.', example: 'flannel.1' })
  readonly name: string;

  @ApiPropertyOptional({ description: 'What stands behind the @: the device below or the other end of a pair; `if7` for an index of another namespace; `NONE`.', example: 'if2' })
  readonly parent?: string;

  @ApiProperty({ type: [String], description: '`UP`, `LOWER_UP`, `NO-CARRIER`, …', example: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'] })
  readonly flags: readonly string[];

  @ApiPropertyOptional({ type: 'integer', description: 'In bytes.', example: 1450 })
  readonly mtu?: number;

  @ApiPropertyOptional({ description: 'The queueing discipline.', example: 'noqueue' })
  readonly qdisc?: string;

  @ApiPropertyOptional({ description: 'The bridge, bond or VRF that it is a port of.', example: 'cni0' })
  readonly master?: string;

  @ApiPropertyOptional({ description: '`UP`, `DOWN`, `UNKNOWN`, …', example: 'UNKNOWN' })
  readonly state?: string;

  @ApiPropertyOptional({ description: 'Its group.', example: 'default' })
  readonly group?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'In packets.', example: 1000 })
  readonly queueLength?: number;

  @ApiPropertyOptional({ description: '`ether`, `loopback`, `ipip`, `none`, …', example: 'ether' })
  readonly type?: string;

  @ApiPropertyOptional({ description: 'Its address of the link layer.', example: '02:00:00:00:00:07' })
  readonly address?: string;

  @ApiPropertyOptional({ description: 'The broadcast address of the link layer.', example: 'ff:ff:ff:ff:ff:ff' })
  readonly broadcast?: string;

  @ApiPropertyOptional({ description: 'The other end of a tunnel.', example: '192.0.2.9' })
  readonly peerAddress?: string;

  @ApiPropertyOptional({ description: 'The network namespace of the other end, by name or by number.', example: '0' })
  readonly netns?: string;

  @ApiPropertyOptional({ description: 'The text that somebody gave it.', example: 'to the office' })
  readonly alias?: string;

  @ApiProperty({ type: [String], description: 'Its other names.', example: ['enp0s3'] })
  readonly altnames: readonly string[];

  @ApiPropertyOptional({ description: '`bridge`, `veth`, `vxlan`, …; printed with `-details` alone.', example: 'vxlan' })
  readonly kind?: string;

  @ApiPropertyOptional({ description: 'The kind of its master; printed with `-details` alone.', example: 'bridge' })
  readonly portOf?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Of what `-details` prints, what tells one link of its kind from another.', example: { id: '1', local: '192.168.56.10', dstport: '8472' } })
  readonly details: Readonly<Record<string, string>>;

  @ApiPropertyOptional({ type: LinkStatisticsDto, description: 'Printed with `-statistics` alone.' })
  readonly statistics?: LinkStatisticsDto;
}

@ApiSchema({ name: 'LinkAddress', description: 'An address of an interface.' })
class LinkAddressDto implements LinkAddress {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it stands; in JSON that on which the document begins.', example: 3 })
  readonly line: number;

  @ApiProperty({ type: 'integer', enum: [4, 6], description: 'The IP version.', example: 4 })
  readonly family: 4 | 6;

  @ApiProperty({ description: 'The address.', example: '10.244.1.0' })
  readonly address: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 128, description: 'The length of its prefix, or of that of `peer`.', example: 32 })
  readonly prefixLength: number;

  @ApiPropertyOptional({ description: 'The address of the other end.', example: '198.51.100.2' })
  readonly peer?: string;

  @ApiPropertyOptional({ description: 'The broadcast address.', example: '10.244.1.255' })
  readonly broadcast?: string;

  @ApiPropertyOptional({ description: '`global`, `link`, `host`, … or a number.', example: 'global' })
  readonly scope?: string;

  @ApiPropertyOptional({ description: 'Its label.', example: 'flannel.1' })
  readonly label?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'The metric of its route.', example: 100 })
  readonly metric?: number;

  @ApiPropertyOptional({ description: 'Who made it.', example: 'kernel_ll' })
  readonly protocol?: string;

  @ApiProperty({ type: [String], description: '`secondary`, `dynamic`, `deprecated`, `tentative`, …', example: [] })
  readonly flags: readonly string[];

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'In seconds; null: for ever.', example: null })
  readonly validLifetime?: number | null;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'For how long new connections take it, in seconds; null: for ever.', example: null })
  readonly preferredLifetime?: number | null;
}

@ApiSchema({ name: 'AddressedLink', description: 'A network interface with its addresses.' })
class AddressedLinkDto extends LinkDto implements AddressedLink {
  @ApiProperty({ type: [LinkAddressDto], description: 'In the order of the text.' })
  readonly addresses: readonly LinkAddressDto[];
}

@ApiSchema({ name: 'IpAddresses', description: 'What `ip addr` prints.' })
export class IpAddressesDto implements IpAddresses {
  @ApiProperty({ type: [AddressedLinkDto], description: 'In the order of the text.' })
  readonly links: readonly AddressedLinkDto[];
}

@ApiSchema({ name: 'IpLinks', description: 'What `ip link` prints.' })
export class IpLinksDto implements IpLinks {
  @ApiProperty({ type: [LinkDto], description: 'In the order of the text.' })
  readonly links: readonly LinkDto[];
}
