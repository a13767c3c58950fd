import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsDefined, IsIn, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Asker, Beyond, DnsConfig, LibcId, LookupCost, Question, QueryFate, Rcode, Resolution, ResolveOutcome, ResolveQuestion, SentQuery, UsedResolver } from '../../core/dns/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { ResourceRecordDto } from './record.dto.js';
import { UsedResolvConfDto } from './resolv-conf.dto.js';

const text = { message: 'must be a text' };
const libcs: readonly LibcId[] = ['glibc', 'musl'];

@ApiSchema({ name: 'DnsConfigOption', description: 'An option of a pod’s dnsConfig.' })
class DnsConfigOptionDto {
  @ApiProperty({ maxLength: 253, description: 'Its name.', example: 'ndots' })
  @IsString(text)
  @MaxLength(253)
  readonly name: string;

  @ApiPropertyOptional({ maxLength: 253, description: 'Its value.', example: '2' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(253)
  readonly value?: string;
}

@ApiSchema({ name: 'PodDnsConfig', description: '`spec.dnsConfig` of a pod.' })
class DnsConfigDto implements DnsConfig {
  @ApiPropertyOptional({ type: [String], description: 'Added behind the others.', example: ['192.0.2.53'] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of addresses' })
  @ArrayMaxSize(32)
  @IsString({ each: true, message: 'must be texts' })
  @MaxLength(255, { each: true })
  readonly nameservers?: readonly string[];

  @ApiPropertyOptional({ type: [String], description: 'Added behind the others.', example: ['example.com'] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of domains' })
  @ArrayMaxSize(64)
  @IsString({ each: true, message: 'must be texts' })
  @MaxLength(255, { each: true })
  readonly searches?: readonly string[];

  @ApiPropertyOptional({ type: [DnsConfigOptionDto], description: 'In place of those of the same name.', example: [{ name: 'ndots', value: '2' }] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of options' })
  @ArrayMaxSize(32)
  @ValidateNested({ each: true })
  @Type(() => DnsConfigOptionDto)
  readonly options?: readonly DnsConfigOptionDto[];
}

@ApiSchema({ name: 'DnsAsker', description: 'Who asks: a pod of the snapshot (`namespace` and `pod`), one that could be (`namespace`), a program on a node (`node`), or a query that reaches the cluster DNS from an address (`ip`).' })
class AskerDto implements Asker {
  @ApiPropertyOptional({ maxLength: 253, description: 'The namespace of the pod.', example: 'dev' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(253)
  readonly namespace?: string;

  @ApiPropertyOptional({ maxLength: 253, description: 'The pod.', example: 'toolbox' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(253)
  readonly pod?: string;

  @ApiPropertyOptional({ maxLength: 63, description: 'Of a pod that could be.', default: 'ClusterFirst', example: 'ClusterFirst' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(63)
  readonly dnsPolicy?: string;

  @ApiPropertyOptional({ type: DnsConfigDto, description: 'Of a pod that could be.' })
  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => DnsConfigDto)
  readonly dnsConfig?: DnsConfigDto;

  @ApiPropertyOptional({ maxLength: 253, description: 'A node.', example: 'demo-worker-1' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(253)
  readonly node?: string;

  @ApiPropertyOptional({ maxLength: 45, description: 'An address.', example: '10.244.2.5' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(45)
  readonly ip?: string;
}

@ApiSchema({ name: 'ResolveQuestion', description: 'A name, and who asks for it.' })
export class ResolveQuestionDto implements ResolveQuestion {
  @ApiProperty({ maxLength: 255, description: 'As a program has it; a dot at its end keeps the search list out.', example: 'cart.shop' })
  @IsString(text)
  @MaxLength(255)
  readonly name: string;

  @ApiPropertyOptional({ maxLength: 20, description: 'The type of record. Absent: the addresses of both families, as getaddrinfo asks for them.', example: 'A' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(20)
  readonly type?: string;

  @ApiProperty({ type: AskerDto, description: 'Who asks.', example: { namespace: 'dev', pod: 'toolbox' } })
  @IsDefined({ message: 'must be given' })
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => AskerDto)
  readonly from: AskerDto;

  @ApiPropertyOptional({ enum: libcs, description: 'The C library of whoever asks. Absent: guessed by the image, and said.', example: 'glibc' })
  @MayBeAbsent()
  @IsIn(libcs, { message: `must be one of ${libcs.join(', ')}` })
  readonly resolver?: LibcId;
}

@ApiSchema({ name: 'SentDnsQuery', description: 'A query as it leaves.' })
class SentQueryDto implements SentQuery {
  @ApiProperty({ description: 'Fully qualified.', example: 'cart.shop.dev.svc.cluster.local.' })
  readonly name: string;

  @ApiProperty({ description: 'The type that is asked for.', example: 'A' })
  readonly type: string;

  @ApiProperty({ description: 'The nameserver.', example: '10.96.0.10' })
  readonly server: string;

  @ApiProperty({ enum: ['udp', 'tcp'], description: 'How it is sent.', example: 'udp' })
  readonly transport: SentQuery['transport'];

  @ApiProperty({ type: String, nullable: true, description: 'The domain of the search list that was appended; null for the name as it was given.', example: 'dev.svc.cluster.local' })
  readonly domain: string | null;

  @ApiProperty({
    enum: ['answered', 'forwarded', 'cut', 'silence', 'unreachable'] satisfies QueryFate[],
    description: '`forwarded`: answered beyond the cluster. `cut`: the reply did not fit into a datagram, and is asked for again over TCP. `silence`: no reply. `unreachable`: nobody listens there.',
    example: 'answered',
  })
  readonly fate: QueryFate;

  @ApiProperty({ type: String, nullable: true, description: 'Null where no reply came, or where it is not known.', example: 'NXDOMAIN' })
  readonly rcode: Rcode | null;

  @ApiProperty(countOf('Records in the answer, as far as they are known.', 0))
  readonly answers: number;
}

@ApiSchema({ name: 'LookupByWholeName', description: 'The same lookup by the whole name.' })
class ByWholeNameDto {
  @ApiProperty({ description: 'The name, with the dot at its end.', example: 'cart.shop.svc.cluster.local.' })
  readonly name: string;

  @ApiProperty(countOf('The queries that it takes.', 2))
  readonly queries: number;
}

@ApiSchema({ name: 'LookupWithNdots', description: 'The same lookup with another `ndots`.' })
class WithNdotsDto {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'The number of dots.', example: 2 })
  readonly ndots: number;

  @ApiProperty(countOf('The queries that it takes.', 2))
  readonly queries: number;
}

@ApiSchema({ name: 'LookupCost', description: 'What a lookup costs, and what would make it cheaper.' })
class LookupCostDto implements LookupCost {
  @ApiProperty(countOf('Queries that leave for one lookup, retries included.', 4))
  readonly queries: number;

  @ApiProperty(countOf('Those of names that lead to nothing.', 2))
  readonly wasted: number;

  @ApiProperty({ type: ByWholeNameDto, nullable: true, description: 'Null where that is what was asked, or where nothing was found.' })
  readonly byWholeName: ByWholeNameDto | null;

  @ApiProperty({ type: WithNdotsDto, nullable: true, description: 'Null where none leads to the same name by fewer queries.', example: null })
  readonly withNdots: WithNdotsDto | null;
}

@ApiSchema({ name: 'DnsQuestion', description: 'What is asked.' })
class QuestionDto implements Question {
  @ApiProperty({ description: 'Fully qualified.', example: 'api.example.com.' })
  readonly name: string;

  @ApiProperty({ description: 'The type.', example: 'A' })
  readonly type: string;
}

@ApiSchema({ name: 'AnsweredBeyond', description: 'A question that leaves the cluster.' })
class BeyondDto implements Beyond {
  @ApiProperty({ type: QuestionDto, description: 'The question.' })
  readonly question: QuestionDto;

  @ApiProperty({ description: 'Who sends it there: a plugin of CoreDNS, or `resolv.conf`.', example: 'forward' })
  readonly plugin: string;

  @ApiProperty({ type: [String], description: 'The servers among which it chooses; a path stands for those that the file names.', example: ['/etc/resolv.conf'] })
  readonly upstreams: readonly string[];
}

@ApiSchema({ name: 'UsedResolver', description: 'The C library that is taken to ask.' })
class UsedResolverDto implements UsedResolver {
  @ApiProperty({ enum: libcs, description: 'Which.', example: 'glibc' })
  readonly libc: LibcId;

  @ApiProperty({ description: 'Why it is this one.', example: 'nothing in the name registry.example.com/dev/toolbox:1.2 speaks of Alpine' })
  readonly because: string;

  @ApiProperty({ description: 'Nothing in a snapshot tells it for certain.', example: true })
  readonly isGuess: boolean;
}

const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED', 'YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE', 'BADSIG', 'BADKEY', 'BADTIME', 'BADMODE', 'BADNAME', 'BADALG', 'BADTRUNC', 'BADCOOKIE'] satisfies Rcode[];

@ApiSchema({ name: 'Resolution', description: 'What a name resolves to.' })
export class ResolutionDto extends AnswerDto implements Resolution {
  @ApiProperty({
    enum: ['answered', 'no-data', 'no-such-name', 'forwarded', 'failed', 'insufficient-information'] satisfies ResolveOutcome[],
    description:
      '`no-data`: the name exists, and has no record of this type. `forwarded`: it is answered beyond the cluster. `failed`: no server gave an answer. `insufficient-information`: the snapshot does not hold what would tell; see `missing`.',
    example: 'answered',
  })
  readonly outcome: ResolveOutcome;

  @ApiProperty({ type: String, enum: [...rcodes, null], nullable: true, description: 'Of the reply that decided; null where none came, or where it is not known.', example: 'NOERROR' })
  readonly rcode: Rcode | null;

  @ApiProperty({ type: [ResourceRecordDto], description: 'The answer section; of addresses, of both families.' })
  readonly answers: readonly ResourceRecordDto[];

  @ApiProperty({ type: [ResourceRecordDto], description: 'The authority section.', example: [] })
  readonly authority: readonly ResourceRecordDto[];

  @ApiProperty({ type: [ResourceRecordDto], description: 'The additional section.', example: [] })
  readonly additional: readonly ResourceRecordDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The query name that was answered.', example: 'cart.shop.svc.cluster.local.' })
  readonly name: string | null;

  @ApiProperty({ type: [SentQueryDto], description: 'Every query in the order in which they leave.' })
  readonly queries: readonly SentQueryDto[];

  @ApiProperty({ type: LookupCostDto, nullable: true, description: 'Null where nothing is asked through a library.' })
  readonly cost: LookupCostDto | null;

  @ApiProperty({ type: [BeyondDto], description: 'What is answered beyond the cluster, and by whom.', example: [] })
  readonly beyond: readonly BeyondDto[];

  @ApiProperty({ type: UsedResolverDto, nullable: true, description: 'Null for a query that reaches the cluster DNS without a library before it.' })
  readonly resolver: UsedResolverDto | null;

  @ApiProperty({ type: UsedResolvConfDto, nullable: true, description: 'Null as `resolver` is.' })
  readonly resolvConf: UsedResolvConfDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why a name that reads like one of the cluster is none: a namespace or Service that is not there, with those that are near. Null where it does not, or where it is one.', example: null })
  readonly hint: string | null;

  @ApiProperty({ type: [String], description: 'What would have to be in the snapshot.', example: [] })
  readonly missing: readonly string[];
}
