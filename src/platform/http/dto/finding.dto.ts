import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { severities, type Finding, type Severity } from '../../../core/findings/index.js';
import { EvidenceDto, ObjectRefDto } from './answer.dto.js';

@ApiSchema({ name: 'Finding', description: 'Something wrong or risky in a snapshot.' })
export class FindingDto implements Finding {
  @ApiProperty({ description: 'The id of the rule that made it.', example: 'named-targetport-unresolved' })
  readonly rule: string;

  @ApiProperty({
    enum: severities,
    description: '`critical`: traffic is or will be dropped. `error`: a reference or rule cannot work. `warning`: works by luck, or for some. `info`: worth knowing.',
    example: 'error',
  })
  readonly severity: Severity;

  @ApiProperty({ description: 'What is wrong, in a few words.', example: 'A named target port is not a port of the pods' })
  readonly title: string;

  @ApiProperty({ description: 'What was found, with names and values.', example: 'Port metrics of Service shop/checkout targets prom, which no container of its pods names.' })
  readonly detail: string;

  @ApiProperty({ type: ObjectRefDto, description: 'The object that is wrong.' })
  readonly subject: ObjectRefDto;

  @ApiProperty({ type: [EvidenceDto], description: 'The objects and fields that decided it.' })
  readonly evidence: readonly EvidenceDto[];

  @ApiProperty({ description: 'How to mend it.', example: 'Name the container port prom, or let targetPort say one that exists.' })
  readonly fix: string;

  @ApiProperty({ description: 'The path of the rule’s description.', example: '/v1/rules/named-targetport-unresolved' })
  readonly docs: string;
}
