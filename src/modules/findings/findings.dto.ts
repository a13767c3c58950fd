import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsString } from 'class-validator';
import type { CoverageState, KindName } from '../../core/cluster/index.js';
import { severities, type FindingsAnswer, type FindingsFilter, type FormatName, type MissingKind, type Rule, type Severity, type SeverityCounts, type SkippedRule } from '../../core/findings/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { FindingDto } from '../../platform/http/dto/finding.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

@ApiSchema({ name: 'SeverityCounts', description: 'How many findings of each severity there are.' })
class SeverityCountsDto implements SeverityCounts {
  @ApiProperty(countOf('Traffic is or will be dropped.', 1))
  readonly critical: number;

  @ApiProperty(countOf('A reference or rule cannot work.', 4))
  readonly error: number;

  @ApiProperty(countOf('Works by luck, or for some.', 3))
  readonly warning: number;

  @ApiProperty(countOf('Worth knowing.', 0))
  readonly info: number;
}

@ApiSchema({ name: 'MissingKind', description: 'A kind that a rule needs and the snapshot does not hold whole, or not as of the same moment.' })
class MissingKindDto implements MissingKind {
  @ApiProperty({ type: String, description: 'The kind.', example: 'EndpointSlice' })
  readonly kind: KindName;

  @ApiProperty({ enum: ['collected', 'forbidden', 'absent', 'unreadable'], description: 'How far the snapshot knows it.', example: 'absent' })
  readonly state: CoverageState;

  @ApiPropertyOptional({ type: [String], description: 'The namespaces in which it is missing. Absent: it is missing everywhere.', example: ['dev'] })
  readonly namespaces?: readonly string[];

  @ApiPropertyOptional({ type: String, description: 'It was read at another moment than this kind, with which the rule compares it.', example: 'Pod' })
  readonly unlike?: KindName;
}

@ApiSchema({ name: 'SkippedRule', description: 'A rule that could not decide, everywhere or in some namespaces. No finding of it there means nothing.' })
class SkippedRuleDto implements SkippedRule {
  @ApiProperty({ description: 'The id of the rule.', example: 'endpoints-all-unready' })
  readonly rule: string;

  @ApiProperty({ type: [MissingKindDto], description: 'What it would need.' })
  readonly missing: readonly MissingKindDto[];
}

@ApiSchema({ name: 'Findings', description: 'What is wrong or risky in a snapshot.' })
export class FindingsDto extends AnswerDto implements FindingsAnswer {
  @ApiProperty({ type: SeverityCountsDto, description: 'How many of `items` have each severity.' })
  readonly counts: SeverityCountsDto;

  @ApiProperty({ type: [FindingDto], description: 'The findings, by severity, rule, namespace and name.' })
  readonly items: readonly FindingDto[];

  @ApiProperty({ type: [SkippedRuleDto], description: 'The rules that could not decide.', example: [] })
  readonly skipped: readonly SkippedRuleDto[];
}

export class FindingsQueryDto implements FindingsFilter {
  @ApiPropertyOptional({ type: [String], maxItems: 100, description: 'Only findings of these rules.', example: ['named-targetport-unresolved'] })
  @MayBeAbsent()
  @IsNames()
  @IsString({ each: true })
  @ArrayMaxSize(100)
  readonly rule?: readonly string[];

  @ApiPropertyOptional({ type: [String], enum: severities, isArray: true, maxItems: 100, description: 'Only findings of these severities.', example: ['critical', 'error'] })
  @MayBeAbsent()
  @IsNames()
  @IsString({ each: true })
  @ArrayMaxSize(100)
  readonly severity?: readonly Severity[];

  @ApiPropertyOptional({ type: [String], maxItems: 100, description: 'Only findings about objects in these namespaces.', example: ['shop'] })
  @MayBeAbsent()
  @IsNames()
  @IsString({ each: true })
  @ArrayMaxSize(100)
  readonly namespace?: readonly string[];
}

@ApiSchema({ name: 'Rule', description: 'One sort of mistake, and how it is found.' })
export class RuleDto implements Omit<Rule, 'check'> {
  @ApiProperty({ description: 'Its id; never given to another rule.', example: 'named-targetport-unresolved' })
  readonly id: string;

  @ApiProperty({ description: 'Its short name in reports.', example: 'SVC-004' })
  readonly code: string;

  @ApiProperty({ enum: severities, description: 'The gravest that its findings have.', example: 'error' })
  readonly severity: Severity;

  @ApiProperty({ description: 'What is wrong, in a few words.', example: 'A named target port is not a port of the pods' })
  readonly title: string;

  @ApiProperty({ description: 'When it fires, and when it stays quiet although it looks alike.', example: 'A Service port whose targetPort is a name that no container of its pods has.' })
  readonly checks: string;

  @ApiProperty({ description: 'What comes of it.', example: 'The EndpointSlice has no such port: callers are refused.' })
  readonly why: string;

  @ApiProperty({ description: 'How to mend it.', example: 'Name the container port, or let targetPort say one that exists.' })
  readonly fix: string;

  @ApiProperty({ description: 'The component, or the page, whose behaviour it follows.', example: 'kubernetes pkg/controller/util/endpoint' })
  readonly source: string;

  @ApiProperty({ type: [String], description: 'The kinds without which it cannot decide.', example: ['Service', 'Pod'] })
  readonly reads: readonly KindName[];

  @ApiPropertyOptional({ type: [String], description: 'The kinds that sharpen what it says.', example: ['EndpointSlice'] })
  readonly consults?: readonly KindName[];

  @ApiPropertyOptional({ type: [String], description: 'The formats of the readouts that it looks at.', example: ['cni-conf'] })
  readonly readouts?: readonly FormatName[];
}

@ApiSchema({ name: 'RulePage', description: 'All rules, by code.' })
export class RulePageDto {
  @ApiProperty({ type: [RuleDto], description: 'The rules.' })
  readonly items: readonly RuleDto[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null: the list is whole.', example: null })
  readonly next: null;
}

export function ruleOf({ id, code, severity, title, checks, why, fix, source, reads, consults, readouts }: Rule): RuleDto {
  return { id, code, severity, title, checks, why, fix, source, reads, ...(consults && { consults }), ...(readouts && { readouts }) };
}

/** A parameter that may stand several times. */
function IsNames(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => [value].flat());
}
