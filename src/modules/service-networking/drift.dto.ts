import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import type { DifferentRule, DriftAnswer, DriftedRule, DriftedService, DriftOutcome, DriftQuestion, IpFamily, ProxyModeName, StaleChain } from '../../core/service-networking/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const families = ['IPv4', 'IPv6'] satisfies IpFamily[];
const outcomes = ['in-sync', 'drifted', 'insufficient-information'] satisfies DriftOutcome[];
/** Less than the limit of a body, as quotes and line ends grow in JSON. */
const longestText = 1_000_000;

const exampleText = '*nat\n:KUBE-SERVICES - [0:0]\n-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU\nCOMMIT\n';

@ApiSchema({ name: 'DriftQuestion', description: 'What a node has: one of the two texts.' })
export class DriftQuestionDto implements DriftQuestion {
  @ApiProperty({ maxLength: 253, description: 'The node from which the text was copied.', example: 'demo-worker-1' })
  @IsString({ message: 'must be the name of a node' })
  @MaxLength(253)
  readonly node: string;

  @ApiPropertyOptional({
    minLength: 1, maxLength: longestText, example: exampleText,
    description: 'What `iptables-save` or `ip6tables-save` printed there, of either back end, with counters or not, other tools’ chains among it. `iptables -S`, `iptables -L` and what grep leaves of them are taken too, and tell less.',
  })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MinLength(1)
  @MaxLength(longestText)
  readonly iptablesSave?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: longestText, description: 'What `nft list ruleset` printed there, with `-j` or not: of a node whose kube-proxy runs in mode nftables, in the place of `iptablesSave`.' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MinLength(1)
  @MaxLength(longestText)
  readonly nftRuleset?: string;

  @ApiPropertyOptional({ enum: families, description: 'Left out: the family that the text tells, or that of the first address of the node.', example: 'IPv4' })
  @MayBeAbsent()
  @IsIn(families, { message: `must be one of ${families.join(', ')}` })
  readonly ipFamily?: IpFamily;
}

@ApiSchema({ name: 'DriftedRule', description: 'A rule, or an element of a set, that only one side has.' })
class DriftedRuleDto implements DriftedRule {
  @ApiProperty({ description: 'The table.', example: 'nat' })
  readonly table: string;

  @ApiProperty({ description: 'The chain, or the set.', example: 'KUBE-SVC-TCOU7JCQXEZGVUNU' })
  readonly chain: string;

  @ApiProperty({ description: 'As the tool prints it on the node.', example: '-A KUBE-SVC-TCOU7JCQXEZGVUNU -m comment --comment "kube-system/kube-dns:dns -> 10.244.0.9:53" -j KUBE-SEP-IT2ZTR26TO4XFPTO' })
  readonly rule: string;

  @ApiProperty({ type: String, nullable: true, description: 'The port of a Service that it is for; null for what is there for all, or where nothing tells it.', example: 'kube-system/kube-dns:dns' })
  readonly servicePort: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Its line in the text; null for what is missing there.', example: 12 })
  readonly line: number | null;
}

@ApiSchema({ name: 'DifferentRule', description: 'A rule that is there and says something else.' })
class DifferentRuleDto implements DifferentRule {
  @ApiProperty({ description: 'The table.', example: 'nat' })
  readonly table: string;

  @ApiProperty({ description: 'The chain, or the set.', example: 'KUBE-SEP-IT2ZTR26TO4XFPTO' })
  readonly chain: string;

  @ApiProperty({ description: 'What it should be.', example: '-A KUBE-SEP-IT2ZTR26TO4XFPTO -p udp -m comment --comment "kube-system/kube-dns:dns" -m udp -j DNAT --to-destination 10.244.0.2:53' })
  readonly expected: string;

  @ApiProperty({ description: 'What it is.', example: '-A KUBE-SEP-IT2ZTR26TO4XFPTO -p udp -m comment --comment "kube-system/kube-dns:dns" -m udp -j DNAT --to-destination 10.244.0.9:53' })
  readonly found: string;

  @ApiProperty({ type: String, nullable: true, description: 'The port of a Service that it is for; null for what is there for all.', example: 'kube-system/kube-dns:dns' })
  readonly servicePort: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Its line in the text, where that is known.', example: 12 })
  readonly line: number | null;
}

@ApiSchema({ name: 'StaleChain', description: 'A chain that nothing leads to any more: kube-proxy leaves such ones behind for a while, and they do nothing.' })
class StaleChainDto implements StaleChain {
  @ApiProperty({ description: 'The table.', example: 'nat' })
  readonly table: string;

  @ApiProperty({ description: 'The chain.', example: 'KUBE-SEP-IT2ZTR26TO4XFPTO' })
  readonly chain: string;

  @ApiProperty({ type: String, nullable: true, description: 'The port of a Service that its rules name.', example: 'kube-system/kube-dns:dns' })
  readonly servicePort: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The line of its first rule.', example: 12 })
  readonly line: number | null;
}

@ApiSchema({ name: 'DriftedService', description: 'What a port of a Service suffers.' })
class DriftedServiceDto implements DriftedService {
  @ApiProperty({ description: 'The port of a Service, as kube-proxy names it.', example: 'kube-system/kube-dns:dns' })
  readonly servicePort: string;

  @ApiProperty({ type: [String], description: 'What a caller by way of this node notices; empty where nothing can be noticed, or the text does not hold enough to tell.', example: ['ClusterIP 10.96.0.10:53: 10.244.0.3:53 gets no connections'] })
  readonly noticed: readonly string[];

  @ApiProperty(countOf('Rules that are missing.', 1))
  readonly missing: number;

  @ApiProperty(countOf('Rules too many.', 0))
  readonly extra: number;

  @ApiProperty(countOf('Rules that differ.', 0))
  readonly different: number;
}

@ApiSchema({ name: 'DriftCounts', description: 'How many there are, also of those that the lists leave out.' })
class DriftCountsDto {
  @ApiProperty(countOf('Missing.', 1))
  readonly missing: number;

  @ApiProperty(countOf('Too many.', 0))
  readonly extra: number;

  @ApiProperty(countOf('Different.', 0))
  readonly different: number;

  @ApiProperty(countOf('Left over, without effect.', 0))
  readonly stale: number;
}

@ApiSchema({ name: 'Drift', description: 'The rules of a node against what they should be. Lists hold at most 1,000 each, by table, chain and line.' })
export class DriftDto extends AnswerDto implements DriftAnswer {
  @ApiProperty({ enum: outcomes, description: '`in-sync`: the node has what kube-proxy would write. `drifted`: it lacks something of it, or has something else. `insufficient-information`: it cannot be told; `summary` says why.', example: 'drifted' })
  readonly outcome: DriftOutcome;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null where it cannot be told. What is in `stale` does not count.', example: false })
  readonly inSync: boolean | null;

  @ApiProperty({ description: 'The node.', example: 'demo-worker-1' })
  readonly node: string;

  @ApiProperty({ enum: families, description: 'The family that was compared.', example: 'IPv4' })
  readonly ipFamily: IpFamily;

  @ApiProperty({ type: String, enum: ['iptables', 'ipvs', 'nftables', 'kernelspace'] satisfies ProxyModeName[], nullable: true, description: 'The mode of kube-proxy on that node.', example: 'iptables' })
  readonly mode: ProxyModeName | null;

  @ApiProperty({
    type: String, enum: ['exact', 'by-effect'], nullable: true, example: 'exact',
    description: '`exact`: rule by rule. `by-effect`: the text is a listing, or of a kube-proxy of another layout or of settings that are not known; where connections go was compared. Null where nothing was.',
  })
  readonly comparison: 'exact' | 'by-effect' | null;

  @ApiProperty({ description: 'The text does not hold all: what it lacks was not taken for missing on the node.', example: false })
  readonly partial: boolean;

  @ApiProperty({ type: DriftCountsDto, description: 'How many there are.' })
  readonly counts: DriftCountsDto;

  @ApiProperty({ type: [DriftedServiceDto], description: 'By the port of a Service, sorted.' })
  readonly services: readonly DriftedServiceDto[];

  @ApiProperty({ type: [DriftedRuleDto], description: 'What should be there and is not.' })
  readonly missing: readonly DriftedRuleDto[];

  @ApiProperty({ type: [DriftedRuleDto], description: 'What is there and should not be.' })
  readonly extra: readonly DriftedRuleDto[];

  @ApiProperty({ type: [DifferentRuleDto], description: 'What is there and says something else.' })
  readonly different: readonly DifferentRuleDto[];

  @ApiProperty({ type: [StaleChainDto], description: 'What is left over and without effect.' })
  readonly stale: readonly StaleChainDto[];
}
