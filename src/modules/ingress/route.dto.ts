import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { AlternativeBackend, BackendEndpoint, ConsideredRule, RouteBackend, RuleRef, ServedTls } from '../../core/ingress/index.js';

const kinds: readonly RuleRef['kind'][] = ['Ingress', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'];

@ApiSchema({ name: 'IngressRule', description: 'One path of an Ingress, or one match of a route, as it is written there.' })
export class RuleRefDto implements RuleRef {
  @ApiProperty({ enum: kinds, description: 'The kind of the object.', example: 'Ingress' })
  readonly kind: RuleRef['kind'];

  @ApiProperty({ description: '`namespace/name`.', example: 'shop/shop' })
  readonly name: string;

  @ApiProperty({ description: 'Empty for any host.', example: 'shop.example.com' })
  readonly host: string;

  @ApiProperty({ description: 'Empty for a default backend.', example: '/cart' })
  readonly path: string;

  @ApiProperty({ description: '`Exact`, `Prefix`, `ImplementationSpecific`, or that of a route.', example: 'Prefix' })
  readonly pathType: string;
}

@ApiSchema({ name: 'IngressBackendEndpoint', description: 'Where a request may go in the end.' })
class BackendEndpointDto implements BackendEndpoint {
  @ApiProperty({ description: 'Its address; of an ExternalName the DNS name.', example: '10.244.1.5' })
  readonly ip: string;

  @ApiProperty({ type: 'integer', description: 'Its port.', example: 8080 })
  readonly port: number;

  @ApiPropertyOptional({ description: '`namespace/name`; absent where it is no pod, or not known.', example: 'shop/cart-6d5f7c9b8-abcde' })
  readonly pod?: string;
}

const portSchema = { oneOf: [{ type: 'integer' }, { type: 'string' }], description: 'As the rule names it.', example: 80 };

@ApiSchema({ name: 'IngressBackend', description: 'The Service that a rule names.' })
export class RouteBackendDto implements RouteBackend {
  @ApiProperty({ description: '`namespace/name`.', example: 'shop/cart' })
  readonly service: string;

  @ApiProperty(portSchema)
  readonly port: number | string;

  @ApiProperty({ type: [BackendEndpointDto], description: 'Those that get requests now.' })
  readonly endpoints: readonly BackendEndpointDto[];
}

@ApiSchema({ name: 'RouteTarget', description: 'The Service and port that a row leads to.' })
export class RouteTargetDto {
  @ApiProperty({ description: '`namespace/name`.', example: 'shop/cart' })
  readonly service: string;

  @ApiProperty(portSchema)
  readonly port: number | string;
}

@ApiSchema({ name: 'ServedTls', description: 'The certificate that a client is shown.' })
export class ServedTlsDto implements ServedTls {
  @ApiProperty({ type: String, nullable: true, description: '`namespace/name` of the Secret whose certificate is served, or was to be where it is the default one.', example: 'shop/shop-tls' })
  readonly secret: string | null;

  @ApiProperty({
    enum: ['secret', 'default', 'none', 'unknown'] satisfies ServedTls['certificate'][],
    description: '`default`: the default or self-signed one of the controller. `none`: the handshake fails. `unknown`: the snapshot does not hold the Secret.',
    example: 'secret',
  })
  readonly certificate: ServedTls['certificate'];
}

@ApiSchema({ name: 'AlternativeBackend', description: 'One of several backends by chance.' })
export class AlternativeBackendDto implements AlternativeBackend {
  @ApiProperty({ type: RouteBackendDto, description: 'The backend.' })
  readonly backend: RouteBackendDto;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, description: 'With which probability.', example: 0.2 })
  readonly share: number;

  @ApiPropertyOptional({ type: RuleRefDto, description: 'The rule that adds it.' })
  readonly rule?: RuleRefDto;
}

@ApiSchema({ name: 'ConsideredRule', description: 'A rule that could be meant, and did not take the request.' })
export class ConsideredRuleDto extends RuleRefDto implements ConsideredRule {
  @ApiProperty({ description: 'Why not, without a full stop.', example: 'a longer path matches' })
  readonly reason: string;
}
