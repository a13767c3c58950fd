import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ResourceRecord } from '../../core/dns/index.js';

@ApiSchema({ name: 'DnsRecord', description: 'A resource record in presentation form.' })
export class ResourceRecordDto implements ResourceRecord {
  @ApiProperty({ description: 'Fully qualified, with the trailing dot.', example: 'cart.shop.svc.cluster.local.' })
  readonly name: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Seconds.', example: 5 })
  readonly ttl: number;

  @ApiPropertyOptional({ description: '`IN` where it is absent.', example: 'IN' })
  readonly class?: string;

  @ApiProperty({ description: 'Its type.', example: 'A' })
  readonly type: string;

  @ApiProperty({ description: 'Names in it are fully qualified, texts are quoted.', example: '10.108.77.34' })
  readonly data: string;
}
