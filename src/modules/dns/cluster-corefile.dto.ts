import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import type { ClusterCorefileAnswer, NodeCache } from '../../core/dns/index.js';
import { AnswerDto, EvidenceDto, ObjectRefDto } from '../../platform/http/dto/answer.dto.js';
import { FindingDto } from '../../platform/http/dto/finding.dto.js';
import { CorefileReadingDto } from './corefile.dto.js';

@ApiSchema({ name: 'ClusterCorefileReading', description: 'What CoreDNS makes of the Corefile.' })
class ClusterCorefileReadingDto extends OmitType(CorefileReadingDto, ['summary', 'steps', 'warnings'] as const) {}

@ApiSchema({ name: 'NodeDnsCache', description: 'A cache on each node that pods ask first.' })
class NodeCacheDto implements NodeCache {
  @ApiProperty({ type: ObjectRefDto, description: 'The DaemonSet that runs it.' })
  readonly daemonSet: ObjectRefDto;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'The ConfigMap with its Corefile; null where it is not in the snapshot.' })
  readonly configMap: ObjectRefDto | null;

  @ApiProperty({ type: [String], description: 'The addresses at which it listens.', example: ['169.254.20.10'] })
  readonly addresses: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'The release of its image; null where the tag names none.', example: '1.26.7' })
  readonly release: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The Corefile on which it runs: that of its ConfigMap with `__PILLAR__…` put in, and a block for each stub domain of the ConfigMap kube-dns; null where it is not known.' })
  readonly text: string | null;

  @ApiProperty({ type: ClusterCorefileReadingDto, nullable: true, description: 'What it makes of it, with the plugins that it has; null where it is not known.' })
  readonly corefile: ClusterCorefileReadingDto | null;
}

@ApiSchema({ name: 'ClusterCorefile', description: 'The Corefile that the cluster’s DNS runs with.' })
export class ClusterCorefileDto extends AnswerDto implements ClusterCorefileAnswer {
  @ApiProperty({ enum: ['found', 'insufficient-information'] satisfies ClusterCorefileAnswer['outcome'][], description: '`insufficient-information`: see `missing`.', example: 'found' })
  readonly outcome: ClusterCorefileAnswer['outcome'];

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot.', example: [] })
  readonly missing: readonly string[];

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'Where it stands.' })
  readonly configMap: ObjectRefDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'The release of CoreDNS, by its image; null where the tag names none: then the newest reads it.', example: '1.11.1' })
  readonly release: string | null;

  @ApiProperty({ type: ClusterCorefileReadingDto, nullable: true, description: 'What CoreDNS makes of it; null where it was not found.' })
  readonly corefile: ClusterCorefileReadingDto | null;

  @ApiProperty({ type: NodeCacheDto, nullable: true, description: 'NodeLocal DNSCache; null where there is none.' })
  readonly nodeCache: NodeCacheDto | null;

  @ApiProperty({ type: [EvidenceDto], description: 'What led to it.' })
  readonly evidence: readonly EvidenceDto[];

  @ApiProperty({ type: [FindingDto], description: 'What is wrong or risky about this Corefile.' })
  readonly findings: readonly FindingDto[];
}
