import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsString, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import {
  commands,
  type AttachmentOutcome,
  type AttachmentQuestion,
  type AttachmentSimulation,
  type Change,
  type CniError,
  type CnmStep,
  type CnmTelling,
  type Command,
  type ConfigCandidate,
  type ConfigChoice,
  type ConfigFile,
  type ConfigForm,
  type ConfigProblem,
  type ConfigRuntime,
  type ConfigSeverity,
  type ConfigValidation,
  type ConfiguredPlugin,
  type ExistingAllocation,
  type HostInterface,
  type JsonObject,
  type Operation,
  type PluginRun,
  type Unpredictable,
  type ValidAttachment,
} from '../../core/cni/index.js';
import { AnswerDto } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const exampleConfig = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'pods',
  plugins: [
    { type: 'bridge', bridge: 'cni0', isGateway: true, ipMasq: true, ipam: { type: 'host-local', ranges: [[{ subnet: '10.244.1.0/24' }]], routes: [{ dst: '0.0.0.0/0' }] } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
});

@ApiSchema({ name: 'NetworkConfigText', description: 'A CNI configuration.' })
export class ConfigTextDto {
  @ApiProperty({ maxLength: 262_144, description: 'The text of a `.conf` or `.conflist`.', example: exampleConfig })
  @IsString({ message: 'must be a text' })
  @MaxLength(262_144)
  readonly text: string;

  @ApiPropertyOptional({ maxLength: 255, description: 'The name of the file: its extension says whether it is read as a list (`.conflist`) or as one plugin (`.conf`, `.json`). Without it, what has a `type` and no `plugins` is one plugin.', example: '10-pods.conflist' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly fileName?: string;
}

@ApiSchema({ name: 'ConfigFile', description: 'A file of a configuration folder.' })
class ConfigFileDto implements ConfigFile {
  @ApiProperty({ maxLength: 255, description: 'Its name, without a folder.', example: '10-pods.conflist' })
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly name: string;

  @ApiProperty({ maxLength: 262_144, description: 'Its text.', example: exampleConfig })
  @IsString({ message: 'must be a text' })
  @MaxLength(262_144)
  readonly text: string;
}

const runtimes: readonly ConfigRuntime[] = ['containerd', 'cri-o'];

@ApiSchema({ name: 'ConfigFolder', description: 'A folder of CNI configurations, as `/etc/cni/net.d` is.' })
export class ConfigFolderDto {
  @ApiProperty({ type: [ConfigFileDto], description: 'Its files, in any order.', example: [{ name: '10-pods.conflist', text: exampleConfig }] })
  @IsArray({ message: 'must be a list of files' })
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ConfigFileDto)
  readonly files: readonly ConfigFileDto[];

  @ApiProperty({ enum: runtimes, description: 'Who looks there.', example: 'containerd' })
  @IsIn(runtimes, { message: `must be one of ${runtimes.join(', ')}` })
  readonly runtime: ConfigRuntime;
}

@ApiSchema({ name: 'ConfigCandidate', description: 'What becomes of one file of a configuration folder.' })
class ConfigCandidateDto implements ConfigCandidate {
  @ApiProperty({ description: 'Its name.', example: '10-pods.conflist' })
  readonly name: string;

  @ApiProperty({ enum: ['used', 'not reached', 'passed over', 'not a candidate', 'fatal'], description: '`fatal`: the runtime stops there and has no network.', example: 'used' })
  readonly verdict: ConfigCandidate['verdict'];

  @ApiProperty({ description: 'Why.', example: 'the first that can be used' })
  readonly reason: string;

  @ApiProperty({ type: String, nullable: true, description: 'The name of its network.', example: 'pods' })
  readonly network: string | null;
}

@ApiSchema({ name: 'ConfigChoice', description: 'Which file of a folder is the network of pods.' })
export class ConfigChoiceDto extends AnswerDto implements ConfigChoice {
  @ApiProperty({ type: String, nullable: true, description: 'Null where the runtime has no network.', example: '10-pods.conflist' })
  readonly winner: string | null;

  @ApiProperty({ type: [ConfigCandidateDto], description: 'In the order in which they are looked at.' })
  readonly candidates: readonly ConfigCandidateDto[];
}

@ApiSchema({ name: 'ExistingAllocation', description: 'Addresses that an attachment before was given.' })
class ExistingAllocationDto implements ExistingAllocation {
  @ApiProperty({ description: 'The container.', example: 'c0ffee' })
  @IsString({ message: 'must be a text' })
  readonly containerId: string;

  @ApiPropertyOptional({ description: 'The interface; `eth0` where it is absent.', example: 'eth0' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  readonly ifName?: string;

  @ApiProperty({ type: [String], description: 'One address of each range set.', example: ['10.244.1.2'] })
  @IsArray({ message: 'must be a list of addresses' })
  @ArrayMaxSize(16)
  @IsString({ each: true, message: 'must be texts' })
  readonly addresses: readonly string[];

  @ApiPropertyOptional({ description: 'It was given back since: the address is free, and the next search begins behind it all the same.', example: false })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly released?: boolean;
}

@ApiSchema({ name: 'HostInterface', description: 'An interface that the node has.' })
class HostInterfaceDto implements HostInterface {
  @ApiProperty({ description: 'Its name.', example: 'eth0' })
  @IsString({ message: 'must be a text' })
  readonly name: string;

  @ApiPropertyOptional({ description: 'Its kind, as `ip -d link` prints it; `device` for hardware.', example: 'device' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  readonly kind?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 68, maximum: 65_536, description: 'In bytes; 1500 where it is absent.', example: 1500 })
  @MayBeAbsent()
  @IsInt()
  @Min(68)
  @Max(65_536)
  readonly mtu?: number;

  @ApiPropertyOptional({ type: [String], description: 'With the length of their prefix.', example: ['192.168.56.11/24'] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list of addresses' })
  @ArrayMaxSize(64)
  @IsString({ each: true, message: 'must be texts' })
  readonly addresses?: readonly string[];

  @ApiPropertyOptional({ description: 'Whether the default route goes out by it.', example: true })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly defaultRoute?: boolean;
}

@ApiSchema({ name: 'ValidAttachment', description: 'An interface of a container that there still is.' })
class ValidAttachmentDto implements ValidAttachment {
  @ApiProperty({ maxLength: 255, description: 'The container.', example: 'c0ffee02' })
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly containerId: string;

  @ApiProperty({ maxLength: 255, description: 'Its interface.', example: 'eth0' })
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly ifName: string;
}

@ApiSchema({ name: 'AttachmentQuestion', description: 'A container that is to be attached to a network.' })
export class AttachmentQuestionDto extends ConfigTextDto implements AttachmentQuestion {
  @ApiProperty({ maxLength: 255, description: 'The id of the container: `CNI_CONTAINERID`.', example: 'c0ffee02' })
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly containerId: string;

  @ApiProperty({ maxLength: 4096, description: 'The path of its network namespace: `CNI_NETNS`. It is taken to be fresh, with a `lo` that is down.', example: '/var/run/netns/c0ffee02' })
  @IsString({ message: 'must be a text' })
  @MaxLength(4096)
  readonly netns: string;

  @ApiProperty({ maxLength: 255, description: 'The name of the interface in the container: `CNI_IFNAME`.', example: 'eth0' })
  @IsString({ message: 'must be a text' })
  @MaxLength(255)
  readonly ifName: string;

  @ApiPropertyOptional({ maxLength: 4096, description: '`CNI_ARGS`, as `K=V;K2=V2`.', example: 'IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=web-0' })
  @MayBeAbsent()
  @IsString({ message: 'must be a text' })
  @MaxLength(4096)
  readonly cniArgs?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, description: 'What the runtime has for each capability. A plugin is given what it declares.', example: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] } })
  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  readonly capabilityArgs?: Readonly<Record<string, unknown>>;

  @ApiPropertyOptional({ type: [ExistingAllocationDto], description: 'What host-local gave before, in the order in which it did.', example: [{ containerId: 'c0ffee01', addresses: ['10.244.1.2'] }] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(20_000)
  @ValidateNested({ each: true })
  @Type(() => ExistingAllocationDto)
  readonly existingAllocations?: readonly ExistingAllocationDto[];

  @ApiPropertyOptional({ type: [HostInterfaceDto], description: 'The interfaces of the node; eth0 with MTU 1500 and the default route where it is absent.', example: [{ name: 'eth0', addresses: ['192.168.56.11/24'], defaultRoute: true }] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => HostInterfaceDto)
  readonly hostInterfaces?: readonly HostInterfaceDto[];

  @ApiPropertyOptional({ type: [String], enum: commands, isArray: true, minItems: 1, maxItems: 10, description: 'What the runtime does, in order. Without it: ADD, then CHECK and DEL, or DEL alone where ADD fails.', example: ['ADD', 'CHECK', 'DEL'] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @IsIn(commands, { each: true })
  readonly commands?: readonly Command[];

  @ApiPropertyOptional({ type: [ValidAttachmentDto], description: 'What GC is told that there still is.', example: [] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(20_000)
  @ValidateNested({ each: true })
  @Type(() => ValidAttachmentDto)
  readonly validAttachments?: readonly ValidAttachmentDto[];
}

@ApiSchema({ name: 'ConfigProblem', description: 'Something wrong or risky in a network configuration.' })
class ConfigProblemDto implements ConfigProblem {
  @ApiProperty({ description: 'A JSON pointer into the configuration.', example: '/plugins/0/ipam/ranges/0/0/subnet' })
  readonly pointer: string;

  @ApiProperty({ description: 'What was found, and what comes of it.', example: 'host-local refuses it: invalid range set 0: Network 10.0.0.0/31 too small to allocate from (a prefix of at most 30)' })
  readonly detail: string;

  @ApiProperty({ enum: ['error', 'warning'], description: '`error`: attaching containers fails. `warning`: it does something else than its writer may think.', example: 'error' })
  readonly severity: ConfigSeverity;

  @ApiPropertyOptional({ description: 'Who refuses it: `libcni`, or the type of a plugin.', example: 'host-local' })
  readonly component?: string;

  @ApiPropertyOptional({ description: 'What that one says then, word for word.', example: 'invalid range set 0: Network 10.0.0.0/31 too small to allocate from' })
  readonly reports?: string;
}

@ApiSchema({ name: 'ConfiguredPlugin', description: 'One plugin of a configuration.' })
class ConfiguredPluginDto implements ConfiguredPlugin {
  @ApiProperty({ description: 'The name of its program.', example: 'bridge' })
  readonly type: string;

  @ApiProperty({ enum: ['interface', 'meta', 'ipam', 'not-modelled'], description: '`interface` makes one, `meta` changes what others made, `ipam` gives addresses to others; of `not-modelled` the own fields are not checked.', example: 'interface' })
  readonly role: ConfiguredPlugin['role'];

  @ApiProperty({ type: String, nullable: true, description: 'Its IPAM plugin.', example: 'host-local' })
  readonly ipam: string | null;

  @ApiProperty({ type: [String], description: 'The capabilities that it declares.', example: [] })
  readonly capabilities: readonly string[];
}

@ApiSchema({ name: 'ConfigValidation', description: 'What libcni and the plugins make of a configuration.' })
export class ConfigValidationDto extends AnswerDto implements ConfigValidation {
  @ApiProperty({ description: 'Whether nothing in it makes attaching containers fail.', example: true })
  readonly valid: boolean;

  @ApiProperty({ type: String, enum: ['conf', 'conflist', null], nullable: true, description: 'As what it was read; null where libcni does not take it.', example: 'conflist' })
  readonly form: ConfigForm | null;

  @ApiProperty({ type: String, nullable: true, description: 'The name of the network.', example: 'pods' })
  readonly name: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The version by which plugins are called; empty is 0.1.0.', example: '1.0.0' })
  readonly cniVersion: string | null;

  @ApiProperty({ type: [ConfiguredPluginDto], description: 'In the order in which they run.' })
  readonly plugins: readonly ConfiguredPluginDto[];

  @ApiProperty({ type: [ConfigProblemDto], description: 'Errors first.' })
  readonly problems: readonly ConfigProblemDto[];
}

@ApiSchema({ name: 'CniError', description: 'An error as a plugin prints it.' })
class CniErrorDto implements CniError {
  @ApiProperty({ type: 'integer', description: 'As the specification has it; 999 is any error of the plugin’s own.', example: 999 })
  readonly code: number;

  @ApiProperty({ description: 'What it says.', example: 'failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.6' })
  readonly msg: string;

  @ApiPropertyOptional({ description: 'More.', example: 'config is "0.3.1", plugin supports ["0.4.0" "1.0.0" "1.1.0"]' })
  readonly details?: string;
}

@ApiSchema({ name: 'AttachmentError', description: 'Why ADD fails.' })
class AttachmentErrorDto extends CniErrorDto {
  @ApiProperty({ description: 'Who fails: a plugin, or `libcni`.', example: 'host-local' })
  readonly plugin: string;
}

@ApiSchema({ name: 'NodeChange', description: 'Something on the node that came, changed or went.' })
class ChangeDto implements Change {
  @ApiProperty({ enum: ['host', 'container', 'file'], description: 'In which network namespace, or in a file.', example: 'container' })
  readonly place: Change['place'];

  @ApiProperty({ enum: ['link', 'address', 'route', 'rule', 'sysctl', 'qdisc', 'allocation'], description: 'What it is.', example: 'address' })
  readonly kind: Change['kind'];

  @ApiProperty({ enum: ['add', 'change', 'remove'], description: 'What becomes of it.', example: 'add' })
  readonly action: Change['action'];

  @ApiProperty({ description: 'As the tool that shows it prints it.', example: '10.244.1.2/24 dev eth0' })
  readonly detail: string;
}

const jsonObject = { type: 'object', additionalProperties: true } as const;

@ApiSchema({ name: 'PluginRun', description: 'One run of a plugin.' })
class PluginRunDto implements PluginRun {
  @ApiProperty({ description: 'The program.', example: 'bridge' })
  readonly plugin: string;

  @ApiPropertyOptional({ description: 'The plugin that ran it; absent where the runtime did.', example: 'bridge' })
  readonly delegatedBy?: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'What stands in its environment.', example: { CNI_COMMAND: 'ADD' } })
  readonly environment: Readonly<Record<string, string>>;

  @ApiProperty({ ...jsonObject, description: 'What comes in on stdin.', example: { cniVersion: '1.0.0', name: 'pods', type: 'bridge' } })
  readonly stdin: JsonObject;

  @ApiProperty({ ...jsonObject, nullable: true, description: 'What it prints.', example: null })
  readonly result: JsonObject | null;

  @ApiProperty({ type: CniErrorDto, nullable: true, description: 'What it prints instead.', example: null })
  readonly error: CniErrorDto | null;

  @ApiProperty({ type: [ChangeDto], description: 'What it does, in order.' })
  readonly changes: readonly ChangeDto[];
}

@ApiSchema({ name: 'CniOperation', description: 'One command of the runtime.' })
class OperationDto implements Operation {
  @ApiProperty({ enum: commands, description: 'The command.', example: 'ADD' })
  readonly command: Operation['command'];

  @ApiProperty({ enum: ['ok', 'error', 'insufficient-information', 'skipped'], description: 'How it ends; `skipped` where libcni asks no plugin, as the configuration disables the command or is of a version before it.', example: 'ok' })
  readonly outcome: Operation['outcome'];

  @ApiProperty({ type: String, nullable: true, description: 'What libcni answers to the runtime where it fails.', example: null })
  readonly error: string | null;

  @ApiProperty({ type: [PluginRunDto], description: 'Every run of a plugin, in the order in which they begin.' })
  readonly runs: readonly PluginRunDto[];
}

@ApiSchema({ name: 'CniPlaceholder', description: 'What stands for something that is drawn at random.' })
class UnpredictableDto implements Unpredictable {
  @ApiProperty({ description: 'As it stands in the answer.', example: 'vethXXXXXXXX' })
  readonly placeholder: string;

  @ApiProperty({ description: 'What it stands for.', example: '“veth” and eight hexadecimal digits' })
  readonly meaning: string;
}

@ApiSchema({ name: 'CnmStep', description: 'One act of Docker’s model beside what stands for it under CNI.' })
class CnmStepDto implements CnmStep {
  @ApiProperty({ description: 'In the words of the Container Network Model.', example: 'Join: the endpoint is put into the sandbox' })
  readonly cnm: string;

  @ApiProperty({ description: 'What is done under CNI.', example: 'ADD puts eth0 into the network namespace' })
  readonly cni: string;
}

@ApiSchema({ name: 'CnmSandbox', description: 'The network stack of a container.' })
class CnmSandboxDto {
  @ApiProperty({ description: 'The container.', example: 'c0ffee02' })
  readonly id: string;

  @ApiProperty({ description: 'Its network namespace.', example: '/var/run/netns/c0ffee02' })
  readonly key: string;
}

@ApiSchema({ name: 'CnmNetwork', description: 'A group of endpoints that can talk to each other.' })
class CnmNetworkDto {
  @ApiProperty({ description: 'Its name.', example: 'pods' })
  readonly name: string;

  @ApiProperty({ description: 'What makes it.', example: 'bridge' })
  readonly driver: string;

  @ApiProperty({ type: String, nullable: true, description: 'What gives addresses.', example: 'host-local' })
  readonly ipamDriver: string | null;
}

@ApiSchema({ name: 'CnmEndpoint', description: 'What joins a sandbox to a network.' })
class CnmEndpointDto {
  @ApiProperty({ description: 'The interface in the sandbox.', example: 'eth0' })
  readonly interface: string;

  @ApiProperty({ type: String, nullable: true, description: 'Its hardware address.', example: 'xx:xx:xx:xx:xx:xx' })
  readonly macAddress: string | null;

  @ApiProperty({ type: [String], description: 'With the length of their prefix.', example: ['10.244.1.2/24'] })
  readonly addresses: readonly string[];

  @ApiProperty({ type: [String], description: 'The gateways.', example: ['10.244.1.1'] })
  readonly gateways: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'The other end, on the node.', example: 'vethXXXXXXXX veth mtu 1500 master cni0 up' })
  readonly hostSide: string | null;
}

@ApiSchema({ name: 'CnmTelling', description: 'An attachment in the words of the Container Network Model.' })
class CnmTellingDto implements CnmTelling {
  @ApiProperty({ type: CnmSandboxDto, description: 'The sandbox.' })
  readonly sandbox: CnmSandboxDto;

  @ApiProperty({ type: CnmNetworkDto, description: 'The network.' })
  readonly network: CnmNetworkDto;

  @ApiProperty({ type: CnmEndpointDto, description: 'The endpoint.' })
  readonly endpoint: CnmEndpointDto;

  @ApiProperty({ type: [CnmStepDto], description: 'In order: the container starts without a network, then it is joined.' })
  readonly sequence: readonly CnmStepDto[];
}

@ApiSchema({ name: 'AttachmentSimulation', description: 'What attaching a container does.' })
export class AttachmentSimulationDto extends AnswerDto implements AttachmentSimulation {
  @ApiProperty({ enum: ['ok', 'error', 'insufficient-information'], description: 'How ADD ends; where it is not asked for, the first operation that does not go well.', example: 'ok' })
  readonly outcome: AttachmentOutcome;

  @ApiProperty({ type: String, nullable: true, description: 'The name of the network; null where libcni does not take the configuration.', example: 'pods' })
  readonly name: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The version by which plugins are called.', example: '1.0.0' })
  readonly cniVersion: string | null;

  @ApiProperty({ ...jsonObject, nullable: true, description: 'The CNI result of ADD.', example: { cniVersion: '1.0.0', ips: [{ address: '10.244.1.3/24', gateway: '10.244.1.1', interface: 2 }] } })
  readonly result: JsonObject | null;

  @ApiProperty({ type: AttachmentErrorDto, nullable: true, description: 'Why ADD fails.', example: null })
  readonly error: AttachmentErrorDto | null;

  @ApiProperty({ type: [OperationDto], description: 'As they were asked for; without, ADD, then CHECK and DEL, or DEL alone where ADD fails.' })
  readonly operations: readonly OperationDto[];

  @ApiProperty({ type: [String], description: 'On what an outcome `insufficient-information` depends.', example: [] })
  readonly missing: readonly string[];

  @ApiProperty({ type: [UnpredictableDto], description: 'What stands for something that is drawn at random.' })
  readonly unpredictable: readonly UnpredictableDto[];

  @ApiProperty({ type: CnmTellingDto, nullable: true, description: 'The same attachment in the words of Docker’s model; null where there is none.' })
  readonly cnm: CnmTellingDto | null;
}
