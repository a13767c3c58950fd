import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { Capped } from '../../core/cni/index.js';
import type {
  EndpointUse,
  ExplainedEndpoint,
  ExplainedNearPod,
  ExplainedPod,
  ExplainedPort,
  ExplainedUse,
  IpFamily,
  LabelDifference,
  Reach,
  ReachWay,
  ServiceExplanation,
  ServiceForm,
  ServiceOutcome,
  SliceSource,
} from '../../core/service-networking/index.js';
import { AnswerDto, ObjectRefDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

const protocols = ['TCP', 'UDP', 'SCTP'];
const policies = ['Cluster', 'Local'];
const number = (description: string, example: number | null) => ({ type: 'integer', nullable: true, minimum: 0, description, example }) as const;
const nameOrNull = (description: string, example: string | null) => ({ type: String, nullable: true, description, example }) as const;

export class ServiceQueryDto {
  @ApiPropertyOptional({ maxLength: 253, description: 'The node from which to look, as traffic policies and topology hints choose endpoints by node. Left out: from no node in particular.', example: 'demo-worker-1' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  @MaxLength(253)
  readonly node?: string;
}

@ApiSchema({ name: 'ExplainedFamily', description: 'How many endpoints a port has in one family.' })
class ExplainedFamilyDto {
  @ApiProperty({ enum: ['IPv4', 'IPv6'] satisfies IpFamily[], description: 'The family.', example: 'IPv4' })
  readonly ipFamily: IpFamily;

  @ApiProperty(countOf('All of them.', 3))
  readonly endpoints: number;

  @ApiProperty(countOf('Those that are ready.', 2))
  readonly ready: number;

  @ApiProperty(number('Those that get connections under policy Cluster; null where no traffic of the port has it.', 2))
  readonly usedForCluster: number | null;

  @ApiProperty(number('Those that get connections under policy Local, of the node, or where none was asked for, of any; null where no traffic of the port has it.', null))
  readonly usedForLocal: number | null;

  @ApiProperty({ enum: ['', 'same-zone', 'same-node'] satisfies ExplainedPort['families'][number]['hints'][], description: 'By which topology hints endpoints were chosen; empty for none.', example: '' })
  readonly hints: ExplainedPort['families'][number]['hints'];
}

@ApiSchema({ name: 'ExplainedPort', description: 'One port of a Service.' })
class ExplainedPortDto implements ExplainedPort {
  @ApiProperty(nameOrNull('Its name.', 'http'))
  readonly name: string | null;

  @ApiProperty({ enum: protocols, description: 'The protocol.', example: 'TCP' })
  readonly protocol: ExplainedPort['protocol'];

  @ApiProperty({ type: 'integer', description: 'The port of the Service.', example: 80 })
  readonly port: number;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }], description: 'The port of the pods: a number, or the name of a container’s port.', example: 8080 })
  readonly targetPort: number | string;

  @ApiProperty(number('The port on the nodes.', null))
  readonly nodePort: number | null;

  @ApiProperty(nameOrNull('What is spoken on it, as the Service says.', null))
  readonly appProtocol: string | null;

  @ApiProperty({ type: [ExplainedFamilyDto], description: 'By family; none where kube-proxy does not serve the Service.' })
  readonly families: readonly ExplainedFamilyDto[];
}

@ApiSchema({ name: 'ExplainedUse', description: 'What one port of a Service makes of an endpoint.' })
class ExplainedUseDto implements ExplainedUse {
  @ApiProperty({ description: 'The port of the Service: its name, `80/TCP` without one, or `every port`.', example: 'http' })
  readonly port: string;

  @ApiProperty({ type: String, enum: policies, nullable: true, description: 'The traffic policy by which it was judged: `Cluster` for endpoints of any node, `Local` for those of the node itself. Null where no policy is asked.', example: 'Cluster' })
  readonly policy: ExplainedUse['policy'];

  @ApiProperty({
    enum: [
      'used', 'used-terminating', 'not-ready', 'terminating', 'hinted-elsewhere', 'on-another-node', 'published', 'no-such-port', 'other-family', 'not-an-address', 'duplicate', 'not-proxied',
    ] satisfies EndpointUse[],
    description:
      '`used-terminating`: it is being shut down and still serves, and no ready endpoint is left. `terminating`: it is being shut down, and ready ones take its place. `hinted-elsewhere`: its hints name other zones or nodes. ' +
      '`on-another-node`: policy Local uses endpoints of the node alone. `published`: DNS gives its address for the name of a headless Service. `no-such-port`: its slice has no port of that name and protocol. ' +
      '`other-family`: the Service has no ClusterIP of its family. `duplicate`: another endpoint has the same address and port. `not-proxied`: kube-proxy leaves the Service alone.',
    example: 'used',
  })
  readonly use: EndpointUse;

  @ApiProperty({ description: 'It gets connections, or, of a headless Service, DNS gives its address.', example: true })
  readonly isUsed: boolean;

  @ApiProperty({ description: 'Why, in one sentence.', example: 'It gets connections.' })
  readonly detail: string;
}

@ApiSchema({ name: 'ExplainedEndpointPort', description: 'A port of an EndpointSlice.' })
class ExplainedEndpointPortDto {
  @ApiProperty(nameOrNull('Its name.', 'http'))
  readonly name: string | null;

  @ApiProperty(number('Its number.', 8080))
  readonly port: number | null;

  @ApiProperty({ enum: protocols, description: 'The protocol.', example: 'TCP' })
  readonly protocol: ExplainedPort['protocol'];
}

@ApiSchema({ name: 'ExplainedHints', description: 'The zones and nodes whose traffic an endpoint is meant for.' })
class ExplainedHintsDto {
  @ApiProperty({ type: [String], description: 'Zones.', example: [] })
  readonly zones: readonly string[];

  @ApiProperty({ type: [String], description: 'Nodes.', example: [] })
  readonly nodes: readonly string[];
}

@ApiSchema({ name: 'ExplainedEndpoint', description: 'An endpoint of a Service, and why it is or is not used.' })
class ExplainedEndpointDto implements ExplainedEndpoint {
  @ApiProperty({ description: 'Its address.', example: '10.244.1.5' })
  readonly address: string;

  @ApiProperty({ type: [ExplainedEndpointPortDto], description: 'The ports of its slice.' })
  readonly ports: readonly ExplainedEndpointPortDto[];

  @ApiProperty({ description: 'Its condition.', example: true })
  readonly ready: boolean;

  @ApiProperty({ description: 'Its condition: it would be ready if it were not being shut down.', example: true })
  readonly serving: boolean;

  @ApiProperty({ description: 'Its condition: it is being shut down.', example: false })
  readonly terminating: boolean;

  @ApiProperty(nameOrNull('Its node.', 'demo-worker-1'))
  readonly node: string | null;

  @ApiProperty(nameOrNull('Its zone.', null))
  readonly zone: string | null;

  @ApiProperty({ type: ExplainedHintsDto, description: 'The zones and nodes whose traffic it is meant for.' })
  readonly hints: ExplainedHintsDto;

  @ApiProperty({ type: ObjectRefDto, nullable: true, description: 'Its pod, where it is known.' })
  readonly pod: ObjectRefDto | null;

  @ApiProperty(nameOrNull('Why it is not ready, in Kubernetes’ words; null where it is, or its pod is not known.', null))
  readonly unreadyReason: string | null;

  @ApiProperty({ type: ObjectRefDto, description: 'Its EndpointSlice; of a derived one a name that no cluster has.' })
  readonly slice: ObjectRefDto;

  @ApiProperty({ description: 'Some port uses it.', example: true })
  readonly isUsed: boolean;

  @ApiProperty({ type: [ExplainedUseDto], description: 'By port of the Service and traffic policy.' })
  readonly uses: readonly ExplainedUseDto[];
}

@ApiSchema({ name: 'ExplainedEndpoints', description: 'Endpoints; of more than a thousand, the first.' })
class ExplainedEndpointsDto implements Capped<ExplainedEndpoint> {
  @ApiProperty(countOf('How many there are.', 2))
  readonly total: number;

  @ApiProperty({ type: [ExplainedEndpointDto], description: 'The endpoints, by slice.' })
  readonly items: readonly ExplainedEndpointDto[];
}

@ApiSchema({ name: 'ExplainedPod', description: 'A pod that the selector of a Service matches.' })
class ExplainedPodDto implements ExplainedPod {
  @ApiProperty({ type: ObjectRefDto, description: 'The pod.' })
  readonly pod: ObjectRefDto;

  @ApiProperty(nameOrNull('Where it runs.', 'demo-worker-1'))
  readonly node: string | null;

  @ApiProperty({ type: [String], description: 'Its addresses.', example: ['10.244.1.5'] })
  readonly addresses: readonly string[];

  @ApiProperty({ enum: ['ready', 'unready', 'unknown'] satisfies ExplainedPod['readiness'][], description: 'Whether it is ready.', example: 'ready' })
  readonly readiness: ExplainedPod['readiness'];

  @ApiProperty({ description: 'Whether it is an endpoint, ready or not.', example: true })
  readonly isEndpoint: boolean;

  @ApiProperty({ description: 'What of it decides.', example: 'It is ready.' })
  readonly detail: string;
}

@ApiSchema({ name: 'ExplainedPods', description: 'Pods; of more than a thousand, the first.' })
class ExplainedPodsDto implements Capped<ExplainedPod> {
  @ApiProperty(countOf('How many there are.', 2))
  readonly total: number;

  @ApiProperty({ type: [ExplainedPodDto], description: 'The pods, by name.' })
  readonly items: readonly ExplainedPodDto[];
}

@ApiSchema({ name: 'LabelDifference', description: 'A pair of a selector that a pod does not have.' })
class LabelDifferenceDto implements LabelDifference {
  @ApiProperty({ description: 'The label.', example: 'app' })
  readonly key: string;

  @ApiProperty({ description: 'What the selector asks for.', example: 'web' })
  readonly wanted: string;

  @ApiPropertyOptional({ description: 'What the pod has; absent where it has no such label.', example: 'wbe' })
  readonly found?: string;
}

@ApiSchema({ name: 'ExplainedNearPod', description: 'A pod that the selector of a Service nearly matches.' })
class ExplainedNearPodDto implements ExplainedNearPod {
  @ApiProperty({ type: ObjectRefDto, description: 'The pod; its replicas differ by the same labels.' })
  readonly pod: ObjectRefDto;

  @ApiProperty({ type: [LabelDifferenceDto], description: 'Where it differs.' })
  readonly differences: readonly LabelDifferenceDto[];

  @ApiProperty({ description: 'The same in words.', example: 'It has app=wbe instead of web.' })
  readonly detail: string;
}

@ApiSchema({ name: 'ReachedPort', description: 'A port on which a Service is reached.' })
class ReachedPortDto {
  @ApiProperty({ type: 'integer', description: 'The port.', example: 80 })
  readonly port: number;

  @ApiProperty({ enum: protocols, description: 'The protocol.', example: 'TCP' })
  readonly protocol: ExplainedPort['protocol'];

  @ApiProperty(nameOrNull('The name of the port of the Service.', 'http'))
  readonly name: string | null;
}

@ApiSchema({ name: 'ServiceReach', description: 'A way to a Service.' })
class ReachDto implements Reach {
  @ApiProperty({ enum: ['cluster-ip', 'node-port', 'external-ip', 'load-balancer', 'dns', 'health-check-node-port'] satisfies ReachWay[], description: 'Which way it is.', example: 'cluster-ip' })
  readonly way: ReachWay;

  @ApiProperty({ type: [String], description: 'Addresses or names. Empty for node ports, which are open on addresses of the nodes, and for a load balancer that has none yet. A name stands without the zone of the cluster.', example: ['10.96.7.10'] })
  readonly addresses: readonly string[];

  @ApiProperty({ type: [ReachedPortDto], description: 'The ports.' })
  readonly ports: readonly ReachedPortDto[];

  @ApiProperty({ enum: ['cluster', 'outside'] satisfies Reach['from'][], description: 'For whom it is meant.', example: 'cluster' })
  readonly from: Reach['from'];

  @ApiProperty({ enum: ['yes', 'no', 'on-some-nodes', 'for-some-ports', 'unknown'] satisfies Reach['works'][], description: 'Whether a connection is answered.', example: 'yes' })
  readonly works: Reach['works'];

  @ApiProperty({ description: 'What happens to a connection.', example: 'Pods and nodes get an endpoint of any node.' })
  readonly detail: string;
}

@ApiSchema({ name: 'ServiceSettings', description: 'The settings of a Service by which endpoints are chosen.' })
class ServiceSettingsDto {
  @ApiProperty({ type: String, enum: policies, nullable: true, description: '`Local`: a node sends what comes from itself to its own endpoints alone.', example: 'Cluster' })
  readonly internalTrafficPolicy: 'Cluster' | 'Local' | null;

  @ApiProperty({ type: String, enum: policies, nullable: true, description: '`Local`: a node sends what comes from outside to its own endpoints alone, and the source address stays.', example: null })
  readonly externalTrafficPolicy: 'Cluster' | 'Local' | null;

  @ApiProperty(number('For how many seconds a client keeps its endpoint; null without session affinity.', null))
  readonly sessionAffinitySeconds: number | null;

  @ApiProperty(nameOrNull('Which endpoints are preferred, as the Service asks.', null))
  readonly trafficDistribution: string | null;

  @ApiProperty({ description: 'Endpoints count as ready whether or not their pods are.', example: false })
  readonly publishNotReadyAddresses: boolean;
}

@ApiSchema({ name: 'ServiceSlices', description: 'The EndpointSlices of a Service.' })
class ServiceSlicesDto {
  @ApiProperty({
    enum: ['snapshot', 'pods', 'endpoints', 'unknown'] satisfies SliceSource[],
    description: '`snapshot`: they are in it. `pods`, `endpoints`: it holds none, and they were made of the Pods or the Endpoints as Kubernetes’ controllers would. `unknown`: it holds neither.',
    example: 'snapshot',
  })
  readonly source: SliceSource;

  @ApiProperty({ type: [String], description: 'Their names.', example: ['web-x7k2p'] })
  readonly names: readonly string[];
}

@ApiSchema({ name: 'ServiceExplanation', description: 'A Service, its pods, its endpoints, and the ways to it.' })
export class ServiceExplanationDto extends AnswerDto implements ServiceExplanation {
  @ApiProperty({
    enum: ['answers', 'answers-partly', 'no-endpoints', 'external-name', 'not-proxied', 'insufficient-information'] satisfies ServiceOutcome[],
    description:
      '`answers`: on every way that it has. `answers-partly`: some ports, families or nodes have no endpoint. `no-endpoints`: connections are refused or dropped, or the name of a headless Service does not resolve. `external-name`: it is an alias in DNS. ' +
      '`not-proxied`: kube-proxy leaves it alone. `insufficient-information`: the snapshot does not tell its endpoints.',
    example: 'answers',
  })
  readonly outcome: ServiceOutcome;

  @ApiProperty({ type: ObjectRefDto, description: 'The Service.' })
  readonly service: ObjectRefDto;

  @ApiProperty({ enum: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] satisfies ServiceExplanation['type'][], description: 'Its type.', example: 'ClusterIP' })
  readonly type: ServiceExplanation['type'];

  @ApiProperty({ enum: ['cluster-ip', 'headless', 'external-name', 'without-address'] satisfies ServiceForm[], description: 'What its name stands for: addresses of its own, its endpoints, another name, or nothing yet.', example: 'cluster-ip' })
  readonly form: ServiceForm;

  @ApiProperty(nameOrNull('From where it was looked at.', null))
  readonly node: string | null;

  @ApiProperty({ type: 'object', nullable: true, additionalProperties: { type: 'string' }, description: 'Null without one: then others write its endpoints.', example: { app: 'web' } })
  readonly selector: Readonly<Record<string, string>> | null;

  @ApiProperty({ type: [String], description: 'Its ClusterIPs.', example: ['10.96.7.10'] })
  readonly clusterIPs: readonly string[];

  @ApiProperty(nameOrNull('Of an ExternalName: the name that it is an alias of.', null))
  readonly externalName: string | null;

  @ApiProperty({ type: ServiceSettingsDto, description: 'The settings by which endpoints are chosen.' })
  readonly settings: ServiceSettingsDto;

  @ApiProperty({ type: [ExplainedPortDto], description: 'Its ports, in the order of the Service.' })
  readonly ports: readonly ExplainedPortDto[];

  @ApiProperty({ type: ServiceSlicesDto, description: 'Its EndpointSlices, and where they come from.' })
  readonly slices: ServiceSlicesDto;

  @ApiProperty({ type: ExplainedPodsDto, description: 'The pods that its selector matches.' })
  readonly pods: ExplainedPodsDto;

  @ApiProperty({ type: [ExplainedNearPodDto], description: 'Up to three that it nearly matches, the nearest first.', example: [] })
  readonly nearPods: readonly ExplainedNearPodDto[];

  @ApiProperty({ type: ExplainedEndpointsDto, description: 'Its endpoints, used or not.' })
  readonly endpoints: ExplainedEndpointsDto;

  @ApiProperty({ type: [ReachDto], description: 'The ways to it.' })
  readonly reach: readonly ReachDto[];
}
