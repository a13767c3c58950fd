import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import type { IpFamily, ProgrammedChain, ProgrammedRule, ProgrammedTable, ProxyModeName, RulesAnswer, RulesOutcome, RulesQuestion, ToldSetting } from '../../core/service-networking/index.js';
import { AnswerDto, anyJson } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const families = ['IPv4', 'IPv6'] satisfies IpFamily[];
const outcomes = ['programmed', 'replaced', 'no-kube-proxy', 'unsupported-mode'] satisfies RulesOutcome[];
const modeNames = ['iptables', 'ipvs', 'nftables', 'kernelspace'] satisfies ProxyModeName[];

export class RulesQueryDto {
  @ApiPropertyOptional({ maxLength: 253, description: 'The node. May be left out where there is only one.', example: 'demo-worker-1' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  @MaxLength(253)
  readonly node?: string;

  @ApiPropertyOptional({ enum: families, description: 'The family. Left out: that of the first address of the node.', example: 'IPv4' })
  @MayBeAbsent()
  @IsIn(families)
  readonly ipFamily?: IpFamily;

  @ApiPropertyOptional({ maxLength: 320, description: '`namespace/name`: only the rules of this Service, without those that are there for all.', example: 'kube-system/kube-dns' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  @MaxLength(320)
  readonly service?: string;

  @ApiPropertyOptional({ enum: ['true', 'false'], description: 'Whether the kernel of the node can count packets with nfacct, which no snapshot tells. Left out: it can.', example: 'true' })
  @MayBeAbsent()
  @IsIn(['true', 'false'])
  readonly nfacct?: 'true' | 'false';
}

export function rulesQuestionOf({ nfacct, ...rest }: RulesQueryDto): RulesQuestion {
  return { ...rest, ...(nfacct !== undefined && { nfacct: nfacct === 'true' }) };
}

@ApiSchema({ name: 'ProxySetting', description: 'A setting of kube-proxy that shaped the rules.' })
class ToldSettingDto implements ToldSetting {
  @ApiProperty({ description: 'Its path in the configuration file of kube-proxy; `version` for the version.', example: 'clusterCIDR' })
  readonly field: string;

  @ApiProperty({ ...anyJson, description: 'Its value.', example: '10.244.0.0/16' })
  readonly value: unknown;

  @ApiProperty({ enum: ['config', 'flag', 'image', 'node', 'default'] satisfies ToldSetting['from'][], description: 'Where it was read: kube-proxy’s file, a flag, the tag of its image, the status of the node; or kube-proxy’s default.', example: 'config' })
  readonly from: ToldSetting['from'];
}

@ApiSchema({ name: 'ProgrammedChain', description: 'Something of a table that holds rules or elements.' })
class ProgrammedChainDto implements ProgrammedChain {
  @ApiProperty({ description: 'Its name.', example: 'KUBE-SERVICES' })
  readonly name: string;

  @ApiProperty({ enum: ['chain', 'set', 'map', 'counter', 'virtual-server'] satisfies ProgrammedChain['kind'][], description: 'What it is.', example: 'chain' })
  readonly kind: ProgrammedChain['kind'];

  @ApiProperty({ description: 'How the tool of the mode is told to make it.', example: ':KUBE-SERVICES - [0:0]' })
  readonly declaration: string;
}

@ApiSchema({ name: 'ProgrammedRule', description: 'A rule of a chain, or an element of a set, a map or a virtual server.' })
class ProgrammedRuleDto implements ProgrammedRule {
  @ApiProperty({ description: 'The chain that it is in.', example: 'KUBE-SERVICES' })
  readonly chain: string;

  @ApiProperty({ description: 'As the tool of the mode is told.', example: '-A KUBE-SERVICES -m comment --comment "shop/web:http cluster IP" -m tcp -p tcp -d 10.96.7.10 --dport 80 -j KUBE-SVC-67NZLRHBNDSAWJRO' })
  readonly text: string;

  @ApiPropertyOptional({ description: 'The port of a Service for which it is there; absent where it is there for all.', example: 'shop/web:http' })
  readonly servicePort?: string;
}

@ApiSchema({ name: 'ProgrammedTable', description: 'What kube-proxy writes into one table.' })
class ProgrammedTableDto implements ProgrammedTable {
  @ApiProperty({ description: 'The table, as the tool of the mode names it.', example: 'nat' })
  readonly table: string;

  @ApiProperty({ type: [ProgrammedChainDto], description: 'Its chains, and what else holds rules, in the order in which they are made.' })
  readonly chains: readonly ProgrammedChainDto[];

  @ApiProperty({ type: [ProgrammedRuleDto], description: 'Its rules, in the order in which they are written. Those of one chain stand in the order of that chain.' })
  readonly rules: readonly ProgrammedRuleDto[];
}

@ApiSchema({ name: 'ProxyRules', description: 'The rules of kube-proxy on one node, in one family.' })
export class RulesDto extends AnswerDto implements RulesAnswer {
  @ApiProperty({
    enum: outcomes,
    description: '`programmed`: the rules are told. `replaced`: another program does what kube-proxy does, which does not run. `no-kube-proxy`: the snapshot vouches for there being none on that node, and nothing known takes its place. `unsupported-mode`: kube-proxy runs in a mode whose rules are not told here.',
    example: 'programmed',
  })
  readonly outcome: RulesOutcome;

  @ApiProperty({ description: 'The node; empty where the snapshot holds none and none was named.', example: 'demo-worker-1' })
  readonly node: string;

  @ApiProperty({ enum: families, description: 'The family.', example: 'IPv4' })
  readonly ipFamily: IpFamily;

  @ApiProperty({ type: String, enum: modeNames, nullable: true, description: 'The mode of kube-proxy; null without one.', example: 'iptables' })
  readonly mode: ProxyModeName | null;

  @ApiProperty({ type: String, nullable: true, description: 'The version of kube-proxy on that node, as far as it is told: by its image, by the node, or by the cluster.', example: 'v1.37.2' })
  readonly kubernetesVersion: string | null;

  @ApiProperty({ type: [ToldSettingDto], description: 'What kube-proxy runs with.' })
  readonly settings: readonly ToldSettingDto[];

  @ApiProperty({ type: [ProgrammedTableDto], description: 'In the order in which kube-proxy writes them.' })
  readonly tables: readonly ProgrammedTableDto[];
}
