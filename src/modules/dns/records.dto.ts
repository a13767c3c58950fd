import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { HeldRecord, RecordsAnswer, RecordsOutcome, RecordsQuestion } from '../../core/dns/index.js';
import { AnswerDto, ObjectRefDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { ResourceRecordDto } from './record.dto.js';

export class RecordsQueryDto implements RecordsQuestion {
  @ApiPropertyOptional({ maxLength: 255, description: 'A zone that the plugin kubernetes serves; its first one that is no reverse zone where it is absent.', example: 'cluster.local' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly zone?: string;

  @ApiPropertyOptional({ maxLength: 255, description: 'The owner of a record, whole or within the zone; `*.` before it means all below it.', example: 'cart.shop.svc' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly name?: string;

  @ApiPropertyOptional({ maxLength: 20, description: 'The type, in any case.', example: 'A' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(20)
  readonly type?: string;

  @ApiPropertyOptional({ maxLength: 253, description: 'The namespace of the object that a record comes from.', example: 'shop' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(253)
  readonly namespace?: string;
}

@ApiSchema({ name: 'HeldRecord', description: 'A record of the cluster zone.' })
class HeldRecordDto extends ResourceRecordDto implements HeldRecord {
  @ApiProperty({ description: 'The zone that it is of.', example: 'cluster.local.' })
  readonly zone: string;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'The object that it comes from; null for records of the zone itself.' })
  readonly object: ObjectRefDto | null;
}

@ApiSchema({ name: 'DnsRecords', description: 'What a zone of the cluster DNS holds.' })
export class RecordsDto extends AnswerDto implements RecordsAnswer {
  @ApiProperty({ enum: ['listed', 'insufficient-information'] satisfies RecordsOutcome[], description: '`insufficient-information`: the snapshot does not hold what they are made of; see `missing`.', example: 'listed' })
  readonly outcome: RecordsOutcome;

  @ApiProperty({ type: String, nullable: true, description: 'The zone that was asked for.', example: 'cluster.local.' })
  readonly zone: string | null;

  @ApiProperty({ type: [String], description: 'All that the cluster DNS serves from the cluster.', example: ['cluster.local.', 'in-addr.arpa.', 'ip6.arpa.'] })
  readonly zones: readonly string[];

  @ApiProperty({ type: [HeldRecordDto], description: 'SOA, NS and version first, then by namespace and Service, then pods.' })
  readonly records: readonly HeldRecordDto[];

  @ApiProperty(countOf('How many match; `records` may be a page of them.', 40))
  readonly count: number;

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null on the last.', example: null })
  readonly next: string | null;

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot.', example: [] })
  readonly missing: readonly string[];
}
