import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Page } from '../../platform/database/index.js';
import { OperationDto } from '../../platform/http/dto/operation.dto.js';

@ApiSchema({ name: 'OperationPage', description: 'Operations, newest first.' })
export class OperationPageDto implements Page<OperationDto> {
  @ApiProperty({ type: [OperationDto], description: 'At most `limit` of them.' })
  readonly items: OperationDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}
