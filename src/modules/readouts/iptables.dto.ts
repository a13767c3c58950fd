import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { Gap, IptablesChain, IptablesSave, IptablesTable, PlacedRule } from '../../core/readouts/index.js';

const gaps = ['no-commit', 'lone-rules', 'listing', 'unreadable'] satisfies Gap[];

@ApiSchema({ name: 'PlacedRule', description: 'A rule of iptables where it stands in the text.' })
class PlacedRuleDto implements PlacedRule {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'The line.', example: 12 })
  readonly line: number;

  @ApiProperty({
    type: 'object', additionalProperties: true,
    description: 'The chain; `source`, `destination`, `inInterface`, `outInterface` and `protocol`, each with `value` and `negated`; the matches, tagged by `module`, in their order; the target, tagged by `kind`. What is not read further is kept in words, with `module` or `kind` `other`.',
    example: { chain: 'KUBE-SERVICES', destination: { value: '10.96.0.10/32', negated: false }, matches: [], target: { kind: 'jump', chain: 'KUBE-SVC-TCOU7JCQXEZGVUNU' } },
  })
  readonly rule: PlacedRule['rule'];

  @ApiPropertyOptional({ type: 'integer', description: 'Packets that it matched. Absent where the text does not tell.', example: 790 })
  readonly packets?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Bytes of them.', example: 47_418 })
  readonly bytes?: number;

  @ApiPropertyOptional({ enum: [true], description: 'It stands in a listing, which does not show all of a rule.', example: true })
  readonly lossy?: true;
}

@ApiSchema({ name: 'IptablesChain', description: 'A chain.' })
class IptablesChainDto implements IptablesChain {
  @ApiProperty({ description: 'Its name; empty for rules of which the text does not tell the chain.', example: 'KUBE-SERVICES' })
  readonly name: string;

  @ApiPropertyOptional({ description: 'Of a chain of the kernel.', example: 'ACCEPT' })
  readonly policy?: string;

  @ApiPropertyOptional({ type: 'integer', description: 'Packets that came to its end.', example: 52 })
  readonly packets?: number;

  @ApiPropertyOptional({ type: 'integer', description: 'Bytes of them.', example: 5761 })
  readonly bytes?: number;

  @ApiProperty({ description: 'The text names the chain itself, not only a rule of it.', example: true })
  readonly declared: boolean;

  @ApiPropertyOptional({ enum: [true], description: 'The text orders it to be removed.', example: true })
  readonly removed?: true;

  @ApiProperty({ type: [PlacedRuleDto], description: 'In their order.' })
  readonly rules: readonly PlacedRuleDto[];
}

@ApiSchema({ name: 'IptablesTable', description: 'A table.' })
class IptablesTableDto implements IptablesTable {
  @ApiProperty({ type: String, nullable: true, description: 'Its name; null where nothing tells it.', example: 'nat' })
  readonly name: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['IPv4', 'IPv6', null], description: 'The family; null where nothing tells it.', example: 'IPv4' })
  readonly ipFamily: 'IPv4' | 'IPv6' | null;

  @ApiProperty({
    type: 'array', items: { type: 'string', enum: gaps }, example: [],
    description: 'How it may hold less than the node has; empty where it is whole. `no-commit`: it is cut off. `lone-rules`: rules stand outside any table. `listing`: `iptables -L` does not show all of a rule. `unreadable`: a line could not be read.',
  })
  readonly gaps: readonly Gap[];

  @ApiProperty({ type: [IptablesChainDto], description: 'In the order in which the text first names them.' })
  readonly chains: readonly IptablesChainDto[];
}

@ApiSchema({ name: 'IptablesSave', description: 'What `iptables-save` prints.' })
export class IptablesSaveDto implements IptablesSave {
  @ApiProperty({ type: String, nullable: true, description: 'What printed it; null where the text does not say.', example: 'iptables-save' })
  readonly program: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The version of iptables.', example: '1.8.9' })
  readonly version: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['legacy', 'nf_tables', null], description: 'Which of the two back ends of the kernel holds the rules, where the text says it.', example: 'nf_tables' })
  readonly backend: 'legacy' | 'nf_tables' | null;

  @ApiProperty({ type: [IptablesTableDto], description: 'In the order of the text.' })
  readonly tables: readonly IptablesTableDto[];
}
