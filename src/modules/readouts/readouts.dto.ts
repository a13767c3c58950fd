import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { findFormat, parseReadout, readoutFormats, type GlibcResolver, type IpRoutes, type KubeletHostDns, type Nexthop, type Readout, type ReadoutProblem, type ResolvConf, type Route, type RouteFlag, type RouteType } from '../../core/readouts/index.js';
import type { ReadoutRecord } from '../../platform/database/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { CniConfsDto, CniLogDto, DockerNetworksDto } from './container-networks.dto.js';
import { IptablesSaveDto } from './iptables.dto.js';
import { KubeProxyLogDto } from './kube-proxy-log.dto.js';
import { KubeletConfigDto } from './kubelet-config.dto.js';
import { IpAddressesDto, IpLinksDto } from './links.dto.js';
import { SocketsDto } from './sockets.dto.js';

const formats = readoutFormats.map(({ id }) => id);

const exampleText = 'default via 192.168.56.1 dev eth0 proto dhcp metric 100\n10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink\n';

const format = { enum: formats, description: `The format of the text. ${readoutFormats.map(({ id, command }) => `\`${id}\`: what \`${command}\` prints.`).join(' ')}` };

export class ReadoutQuestionDto {
  @ApiProperty({ ...format, example: 'ip-route' })
  @IsString({ message: 'must be the name of a format' })
  readonly format: string;

  @ApiProperty({ minLength: 1, maxLength: 262_144, description: 'The text, as it was copied.', example: exampleText })
  @IsString({ message: 'must be a text' })
  @MinLength(1)
  @MaxLength(262_144)
  readonly text: string;
}

export class ReadoutsQueryDto {
  @ApiPropertyOptional({ enum: formats, description: 'Only readouts of this format.', example: 'ip-route' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  readonly format?: string;
}

/** @throws InputError `invalid-request` for an unknown format */
export function filterOf({ format }: ReadoutsQueryDto): { format?: string } {
  return format === undefined ? {} : { format: findFormat(format, '?format').id };
}

@ApiSchema({ name: 'NewReadout', description: 'A text that a person copied off a node.' })
export class NewReadoutDto extends ReadoutQuestionDto {}

@ApiSchema({ name: 'ReadoutProblem', description: 'Something in a readout that could not be used, or is not used as its writer may think.' })
class ReadoutProblemDto implements ReadoutProblem {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line.', example: 3 })
  readonly line: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Where in the line it stands, in UTF-16 code units.', example: 9 })
  readonly column: number;

  @ApiProperty({ description: 'What was found, and what comes of it.', example: '“foo” is not a word that “ip route” prints here' })
  readonly detail: string;

  @ApiProperty({ description: 'The line as it was given: its first 1,000 characters, and of a configuration no secret.', example: 'default foo 192.168.56.1' })
  readonly text: string;
}

const flags = ['dead', 'onlink', 'pervasive', 'offload', 'trap', 'notify', 'linkdown', 'unresolved', 'rt_offload', 'rt_trap', 'rt_offload_failed'];

@ApiSchema({ name: 'Nexthop', description: 'Where a route sends on to.' })
class NexthopDto implements Nexthop {
  @ApiPropertyOptional({ description: 'The gateway; absent where the destination is on the link.', example: '192.168.56.1' })
  readonly via?: string;

  @ApiPropertyOptional({ description: 'The device.', example: 'eth0' })
  readonly dev?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Among the next hops of one route.', example: 1 })
  readonly weight?: number;

  @ApiPropertyOptional({ description: 'Lightweight tunnel, as printed.', example: 'mpls 100' })
  readonly encap?: string;

  @ApiProperty({ type: 'array', items: { type: 'string', enum: flags }, description: 'What the kernel says of this next hop.', example: [] })
  readonly flags: readonly RouteFlag[];
}

@ApiSchema({ name: 'Route', description: 'One route of a kernel table.' })
class RouteDto implements Route {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line on which it begins.', example: 1 })
  readonly line: number;

  @ApiProperty({
    enum: ['unicast', 'local', 'broadcast', 'anycast', 'multicast', 'blackhole', 'unreachable', 'prohibit', 'throw', 'nat', 'xresolve'],
    description: 'What the kernel does with a packet that it matches.',
    example: 'unicast',
  })
  readonly type: RouteType;

  @ApiProperty({ type: 'integer', nullable: true, enum: [4, 6, null], description: 'The IP version; null where nothing tells it.', example: 4 })
  readonly family: 4 | 6 | null;

  @ApiProperty({ description: '`default`, or a CIDR.', example: 'default' })
  readonly destination: string;

  @ApiPropertyOptional({ description: 'The CIDR of source addresses that it is for.', example: '2001:db8::/64' })
  readonly from?: string;

  @ApiPropertyOptional({ description: 'The table. Absent: the one that the command asked for, `main` unless it said another.', example: 'local' })
  readonly table?: string;

  @ApiProperty({ description: 'Who made it.', example: 'dhcp' })
  readonly protocol: string;

  @ApiProperty({ description: '`global`, `link`, `host`, … or a number.', example: 'global' })
  readonly scope: string;

  @ApiPropertyOptional({ description: 'The source address preferred for what the node itself sends.', example: '192.168.56.11' })
  readonly src?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'The lower wins; absent: 0.', example: 100 })
  readonly metric?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'In bytes.', example: 1450 })
  readonly mtu?: number;

  @ApiPropertyOptional({ enum: [true], description: 'Path MTU discovery is off for it.', example: true })
  readonly mtuLocked?: true;

  @ApiProperty({ type: [NexthopDto], description: 'Empty where the kernel sends nothing on; several of a multipath route.' })
  readonly nexthops: readonly NexthopDto[];

  @ApiProperty({ type: 'array', items: { type: 'string', enum: flags }, description: 'What the kernel says of it.', example: [] })
  readonly flags: readonly RouteFlag[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'What else was printed, by its word.', example: {} })
  readonly attributes: Readonly<Record<string, string>>;
}

@ApiSchema({ name: 'IpRoutes', description: 'What `ip route` prints.' })
class IpRoutesDto implements IpRoutes {
  @ApiProperty({ type: [RouteDto], description: 'In the order of the text, which is not the order in which the kernel tries them.' })
  readonly routes: readonly RouteDto[];
}

@ApiSchema({ name: 'SortlistEntry', description: 'A network whose addresses are preferred.' })
class SortlistEntryDto {
  @ApiProperty({ description: 'The address of the network.', example: '10.0.0.0' })
  readonly address: string;

  @ApiProperty({ description: 'Its mask.', example: '255.0.0.0' })
  readonly netmask: string;
}

@ApiSchema({ name: 'GlibcResolver', description: 'What glibc makes of a resolv.conf.' })
class GlibcResolverDto implements GlibcResolver {
  @ApiProperty({ type: [String], description: 'In the order in which they are asked; `127.0.0.1` where the file names none.', example: ['10.96.0.10'] })
  readonly nameservers: readonly string[];

  @ApiProperty({ type: 'array', nullable: true, items: { type: 'string' }, description: 'The search list; null where the file has none.', example: ['svc.cluster.local'] })
  readonly search: readonly string[] | null;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 15, description: 'A name with fewer dots is tried with the search list first.', example: 5 })
  readonly ndots: number;

  @ApiProperty({ type: 'integer', description: 'Seconds for one try.', example: 5 })
  readonly timeout: number;

  @ApiProperty({ type: 'integer', description: 'Rounds over the nameservers.', example: 2 })
  readonly attempts: number;

  @ApiProperty({ type: [String], description: 'The switches that are on, sorted.', example: ['rotate'] })
  readonly switches: readonly string[];

  @ApiProperty({ type: [SortlistEntryDto], description: 'The networks whose addresses are preferred.', example: [] })
  readonly sortlist: readonly SortlistEntryDto[];
}

@ApiSchema({ name: 'KubeletHostDns', description: 'What the kubelet makes of a resolv.conf.' })
class KubeletHostDnsDto implements KubeletHostDns {
  @ApiProperty({ type: [String], description: 'All of them.', example: ['10.96.0.10'] })
  readonly nameservers: readonly string[];

  @ApiProperty({ type: [String], description: 'The search list.', example: ['svc.cluster.local'] })
  readonly searches: readonly string[];

  @ApiProperty({ type: [String], description: 'The options, as written.', example: ['ndots:5'] })
  readonly options: readonly string[];
}

@ApiSchema({ name: 'ResolvConf', description: 'A resolv.conf, and what its two readers make of it.' })
class ResolvConfDto implements ResolvConf {
  @ApiProperty({ type: GlibcResolverDto, description: 'What glibc makes of it.' })
  readonly glibc: GlibcResolverDto;

  @ApiProperty({ type: KubeletHostDnsDto, nullable: true, description: 'What the kubelet makes of it; null where it refuses the file.' })
  readonly kubelet: KubeletHostDnsDto | null;
}

/** What a text says, by format. */
const forms = [CniConfsDto, CniLogDto, DockerNetworksDto, IpAddressesDto, IpLinksDto, IpRoutesDto, IptablesSaveDto, KubeProxyLogDto, KubeletConfigDto, ResolvConfDto, SocketsDto];

@ApiExtraModels(...forms)
@ApiSchema({ name: 'Readout', description: 'A text that was copied off a node, read.' })
export class ReadoutDto {
  @ApiProperty({ ...format, example: 'ip-route' })
  readonly format: Readout['format'];

  @ApiProperty({ anyOf: forms.map((form) => ({ $ref: getSchemaPath(form) })), description: 'What the text says, in the form of its format.' })
  readonly parsed: Readout['parsed'];

  @ApiProperty({ type: [ReadoutProblemDto], description: 'What could not be used of it.', example: [] })
  readonly problems: readonly ReadoutProblemDto[];
}

@ApiSchema({ name: 'StoredReadout', description: 'A readout that is kept beside a snapshot.' })
export class StoredReadoutDto extends ReadoutDto implements ReadoutRecord {
  declare readonly format: Readout['format'];

  @ApiProperty({ description: 'The cluster.', example: 'demo' })
  readonly cluster: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'The number of the snapshot.', example: 2 })
  readonly snapshot: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: '1, 2, 3 … in the order in which they were added to the snapshot.', example: 1 })
  readonly position: number;

  @ApiProperty({ description: 'The node.', example: 'demo-worker-1' })
  readonly node: string;

  @ApiProperty({ description: 'The text, as it was copied.', example: exampleText })
  readonly text: string;

  @ApiProperty({ type: String, nullable: true, description: 'The name of the token that added it.', example: 'ci' })
  readonly createdBy: string | null;

  @ApiProperty({ format: 'date-time', description: 'The instant at which it was added.', example: '2026-03-02T15:00:00.000Z' })
  readonly createdAt: string;
}

@ApiSchema({ name: 'ReadoutList', description: 'The readouts of one node.' })
export class ReadoutListDto {
  @ApiProperty({ type: [StoredReadoutDto], description: 'In the order in which they were added.' })
  readonly items: readonly StoredReadoutDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null: the list is whole.', example: null })
  readonly next: null;
}

/** A readout that is kept, as it reads. */
export type StoredReadout = Readout & Omit<ReadoutRecord, 'format'>;

export function readoutOf({ format, ...record }: ReadoutRecord): StoredReadout {
  return { ...record, ...parseReadout(format, record.text) };
}
