import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { BlocksAnswer, ContainsAnswer, Count, FamilyPlan, FreeAnswer, IpInfo, NthAnswer, OverlapsAnswer, PlanAnswer, RangeOverlap, SplitAnswer } from '../../core/ip/index.js';
import { AnswerDto } from '../../platform/http/dto/answer.dto.js';

const count = { oneOf: [{ type: 'integer', minimum: 0 }, { type: 'string', pattern: '^\\d+$' }] };
const told = 'A number; from 2^53 on its digits as a string.';

@ApiSchema({ name: 'IpSpecialPurpose', description: 'A block that IANA sets apart.' })
class SpecialPurposeDto {
  @ApiProperty({ description: 'The block.', example: '10.0.0.0/8' })
  readonly cidr: string;

  @ApiProperty({ description: 'As the registry calls it.', example: 'Private-Use' })
  readonly name: string;

  @ApiProperty({ description: 'What sets it apart.', example: 'RFC 1918' })
  readonly rfc: string;

  @ApiProperty({ enum: ['all', 'partly'], description: 'How much of the network lies in it.', example: 'all' })
  readonly coverage: 'all' | 'partly';

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether packets from and to it may cross the borders of a network; null where the registry does not say.', example: false })
  readonly globallyReachable: boolean | null;
}

@ApiSchema({ name: 'IpEmbedded', description: 'An IPv4 address that an IPv6 address carries.' })
class EmbeddedDto {
  @ApiProperty({ enum: ['ipv4-mapped', 'nat64', '6to4', 'teredo'], description: 'How it is carried.', example: 'ipv4-mapped' })
  readonly by: 'ipv4-mapped' | 'nat64' | '6to4' | 'teredo';

  @ApiProperty({ description: 'The IPv4 address.', example: '192.0.2.1' })
  readonly address: string;
}

const scopes = ['unspecified', 'loopback', 'link-local', 'private', 'shared', 'documentation', 'benchmarking', 'multicast', 'broadcast', 'translation', 'anycast', 'protocol', 'discard', 'reserved', 'global'];

@ApiSchema({ name: 'IpInfo', description: 'An address and its network. Addresses are canonical (RFC 5952); names of zones have no trailing dot.' })
export class IpInfoDto extends AnswerDto implements IpInfo {
  @ApiProperty({ description: 'The address.', example: '192.6.31.6' })
  readonly address: string;

  @ApiProperty({ description: 'The block in which it lies.', example: '192.6.16.0/20' })
  readonly network: string;

  @ApiProperty({ description: 'The ones are the bits of the network.', example: '255.255.240.0' })
  readonly netmask: string;

  @ApiProperty({ description: 'The ones are the bits of the host.', example: '0.0.15.255' })
  readonly wildcard: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where there is none: IPv6, /31 and /32.', example: '192.6.31.255' })
  readonly broadcast: string | null;

  @ApiProperty({ description: 'The first address that a host may have.', example: '192.6.16.1' })
  readonly firstHost: string;

  @ApiProperty({ description: 'The last address that a host may have.', example: '192.6.31.254' })
  readonly lastHost: string;

  @ApiProperty({ ...count, description: `Addresses that a host may have. ${told}`, example: 4094 })
  readonly hostCount: Count;

  @ApiProperty({ ...count, description: `All addresses. ${told}`, example: 4096 })
  readonly addressCount: Count;

  @ApiProperty({ description: 'The first of all addresses.', example: '192.6.16.0' })
  readonly firstAddress: string;

  @ApiProperty({ description: 'The last of all addresses.', example: '192.6.31.255' })
  readonly lastAddress: string;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 128, description: 'Bits of the network.', example: 20 })
  readonly prefixLength: number;

  @ApiProperty({ type: 'integer', enum: [4, 6], description: 'The IP version.', example: 4 })
  readonly version: 4 | 6;

  @ApiProperty({ type: String, nullable: true, enum: ['A', 'B', 'C', 'D', 'E', null], description: 'The class that the network had before CIDR; it decides nothing today. Null for IPv6.', example: 'C' })
  readonly class: 'A' | 'B' | 'C' | 'D' | 'E' | null;

  @ApiProperty({ enum: scopes, description: 'What the address is for; `global`: public.', example: 'global' })
  readonly scope: IpInfo['scope'];

  @ApiProperty({ type: [SpecialPurposeDto], description: 'What IANA sets apart of the network (RFC 6890 and its updates), the larger blocks first.', example: [] })
  readonly specialPurposes: readonly SpecialPurposeDto[];

  @ApiProperty({ type: [String], description: 'The reverse zones of exactly this network: one at a boundary of octets (IPv6: nibbles), else those at the next boundary; behind /24 the one that RFC 2317 names.', example: ['16.6.192.in-addr.arpa'] })
  readonly reverseZone: readonly string[];

  @ApiProperty({ description: 'The smallest reverse zone at a boundary that holds the network, and perhaps others.', example: '6.192.in-addr.arpa' })
  readonly enclosingReverseZone: string;

  @ApiProperty({ description: 'The name of the PTR record of the address.', example: '6.31.6.192.in-addr.arpa' })
  readonly pointer: string;

  @ApiProperty({ type: EmbeddedDto, nullable: true, description: 'The IPv4 address within an IPv6 address. The address stays of IPv6: it is in no IPv4 block.', example: null })
  readonly embedded: EmbeddedDto | null;

  @ApiProperty({ description: 'The bits of the address, in octets or groups.', example: '11000000.00000110.00011111.00000110' })
  readonly binary: string;

  @ApiProperty({ ...count, description: `The address as a whole number. ${told}`, example: 3221626630 })
  readonly integer: Count;

  @ApiProperty({ description: 'The address with nothing left out.', example: '192.6.31.6' })
  readonly expanded: string;
}

@ApiSchema({ name: 'IpSplit', description: 'The parts of a block.' })
export class SplitDto extends AnswerDto implements SplitAnswer {
  @ApiProperty({ description: 'The block.', example: '10.0.0.0/16' })
  readonly cidr: string;

  @ApiProperty({ type: [String], description: 'The parts of this page: ascending, for `hosts` in the order of what was asked for.', example: ['10.0.0.0/18', '10.0.64.0/18', '10.0.128.0/18', '10.0.192.0/18'] })
  readonly subnets: readonly string[];

  @ApiProperty({ ...count, description: `How many parts there are in all. ${told}`, example: 4 })
  readonly count: Count;

  @ApiProperty({ description: 'The lowest part.', example: '10.0.0.0/18' })
  readonly first: string;

  @ApiProperty({ description: 'The highest part.', example: '10.0.192.0/18' })
  readonly last: string;

  @ApiProperty({ type: [String], description: 'What no part took, for `hosts`.', example: [] })
  readonly unused: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null on the last.', example: null })
  readonly next: string | null;
}

@ApiSchema({ name: 'IpBlocks', description: 'A set of addresses in the fewest blocks.' })
export class BlocksDto extends AnswerDto implements BlocksAnswer {
  @ApiProperty({ type: [String], description: 'Disjoint, ascending, IPv4 before IPv6.', example: ['10.0.0.0/15'] })
  readonly cidrs: readonly string[];

  @ApiProperty({ ...count, description: `Addresses in them. ${told}`, example: 131072 })
  readonly addressCount: Count;
}

@ApiSchema({ name: 'IpOverlap', description: 'Two blocks that share addresses.' })
class RangeOverlapDto implements RangeOverlap {
  @ApiProperty({ description: 'The name of a range.', example: 'pods' })
  readonly a: string;

  @ApiProperty({ description: 'The name of a range that comes after it in what was given.', example: 'vpc' })
  readonly b: string;

  @ApiProperty({ description: 'The block of `a`.', example: '10.0.0.0/16' })
  readonly cidrA: string;

  @ApiProperty({ description: 'The block of `b`.', example: '10.0.128.0/20' })
  readonly cidrB: string;

  @ApiProperty({ description: 'What both hold: the smaller of the two.', example: '10.0.128.0/20' })
  readonly common: string;

  @ApiProperty({ enum: ['equal', 'contains', 'within'], description: 'What the block of `a` is to that of `b`.', example: 'contains' })
  readonly relation: 'equal' | 'contains' | 'within';
}

@ApiSchema({ name: 'IpOverlaps', description: 'Which blocks of differently named ranges share addresses.' })
export class OverlapsDto extends AnswerDto implements OverlapsAnswer {
  @ApiProperty({ type: [RangeOverlapDto], description: 'The overlaps of this page, by the smaller block.' })
  readonly overlaps: readonly RangeOverlapDto[];

  @ApiProperty({ type: 'integer', minimum: 0, description: 'How many there are in all.', example: 1 })
  readonly count: number;

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null on the last.', example: null })
  readonly next: string | null;
}

@ApiSchema({ name: 'IpContained', description: 'Whether a block holds an address.' })
class ContainedDto {
  @ApiProperty({ description: 'The address.', example: '10.96.0.10' })
  readonly address: string;

  @ApiProperty({ description: 'Whether the block holds it.', example: true })
  readonly contained: boolean;
}

@ApiSchema({ name: 'IpContains', description: 'Which addresses a block holds.' })
export class ContainsDto extends AnswerDto implements ContainsAnswer {
  @ApiProperty({ description: 'The block.', example: '10.96.0.0/12' })
  readonly cidr: string;

  @ApiProperty({ type: [ContainedDto], description: 'In the order of what was given.' })
  readonly results: readonly ContainedDto[];
}

@ApiSchema({ name: 'IpNth', description: 'One address of a block.' })
export class NthDto extends AnswerDto implements NthAnswer {
  @ApiProperty({ description: 'The block.', example: 'fd00::/64' })
  readonly cidr: string;

  @ApiProperty({ description: 'The address.', example: 'fd00::ffff:ffff:ffff:ffff' })
  readonly address: string;
}

@ApiSchema({ name: 'IpFree', description: 'What of a pool is free.' })
export class FreeDto extends AnswerDto implements FreeAnswer {
  @ApiProperty({ type: [String], description: 'The free blocks, the fewest, ascending.', example: ['10.0.64.0/18', '10.0.128.0/17'] })
  readonly cidrs: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'The first of the largest free blocks; null where the pool is full.', example: '10.0.128.0/17' })
  readonly largest: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The first free block of the asked length, or where none was asked for the first free address; null where there is none.', example: '10.0.64.0/24' })
  readonly firstFree: string | null;

  @ApiProperty({ oneOf: [...count.oneOf, { type: 'null' }], description: `How many blocks of the asked length are free; null where none was asked for. ${told}`, example: 192 })
  readonly available: Count | null;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, description: 'The used share of the addresses of the pool.', example: 0.25 })
  readonly utilisation: number;

  @ApiProperty({ ...count, description: `Addresses of the pool. ${told}`, example: 65536 })
  readonly addressCount: Count;

  @ApiProperty({ ...count, description: `Those that are used. ${told}`, example: 16384 })
  readonly usedCount: Count;

  @ApiProperty({ ...count, description: `Those that are free. ${told}`, example: 49152 })
  readonly freeCount: Count;
}

@ApiSchema({ name: 'IpHeadroom', description: 'How much more than was asked for there is room for.' })
class HeadroomDto {
  @ApiProperty({ ...count, description: `Node blocks. ${told}`, example: 28 })
  readonly nodes: Count;

  @ApiProperty({ ...count, description: `Pod addresses of one node. ${told}`, example: 143 })
  readonly podsPerNode: Count;

  @ApiProperty({ ...count, description: `Addresses of Services. ${told}`, example: 22 })
  readonly services: Count;

  @ApiProperty({ ...count, description: `Addresses of nodes. ${told}`, example: 25 })
  readonly nodeAddresses: Count;
}

@ApiSchema({ name: 'IpFamilyPlan', description: 'The ranges of one family.' })
class FamilyPlanDto implements FamilyPlan {
  @ApiProperty({ enum: ['IPv4', 'IPv6'], description: 'The family.', example: 'IPv4' })
  readonly ipFamily: 'IPv4' | 'IPv6';

  @ApiProperty({ description: 'The range of the pods.', example: '10.0.0.0/17' })
  readonly clusterCIDR: string;

  @ApiProperty({ type: 'integer', description: 'The prefix length of each node’s part of it.', example: 24 })
  readonly nodeCIDRMaskSize: number;

  @ApiProperty({ description: 'The range of the Services.', example: '10.0.128.0/22' })
  readonly serviceClusterIPRange: string;

  @ApiProperty({ description: 'The range of the nodes’ own addresses.', example: '10.0.132.0/25' })
  readonly nodeRange: string;

  @ApiProperty({ type: HeadroomDto, description: 'How much more there is room for.' })
  readonly headroom: HeadroomDto;
}

@ApiSchema({ name: 'IpPlan', description: 'Ranges for a cluster to come. Those of both families stand with a comma between, as the flags take them.' })
export class PlanDto extends AnswerDto implements PlanAnswer {
  @ApiProperty({ description: 'The range of the pods.', example: '10.0.0.0/17' })
  readonly clusterCIDR: string;

  @ApiProperty({ type: 'integer', description: 'The prefix length of each node’s part of it, in the primary family.', example: 24 })
  readonly nodeCIDRMaskSize: number;

  @ApiProperty({ description: 'The range of the Services.', example: '10.0.128.0/22' })
  readonly serviceClusterIPRange: string;

  @ApiProperty({ description: 'The range of the nodes’ own addresses.', example: '10.0.132.0/25' })
  readonly nodeRange: string;

  @ApiProperty({ type: [FamilyPlanDto], description: 'Each family by itself, the primary first.' })
  readonly families: readonly FamilyPlanDto[];

  @ApiProperty({ type: [String], description: 'As kube-controller-manager and kube-apiserver take them.', example: ['--cluster-cidr=10.0.0.0/17', '--node-cidr-mask-size=24', '--service-cluster-ip-range=10.0.128.0/22'] })
  readonly flags: readonly string[];
}
