import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsString, MaxLength } from 'class-validator';
import type {
  CorefileFault,
  CorefileQuestion,
  CorefileReading,
  DescribedOption,
  DescribedPlugin,
  DescribedServer,
  MigrationAnswer,
  MigrationNotice,
  MigrationQuestion,
  Transport,
  ZoneAddress,
} from '../../core/dns/index.js';
import { AnswerDto } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { IsTextMap } from './text-map.js';

const exampleCorefile = '.:53 {\n    errors\n    health {\n        lameduck 5s\n    }\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods insecure\n        fallthrough in-addr.arpa ip6.arpa\n        ttl 30\n    }\n    prometheus :9153\n    forward . /etc/resolv.conf\n    cache 30\n    loop\n    reload\n    loadbalance\n}\n';
const tutorialCorefile = '.:53 {\n    errors\n    health\n    kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods insecure\n        upstream\n        fallthrough in-addr.arpa ip6.arpa\n    }\n    prometheus :9153\n    proxy . /etc/resolv.conf\n    cache 30\n}\n';

@ApiSchema({ name: 'CorefileText', description: 'A Corefile, and what stands around it.' })
export class CorefileTextDto implements CorefileQuestion {
  @ApiProperty({ maxLength: 262_144, description: 'The text of the Corefile.', example: exampleCorefile })
  @IsString({ message: 'must be a text' })
  @MaxLength(262_144)
  readonly text: string;

  @ApiPropertyOptional({ maxLength: 40, description: 'The release of CoreDNS that reads it, from 1.0.0 on; the newest that is known where it is absent.', example: '1.11.1' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(40)
  readonly version?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'Files beside the Corefile, by name, or by path where it begins with a slash: what it imports, hosts files, zone files. At most 64.', example: {} })
  @MayBeAbsent()
  @IsObject({ message: 'must be an object of texts' })
  @IsTextMap(64, 262_144)
  readonly files?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'The environment variables of CoreDNS, by name. At most 256.', example: {} })
  @MayBeAbsent()
  @IsObject({ message: 'must be an object of texts' })
  @IsTextMap(256, 4096)
  readonly environment?: Readonly<Record<string, string>>;
}

@ApiSchema({ name: 'CorefileOption', description: 'A line in the block of a plugin.' })
class DescribedOptionDto implements DescribedOption {
  @ApiProperty({ description: 'Its first word.', example: 'pods' })
  readonly name: string;

  @ApiProperty({ type: [String], description: 'The other words.', example: ['insecure'] })
  readonly args: readonly string[];
}

@ApiSchema({ name: 'CorefilePlugin', description: 'A plugin as it stands in a server block.' })
class DescribedPluginDto implements DescribedPlugin {
  @ApiProperty({ description: 'Its name.', example: 'kubernetes' })
  readonly name: string;

  @ApiProperty({ type: [String], description: 'The words after it.', example: ['cluster.local', 'in-addr.arpa', 'ip6.arpa'] })
  readonly args: readonly string[];

  @ApiProperty({ type: [DescribedOptionDto], description: 'The lines of its block.' })
  readonly options: readonly DescribedOptionDto[];

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Where it stands, in the Corefile or in the file that was imported.', example: 7 })
  readonly line: number;
}

const transports = ['dns', 'tls', 'quic', 'grpc', 'https', 'https3', 'unix'] satisfies Transport[];

@ApiSchema({ name: 'CorefileZone', description: 'A zone that a server block serves.' })
class ZoneAddressDto implements ZoneAddress {
  @ApiProperty({ enum: transports, description: 'How the server is spoken to.', example: 'dns' })
  readonly transport: Transport;

  @ApiProperty({ description: 'Fully qualified, in lower case.', example: 'cluster.local.' })
  readonly zone: string;

  @ApiProperty({ description: 'The port, as text.', example: '53' })
  readonly port: string;
}

@ApiSchema({ name: 'CorefileServer', description: 'A server block.' })
export class DescribedServerDto implements DescribedServer {
  @ApiProperty({ type: [String], description: 'What stands before its brace.', example: ['.:53'] })
  readonly keys: readonly string[];

  @ApiProperty({ type: [ZoneAddressDto], description: 'What the keys stand for: a range of addresses is its reverse zones. Empty where a key is wrong.' })
  readonly zones: readonly ZoneAddressDto[];

  @ApiProperty({ type: [DescribedPluginDto], description: 'In the order in which CoreDNS runs them, which is not that of the file.' })
  readonly plugins: readonly DescribedPluginDto[];
}

@ApiSchema({ name: 'CorefileFault', description: 'Why CoreDNS would not start.' })
export class CorefileFaultDto implements CorefileFault {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'The line; absent where the fault has no one place.', example: 10 })
  readonly line?: number;

  @ApiPropertyOptional({ description: 'The file that was imported; absent for the Corefile itself.', example: '/etc/coredns/stub.server' })
  readonly file?: string;

  @ApiProperty({ description: 'In CoreDNS’s words.', example: "/etc/coredns/Corefile:10 - Error during parsing: Unknown directive 'proxy'" })
  readonly detail: string;
}

@ApiSchema({ name: 'CorefileReading', description: 'What CoreDNS makes of a Corefile.' })
export class CorefileReadingDto extends AnswerDto implements CorefileReading {
  @ApiProperty({ description: 'Whether CoreDNS would start.', example: true })
  readonly valid: boolean;

  @ApiProperty({ type: CorefileFaultDto, nullable: true, description: 'Why it would not; null where it would.' })
  readonly error: CorefileFaultDto | null;

  @ApiProperty({ description: 'The release that reads it.', example: '1.11.1' })
  readonly version: string;

  @ApiProperty({ type: [DescribedServerDto], description: 'In the order of the file; as far as it could be read.' })
  readonly servers: readonly DescribedServerDto[];

  @ApiProperty({ description: 'The same Corefile, without comments and with imports and environment variables put in; empty where it could not be read.', example: exampleCorefile })
  readonly text: string;
}

@ApiSchema({ name: 'CorefileMigrationQuestion', description: 'A Corefile that is to go from one release to a later one.' })
export class MigrationQuestionDto implements MigrationQuestion {
  @ApiProperty({ maxLength: 262_144, description: 'The text of the Corefile.', example: tutorialCorefile })
  @IsString({ message: 'must be a text' })
  @MaxLength(262_144)
  readonly text: string;

  @ApiProperty({ maxLength: 40, description: 'The release that it is written for, from 1.1.3 on.', example: '1.2.6' })
  @IsString({ message: 'must be a text' })
  @MaxLength(40)
  readonly fromVersion: string;

  @ApiProperty({ maxLength: 40, description: 'The release that is to run it, up to 1.14.2.', example: '1.11.1' })
  @IsString({ message: 'must be a text' })
  @MaxLength(40)
  readonly toVersion: string;

  @ApiPropertyOptional({ description: 'Changes what is deprecated as well, not only what is ignored or removed. kubeadm does not.', default: false, example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly deprecations?: boolean;
}

@ApiSchema({ name: 'CorefileNotice', description: 'Something that changes between two releases.' })
class MigrationNoticeDto implements MigrationNotice {
  @ApiProperty({ description: 'The plugin.', example: 'kubernetes' })
  readonly plugin: string;

  @ApiPropertyOptional({ description: 'Its option; absent where it is the plugin itself.', example: 'upstream' })
  readonly option?: string;

  @ApiProperty({
    enum: ['deprecated', 'removed', 'ignored', 'newdefault', 'unsupported'] satisfies MigrationNotice['severity'][],
    description: '`deprecated`: it still works. `ignored`: it may stand there and does nothing. `removed`: CoreDNS would not start. `newdefault`: the default Corefile has it from then on. `unsupported`: the migration data does not know it, which says nothing of CoreDNS.',
    example: 'removed',
  })
  readonly severity: MigrationNotice['severity'];

  @ApiPropertyOptional({ description: 'The plugin that takes its place.', example: 'forward' })
  readonly replacedBy?: string;

  @ApiProperty({ description: 'The release in which it is so.', example: '1.7.0' })
  readonly version: string;

  @ApiProperty({ description: 'The same in one sentence, in the words of the migration tool.', example: 'Option "upstream" in plugin "kubernetes" is removed in 1.7.0.' })
  readonly detail: string;
}

@ApiSchema({ name: 'CorefileMigration', description: 'What changes for a Corefile between two releases.' })
export class MigrationAnswerDto extends AnswerDto implements MigrationAnswer {
  @ApiProperty({ type: [MigrationNoticeDto], description: 'Release by release; what the migration data does not know comes last.' })
  readonly notices: readonly MigrationNoticeDto[];

  @ApiProperty({ description: 'The Corefile for the later release. Comments are lost.', example: exampleCorefile })
  readonly text: string;
}
