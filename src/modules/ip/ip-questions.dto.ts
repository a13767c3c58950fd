import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, Max, Min, ValidateBy } from 'class-validator';
import type { Count, FreeQuestion, PlanQuestion, SplitQuestion } from '../../core/ip/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const cidr = 'A block: `address/length`, `address/netmask` or `address/wildcard`, or an address alone for a block of one.';
const texts = { type: [String] as [typeof String], maxItems: 100_000 };
const whole = { oneOf: [{ type: 'integer' }, { type: 'string', pattern: '^-?\\d{1,40}$' }] };

function Texts(): PropertyDecorator {
  return each(IsArray({ message: 'must be a list of strings' }), ArrayMaxSize(100_000), IsString({ each: true, message: 'must hold nothing but strings' }));
}

/** A number, or the digits of one that JSON numbers cannot hold exactly. What else it must be, the core tells. */
function Whole(many = false): PropertyDecorator {
  const validate = (value: unknown) => typeof value === 'string' || typeof value === 'number';
  return ValidateBy({ name: 'isWhole', validator: { validate, defaultMessage: () => 'must be a whole number, or its digits as a string' } }, { each: many });
}

function each(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}

export class InfoQuestionDto {
  @ApiProperty({ description: 'An address, with its prefix length, netmask or wildcard behind a slash. Without, it is taken for itself alone. Bits of the host may be set.', example: '192.6.31.6/20' })
  @IsString({ message: 'must stand once' })
  readonly address: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 128, description: 'The prefix length of an address that comes without.' })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value))
  @IsInt({ message: 'must be a whole number from 0 to 128' })
  @Min(0)
  @Max(128)
  readonly prefixLength?: number;
}

@ApiSchema({ name: 'IpSplitQuestion', description: 'A block, and exactly one of `prefixLength`, `count` and `hosts`.' })
export class SplitQuestionDto implements SplitQuestion {
  @ApiProperty({ description: cidr, example: '10.0.0.0/16' })
  @IsString({ message: 'must be a CIDR' })
  readonly cidr: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 128, description: 'The length of each part.', example: 18 })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number from 0 to 128' })
  @Min(0)
  @Max(128)
  readonly prefixLength?: number;

  @ApiPropertyOptional({ ...whole, description: 'How many equal parts there must be at least; there are as many as the next power of two.' })
  @MayBeAbsent()
  @Whole()
  readonly count?: Count;

  @ApiPropertyOptional({ type: 'array', items: whole, minItems: 1, maxItems: 10_000, description: 'How many hosts each part must have room for. The largest part is laid first.' })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of numbers' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10_000)
  @Whole(true)
  readonly hosts?: Count[];
}

@ApiSchema({ name: 'IpAggregateQuestion', description: 'Blocks.' })
export class AggregateQuestionDto {
  @ApiProperty({ ...texts, description: `Blocks of either family. ${cidr}`, example: ['10.0.0.0/16', '10.1.0.0/16', '10.1.2.0/24'] })
  @Texts()
  readonly cidrs: string[];
}

@ApiSchema({ name: 'IpSubtractQuestion', description: 'Blocks, and what is to be taken away from them.' })
export class SubtractQuestionDto {
  @ApiProperty({ ...texts, description: `Blocks of either family. ${cidr}`, example: ['10.0.0.0/14'] })
  @Texts()
  readonly from: string[];

  @ApiProperty({ ...texts, description: 'Blocks to take away.', example: ['10.2.0.0/15'] })
  @Texts()
  readonly remove: string[];
}

@ApiSchema({ name: 'IpOverlapsQuestion', description: 'Named ranges.' })
export class OverlapsQuestionDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: `The blocks of each range, by a name of your choice. ${cidr}`,
    example: { pods: ['10.0.0.0/16'], vpc: ['10.0.128.0/20', '172.31.0.0/16'] },
  })
  @ValidateBy({ name: 'isRanges', validator: { validate: isRanges, defaultMessage: () => 'must be an object that gives each range, by its name, a list of CIDRs' } })
  readonly ranges: Readonly<Record<string, string[]>>;
}

@ApiSchema({ name: 'IpContainsQuestion', description: 'A block and addresses.' })
export class ContainsQuestionDto {
  @ApiProperty({ description: cidr, example: '10.96.0.0/12' })
  @IsString({ message: 'must be a CIDR' })
  readonly cidr: string;

  @ApiProperty({ ...texts, description: 'Addresses of either family.', example: ['10.96.0.10', '10.244.1.7'] })
  @Texts()
  readonly addresses: string[];
}

@ApiSchema({ name: 'IpRangeQuestion', description: 'The two ends of a range, both included.' })
export class RangeQuestionDto {
  @ApiProperty({ description: 'The first address.', example: '192.168.1.10' })
  @IsString({ message: 'must be an address' })
  readonly start: string;

  @ApiProperty({ description: 'The last address.', example: '192.168.1.50' })
  @IsString({ message: 'must be an address' })
  readonly end: string;
}

@ApiSchema({ name: 'IpNthQuestion', description: 'A block and a place in it.' })
export class NthQuestionDto {
  @ApiProperty({ description: cidr, example: 'fd00::/64' })
  @IsString({ message: 'must be a CIDR' })
  readonly cidr: string;

  @ApiProperty({ ...whole, description: '0 is the first address, -1 the last. From 2^53 on its digits as a string.', example: -1 })
  @Whole()
  readonly index: Count;
}

@ApiSchema({ name: 'IpFreeQuestion', description: 'A pool of one family, and what of it is used.' })
export class FreeQuestionDto implements FreeQuestion {
  @ApiProperty({ ...texts, minItems: 1, description: `The blocks of the pool. ${cidr}`, example: ['10.0.0.0/16'] })
  @Texts()
  @ArrayMinSize(1)
  readonly pool: string[];

  @ApiProperty({ ...texts, description: 'Blocks and addresses that are used.', example: ['10.0.0.0/18'] })
  @Texts()
  readonly used: string[];

  @ApiPropertyOptional({ type: 'integer', minimum: 0, maximum: 128, description: 'The length of the block that is looked for.', example: 24 })
  @MayBeAbsent()
  @IsInt({ message: 'must be a whole number from 0 to 128' })
  @Min(0)
  @Max(128)
  readonly prefixLength?: number;
}

const most = 16_777_216;

@ApiSchema({ name: 'IpPlanQuestion', description: 'What a cluster to come needs.' })
export class PlanQuestionDto implements PlanQuestion {
  @ApiProperty({ type: 'integer', minimum: 1, maximum: most, description: 'Nodes, at most as many as there will ever be.', example: 100 })
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(most)
  readonly nodes: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: most, description: 'Pods on one node; the kubelet starts 110 unless it is told otherwise.', example: 110 })
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(most)
  readonly podsPerNode: number;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: most, description: 'Services, with that of the API server.', example: 1000 })
  @IsInt({ message: 'must be a whole number' })
  @Min(1)
  @Max(most)
  readonly services: number;

  @ApiPropertyOptional({ ...texts, default: [], description: 'Blocks that no range may touch: of the VPC, of other clusters, of offices.', example: ['10.0.0.0/16', '172.31.0.0/16'] })
  @Texts()
  readonly avoid: string[] = [];

  @ApiPropertyOptional({ ...texts, description: 'Blocks in which the ranges must lie. Absent: the private blocks of RFC 1918, and for IPv6 a unique local /48.', example: ['10.0.0.0/8'] })
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @Texts()
  readonly within?: string[];

  @ApiPropertyOptional({ type: 'array', items: { type: 'string', enum: ['IPv4', 'IPv6'] }, minItems: 1, maxItems: 2, default: ['IPv4'], description: 'The families of the cluster, the primary first.', example: ['IPv4'] })
  @IsArray({ message: 'must be a list of IPv4, IPv6 or both' })
  @ArrayMinSize(1)
  @ArrayUnique({ message: 'names a family twice' })
  @IsIn(['IPv4', 'IPv6'], { each: true, message: 'must hold nothing but IPv4 and IPv6' })
  readonly ipFamilies: ('IPv4' | 'IPv6')[] = ['IPv4'];
}

function isRanges(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((list) => Array.isArray(list) && list.every((text) => typeof text === 'string'));
}
