import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsString, Max, MaxLength, Min, ValidateIf, ValidateNested } from 'class-validator';
import { InputError } from '../../core/errors.js';
import type {
  Hop, IpFamily, Protocol, ProxyModeName, TraceAnswer, TracedEndpoint, TraceDestination, TracedPacket, TraceOutcome, TraceQuestion, TraceReason, TraceSource, TraceSuggestion,
} from '../../core/service-networking/index.js';
import { AnswerDto } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const protocols = ['TCP', 'UDP', 'SCTP'] satisfies Protocol[];
const families = ['IPv4', 'IPv6'] satisfies IpFamily[];
const modes = ['iptables', 'ipvs', 'nftables'] as const satisfies ProxyModeName[];
const outcomes = ['delivered', 'rejected', 'dropped', 'not-a-service', 'insufficient-information'] satisfies TraceOutcome[];
const reasons = [
  'no-endpoints', 'no-local-endpoints', 'source-range', 'wrong-port', 'wrong-protocol', 'unallocated-cluster-ip', 'nodeport-address-excluded', 'localhost-nodeport-disabled', 'health-check-port', 'pod-address', 'node-address',
  'outside-address', 'loopback', 'load-balancer-not-ready', 'headless', 'external-name', 'no-cluster-ip', 'other-proxy', 'no-address-of-family', 'no-kube-proxy', 'unknown-mode', 'unsupported-mode', 'endpoints-unknown', 'source-unknown',
] satisfies TraceReason[];

@ApiSchema({ name: 'TraceSource', description: 'Who calls: one of the three.' })
export class TraceSourceDto {
  @ApiPropertyOptional({ maxLength: 320, description: 'A pod, as `namespace/name`.', example: 'shop/checkout-7c9f8d6b5-x2x7k' })
  @MayBeAbsent()
  @IsString({ message: 'must be namespace/name' })
  @MaxLength(320)
  readonly pod?: string;

  @ApiPropertyOptional({ maxLength: 253, description: 'A process of this node.', example: 'demo-worker-1' })
  @MayBeAbsent()
  @IsString({ message: 'must be the name of a node' })
  @MaxLength(253)
  readonly node?: string;

  @ApiPropertyOptional({ maxLength: 45, description: 'An address: that of a pod or node is taken for theirs, any other comes from outside.', example: '203.0.113.9' })
  @MayBeAbsent()
  @IsString({ message: 'must be an IP address' })
  @MaxLength(45)
  readonly ip?: string;
}

@ApiSchema({ name: 'TraceDestination', description: 'Who is called: an address, or a Service by name; and the port.' })
export class TraceDestinationDto {
  @ApiPropertyOptional({ maxLength: 45, description: 'A ClusterIP, an address of a node (with a node port), an external or load-balancer address, or that of a pod.', example: '10.96.0.10' })
  @MayBeAbsent()
  @IsString({ message: 'must be an IP address' })
  @MaxLength(45)
  readonly ip?: string;

  @ApiPropertyOptional({ maxLength: 320, description: 'A Service, as `namespace/name`: its ClusterIP is called.', example: 'kube-system/kube-dns' })
  @MayBeAbsent()
  @IsString({ message: 'must be namespace/name' })
  @MaxLength(320)
  readonly service?: string;

  @ApiProperty({ oneOf: [{ type: 'integer', minimum: 1, maximum: 65_535 }, { type: 'string', maxLength: 63 }], description: 'The port; of a Service also by its name.', example: 53 })
  @IsDefined({ message: 'is missing: a port, 1 to 65535, or the name of a port of the Service' })
  @ValidateIf(({ port }: { port: unknown }) => typeof port !== 'string')
  @IsInt({ message: 'must be a port, 1 to 65535, or the name of a port of the Service' })
  @Min(1)
  @Max(65_535)
  readonly port: number | string;

  @ApiPropertyOptional({ enum: protocols, description: 'Left out: TCP, or the protocol of the port of the Service.', example: 'UDP' })
  @MayBeAbsent()
  @IsIn(protocols, { message: `must be one of ${protocols.join(', ')}` })
  readonly protocol?: Protocol;
}

@ApiSchema({ name: 'TraceQuestion', description: 'The first packet of a connection.' })
export class TraceQuestionDto {
  @ApiProperty({ type: TraceSourceDto, description: 'Who calls.', example: { node: 'demo-worker-1' } })
  @IsDefined({ message: 'is missing: {"pod"}, {"node"} or {"ip"}' })
  @ValidateNested()
  @Type(() => TraceSourceDto)
  readonly from: TraceSourceDto;

  @ApiProperty({ type: TraceDestinationDto, description: 'Who is called.', example: { service: 'kube-system/kube-dns', port: 'dns' } })
  @IsDefined({ message: 'is missing: {"ip","port"} or {"service","port"}' })
  @ValidateNested()
  @Type(() => TraceDestinationDto)
  readonly to: TraceDestinationDto;

  @ApiPropertyOptional({ maxLength: 253, description: 'Where the rules are walked. Left out: the node of the caller; for an address of a node, that node; otherwise one by which the packet can come in, which is told.', example: 'demo-worker-1' })
  @MayBeAbsent()
  @IsString({ message: 'must be the name of a node' })
  @MaxLength(253)
  readonly node?: string;

  @ApiPropertyOptional({ enum: families, description: 'For a Service that has both. Left out: that of its first ClusterIP.', example: 'IPv4' })
  @MayBeAbsent()
  @IsIn(families, { message: `must be one of ${families.join(', ')}` })
  readonly ipFamily?: IpFamily;

  @ApiPropertyOptional({ enum: modes, description: 'Supposes that kube-proxy runs in this mode, whatever the snapshot tells.', example: 'iptables' })
  @MayBeAbsent()
  @IsIn(modes, { message: `must be one of ${modes.join(', ')}` })
  readonly mode?: (typeof modes)[number];
}

/** @throws InputError `invalid-request` unless one source and one destination are named */
export function traceQuestionOf({ from, to, ...rest }: TraceQuestionDto): TraceQuestion {
  return { ...rest, from: sourceOf(from), to: destinationOf(to) };
}

function sourceOf({ pod, node, ip }: TraceSourceDto): TraceSource {
  const given = [...(pod === undefined ? [] : [{ pod }]), ...(node === undefined ? [] : [{ node }]), ...(ip === undefined ? [] : [{ ip }])];
  const [only] = given;
  if (only === undefined || given.length > 1) throw refused('/from', 'Name one of “pod”, “node” and “ip”.');
  return only;
}

function destinationOf({ ip, service, port, protocol }: TraceDestinationDto): TraceDestination {
  const shared = protocol === undefined ? {} : { protocol };
  if (service !== undefined && ip === undefined) return { service, port, ...shared };
  if (ip === undefined || service !== undefined) throw refused('/to', 'Name one of “ip” and “service”.');
  if (typeof port === 'string') throw refused('/to/port', 'The port of an address is a number, 1 to 65535; only ports of a Service have names.');
  return { ip, port, ...shared };
}

function refused(pointer: string, detail: string): InputError {
  return new InputError('invalid-request', detail, [{ pointer, detail }]);
}

@ApiSchema({ name: 'TracedEndpoint', description: 'Where the packet may go.' })
class TracedEndpointDto implements TracedEndpoint {
  @ApiProperty({ description: 'The address.', example: '10.244.0.2' })
  readonly ip: string;

  @ApiProperty({ type: 'integer', description: 'The port.', example: 53 })
  readonly port: number;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, description: 'How probable it is, for a client that comes for the first time; in mode ipvs its share by turns.', example: 0.5 })
  readonly probability: number;

  @ApiProperty({ description: 'The endpoint sees an address of the node in place of the caller’s.', example: false })
  readonly masquerade: boolean;

  @ApiProperty({ description: 'The caller is the endpoint itself.', example: false })
  readonly hairpin: boolean;

  @ApiPropertyOptional({ description: 'The pod, as `namespace/name`.', example: 'kube-system/coredns-5d78c9869d-2xk8p' })
  readonly pod?: string;

  @ApiPropertyOptional({ description: 'The node of the endpoint.', example: 'demo-cp-1' })
  readonly node?: string;
}

@ApiSchema({ name: 'TracedPacket', description: 'The packet, as it was led through the rules.' })
class TracedPacketDto implements TracedPacket {
  @ApiProperty({ enum: protocols, description: 'The protocol.', example: 'UDP' })
  readonly protocol: Protocol;

  @ApiProperty({ description: 'Whose address it has.', example: '192.168.56.11' })
  readonly sourceIP: string;

  @ApiProperty({ description: 'Where it was sent.', example: '10.96.0.10' })
  readonly destinationIP: string;

  @ApiProperty({ type: 'integer', description: 'To which port.', example: 53 })
  readonly destinationPort: number;
}

@ApiSchema({ name: 'TraceHop', description: 'A rule that acted on the packet.' })
class HopDto implements Hop {
  @ApiProperty({ description: 'The table.', example: 'nat' })
  readonly table: string;

  @ApiProperty({ description: 'The chain; in mode ipvs what takes its place.', example: 'KUBE-SERVICES' })
  readonly chain: string;

  @ApiProperty({ description: 'The rule, as the tool of the mode prints it.', example: '-A KUBE-SERVICES -d 10.96.0.10/32 -p udp -m comment --comment "kube-system/kube-dns:dns cluster IP" -m udp --dport 53 -j KUBE-SVC-TCOU7JCQXEZGVUNU' })
  readonly rule: string;
}

@ApiSchema({ name: 'TraceSuggestion', description: 'An address and port of a Service that may be meant.' })
class TraceSuggestionDto implements TraceSuggestion {
  @ApiProperty({ description: 'The port of a Service.', example: 'shop/web:http' })
  readonly service: string;

  @ApiProperty({ description: 'The address.', example: '10.96.7.10' })
  readonly ip: string;

  @ApiProperty({ type: 'integer', description: 'The port.', example: 80 })
  readonly port: number;

  @ApiProperty({ enum: protocols, description: 'The protocol.', example: 'TCP' })
  readonly protocol: Protocol;

  @ApiProperty({ description: 'Why it may be meant.', example: '8080 is the port of its pods; the Service listens on 80' })
  readonly detail: string;
}

@ApiSchema({ name: 'Trace', description: 'What becomes of the first packet of a connection.' })
export class TraceDto extends AnswerDto implements TraceAnswer {
  @ApiProperty({
    enum: outcomes,
    description:
      '`delivered`: it goes to one of the endpoints. `rejected`: it is answered with “port unreachable”; a TCP client sees “connection refused”. `dropped`: it vanishes; a client waits until it gives up. ' +
      '`not-a-service`: kube-proxy leaves it as it is. `insufficient-information`: the snapshot does not tell, see `missing`.',
    example: 'delivered',
  })
  readonly outcome: TraceOutcome;

  @ApiProperty({ type: String, enum: reasons, nullable: true, description: 'Why it is not delivered; null where it is.', example: null })
  readonly reason: TraceReason | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the rules were walked.', example: 'demo-worker-1' })
  readonly node: string | null;

  @ApiProperty({ type: String, enum: families, nullable: true, description: 'The family of the packet.', example: 'IPv4' })
  readonly ipFamily: IpFamily | null;

  @ApiProperty({ type: String, enum: [...modes, 'kernelspace'], nullable: true, description: 'The mode of kube-proxy whose rules were walked.', example: 'iptables' })
  readonly mode: ProxyModeName | null;

  @ApiProperty({ type: TracedPacketDto, nullable: true, description: 'The packet; null where no rules were walked.' })
  readonly packet: TracedPacketDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'The port of a Service that it meets, as kube-proxy names it.', example: 'kube-system/kube-dns:dns' })
  readonly servicePort: string | null;

  @ApiProperty({ description: 'Whether the source is masqueraded on the way to some endpoint at least.', example: true })
  readonly masquerade: boolean;

  @ApiProperty({ type: [TracedEndpointDto], description: 'Where it may go, in the order of the rules.' })
  readonly endpoints: readonly TracedEndpointDto[];

  @ApiProperty({ type: 'integer', nullable: true, description: 'Seconds for which a client keeps its endpoint; null without session affinity.', example: null })
  readonly affinitySeconds: number | null;

  @ApiProperty({ type: [HopDto], description: 'The rules that acted, in the order of the walk; those of every endpoint that can be chosen.' })
  readonly chains: readonly HopDto[];

  @ApiProperty({ type: [TraceSuggestionDto], description: 'What may be meant where no Service is met; the nearest first.', example: [] })
  readonly suggestions: readonly TraceSuggestionDto[];

  @ApiProperty({ type: [String], description: 'What to collect, for `insufficient-information`.', example: [] })
  readonly missing: readonly string[];
}
