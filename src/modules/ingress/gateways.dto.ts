import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { GatewaysAnswer, GatewaysOutcome, ToldCondition, ToldGateway, ToldListener, ToldRoute } from '../../core/ingress/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';

@ApiSchema({ name: 'ObservedCondition', description: 'A condition as a controller wrote it.' })
class ObservedConditionDto {
  @ApiProperty({ description: 'As it is written.', example: 'True' })
  readonly status: string;

  @ApiProperty({ type: String, nullable: true, description: 'As it is written.', example: 'Accepted' })
  readonly reason: string | null;
}

@ApiSchema({ name: 'GatewayCondition', description: 'A condition as the specification asks for it, beside what the status of the object says.' })
class ToldConditionDto implements ToldCondition {
  @ApiProperty({ enum: ['Accepted', 'ResolvedRefs', 'Programmed', 'Conflicted', 'PartiallyInvalid', 'OverlappingTLSConfig'] satisfies ToldCondition['type'][], description: 'Which.', example: 'Accepted' })
  readonly type: ToldCondition['type'];

  @ApiProperty({ enum: ['True', 'False', 'Unknown'] satisfies ToldCondition['status'][], description: 'As the specification asks for it.', example: 'True' })
  readonly status: ToldCondition['status'];

  @ApiProperty({ description: 'In the words of the specification where it has one.', example: 'Accepted' })
  readonly reason: string;

  @ApiProperty({ description: 'Why, without a full stop.', example: 'taken by listener http' })
  readonly detail: string;

  @ApiProperty({ type: ObservedConditionDto, nullable: true, description: 'What the controller wrote; null where it wrote no such condition.' })
  readonly observed: ObservedConditionDto | null;
}

@ApiSchema({ name: 'GatewayListener', description: 'A listener of a Gateway.' })
class ToldListenerDto implements ToldListener {
  @ApiProperty({ description: 'Its name.', example: 'http' })
  readonly name: string;

  @ApiProperty({ type: 'integer', description: 'Its port.', example: 80 })
  readonly port: number;

  @ApiProperty({ description: '`HTTP`, `HTTPS`, `TLS` …', example: 'HTTP' })
  readonly protocol: string;

  @ApiProperty({ description: 'Empty for every host.', example: '' })
  readonly hostname: string;

  @ApiProperty({ type: [String], description: '`namespace/name` of the Secrets whose certificates it shows.', example: [] })
  readonly certificates: readonly string[];

  @ApiProperty(countOf('How many routes it takes.', 1))
  readonly attachedRoutes: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'How many its status says; null where it says nothing.', example: 1 })
  readonly observedAttachedRoutes: number | null;

  @ApiProperty({ type: [ToldConditionDto], description: 'Its conditions.' })
  readonly conditions: readonly ToldConditionDto[];
}

@ApiSchema({ name: 'GatewayRoute', description: 'A route that refers to a Gateway.' })
class ToldRouteDto implements ToldRoute {
  @ApiProperty({ enum: ['HTTPRoute', 'GRPCRoute'] satisfies ToldRoute['kind'][], description: 'Its kind.', example: 'HTTPRoute' })
  readonly kind: ToldRoute['kind'];

  @ApiProperty({ description: '`namespace/name`.', example: 'shop/shop' })
  readonly name: string;

  @ApiProperty({ type: [String], description: 'The listeners that take it.', example: ['http'] })
  readonly listeners: readonly string[];

  @ApiProperty({ type: [String], description: 'The hosts on which it is served: those that it has in common with the listeners. An empty one is every host.', example: ['shop.example.com'] })
  readonly hosts: readonly string[];

  @ApiProperty({ type: [ToldConditionDto], description: 'Its conditions at this parent.' })
  readonly conditions: readonly ToldConditionDto[];
}

@ApiSchema({ name: 'ToldGateway', description: 'A Gateway, its listeners, and what hangs on them.' })
class ToldGatewayDto implements ToldGateway {
  @ApiProperty({ description: '`namespace/name`.', example: 'infra/edge' })
  readonly name: string;

  @ApiProperty({ description: 'Its class.', example: 'edge' })
  readonly gatewayClassName: string;

  @ApiProperty({ type: String, nullable: true, description: 'Who implements the class; null where the snapshot does not hold it.', example: 'gateway.envoyproxy.io/gatewayclass-controller' })
  readonly controllerName: string | null;

  @ApiProperty({ description: 'Whose behaviour the answers follow: that of an implementation that is known, or the specification.', example: 'Envoy Gateway' })
  readonly implementation: string;

  @ApiProperty({ type: [ToldConditionDto], description: 'Its conditions.' })
  readonly conditions: readonly ToldConditionDto[];

  @ApiProperty({ type: [ToldListenerDto], description: 'In their order.' })
  readonly listeners: readonly ToldListenerDto[];

  @ApiProperty({ type: [ToldRouteDto], description: 'One entry a reference; the oldest route first.' })
  readonly routes: readonly ToldRouteDto[];
}

@ApiSchema({ name: 'Gateways', description: 'The Gateways of a snapshot.' })
export class GatewaysDto extends AnswerDto implements GatewaysAnswer {
  @ApiProperty({ enum: ['found', 'none'] satisfies GatewaysOutcome[], description: '`none`: there is no Gateway.', example: 'found' })
  readonly outcome: GatewaysOutcome;

  @ApiProperty({ type: [ToldGatewayDto], description: 'By namespace and name.' })
  readonly gateways: readonly ToldGatewayDto[];
}
