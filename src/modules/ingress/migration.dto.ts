import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type {
  AnsweredDifferently,
  CarriedFeature,
  ControllerMigration,
  MigratedIngress,
  MigrationAnswer,
  MigrationOutcome,
  MigrationProof,
  RequestQuestion,
  WrittenObject,
} from '../../core/ingress/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';

export class MigrationQueryDto {
  @ApiPropertyOptional({ maxLength: 320, description: 'The name of a controller, or a kind of which one with default flags stands in. Left out: every controller of the snapshot.', example: 'ingress-nginx' })
  @MayBeAbsent()
  @IsString({ message: 'may stand once' })
  @MaxLength(320)
  readonly controller?: string;
}

@ApiSchema({ name: 'CarriedFeature', description: 'One thing that an Ingress asks for.' })
class CarriedFeatureDto implements CarriedFeature {
  @ApiProperty({ description: 'An annotation without its prefix, a field, or a path.', example: 'whitelist-source-range' })
  readonly feature: string;

  @ApiPropertyOptional({ description: 'As it is written.', example: '10.0.0.0/8' })
  readonly value?: string;

  @ApiProperty({ enum: ['yes', 'partly', 'no'] satisfies CarriedFeature['carries'][], description: 'Whether Gateway API can have it. `partly`: it means not quite the same there.', example: 'no' })
  readonly carries: CarriedFeature['carries'];

  @ApiProperty({ description: 'What became of it, or why not, without a full stop.', example: 'addresses of clients are no part of Gateway API: look for a policy of the implementation' })
  readonly detail: string;
}

@ApiSchema({ name: 'MigratedIngress', description: 'What one Ingress comes to.' })
class MigratedIngressDto implements MigratedIngress {
  @ApiProperty({ description: '`namespace/name`.', example: 'shop/shop' })
  readonly name: string;

  @ApiProperty({ enum: ['whole', 'partly', 'dropped'] satisfies MigratedIngress['readiness'][], description: '`dropped`: its controller leaves it out, and so do the objects.', example: 'whole' })
  readonly readiness: MigratedIngress['readiness'];

  @ApiProperty({ type: [CarriedFeatureDto], description: 'What it asks for.' })
  readonly features: readonly CarriedFeatureDto[];
}

@ApiSchema({ name: 'WrittenObject', description: 'A Gateway, HTTPRoute or ReferenceGrant to apply.' })
class WrittenObjectDto implements WrittenObject {
  @ApiProperty({ description: 'Its version.', example: 'gateway.networking.k8s.io/v1' })
  readonly apiVersion: string;

  @ApiProperty({ enum: ['Gateway', 'HTTPRoute', 'ReferenceGrant'] satisfies WrittenObject['kind'][], description: 'Its kind.', example: 'HTTPRoute' })
  readonly kind: WrittenObject['kind'];

  @ApiProperty({ type: 'object', properties: { name: { type: 'string' }, namespace: { type: 'string' } }, required: ['name', 'namespace'], description: 'Its name.', example: { name: 'shop-shop-example-com', namespace: 'shop' } })
  readonly metadata: WrittenObject['metadata'];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Its spec.', example: { hostnames: ['shop.example.com'] } })
  readonly spec: WrittenObject['spec'];
}

@ApiSchema({ name: 'MigrationRequest', description: 'A request as `match` takes it.' })
class RequestDto implements RequestQuestion {
  @ApiProperty({ description: 'Absolute.', example: 'https://shop.example.com/cart' })
  readonly url: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'Its headers.', example: { 'x-canary': 'always' } })
  readonly headers?: NonNullable<RequestQuestion['headers']>;

  @ApiPropertyOptional({ description: 'The address of the client.', example: '203.0.113.77' })
  readonly sourceIP?: string;
}

@ApiSchema({ name: 'AnsweredDifferently', description: 'A request that the controller and the Gateway would answer differently.' })
class AnsweredDifferentlyDto implements AnsweredDifferently {
  @ApiProperty({ type: RequestDto, description: 'The request.' })
  readonly request: RequestDto;

  @ApiProperty({ description: 'What it tries.', example: 'a longer name' })
  readonly tries: string;

  @ApiProperty({ description: 'What the controller does.', example: 'forward to shop/web (8080) as /cartx' })
  readonly before: string;

  @ApiProperty({ description: 'What the Gateway would do.', example: '404' })
  readonly after: string;
}

@ApiSchema({ name: 'MigrationProof', description: 'The same requests asked of both sides: hosts and paths of the rules as written and in the forms in which implementations part, and some that nobody names.' })
class ProofDto implements MigrationProof {
  @ApiProperty(countOf('How many requests both sides were asked.', 24))
  readonly requests: number;

  @ApiProperty(countOf('How many of them both answer alike.', 23))
  readonly same: number;

  @ApiProperty(countOf('How many the model of the controller does not tell.', 0))
  readonly unknown: number;

  @ApiProperty({ type: [AnsweredDifferentlyDto], description: 'Those that they answer differently; at most 200.' })
  readonly differences: readonly AnsweredDifferentlyDto[];

  @ApiProperty(countOf('How many more of them there are.', 0))
  readonly omitted: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, description: 'How many differ, by what they try.', example: { 'a longer name': 1 } })
  readonly byTry: Readonly<Record<string, number>>;
}

@ApiSchema({ name: 'ControllerMigration', description: 'The Ingresses of one controller.' })
class ControllerMigrationDto implements ControllerMigration {
  @ApiProperty({ description: 'Its name.', example: 'ingress-nginx/ingress-nginx-controller' })
  readonly controller: string;

  @ApiProperty({ description: 'Its kind.', example: 'ingress-nginx' })
  readonly kind: string;

  @ApiProperty({ type: [MigratedIngressDto], description: 'By namespace and name.' })
  readonly ingresses: readonly MigratedIngressDto[];

  @ApiProperty({ type: [WrittenObjectDto], description: 'The Gateway, its routes, and the grants that they need.' })
  readonly objects: readonly WrittenObjectDto[];

  @ApiProperty({ description: 'The same objects as YAML.', example: '---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n' })
  readonly yaml: string;

  @ApiProperty({ type: ProofDto, description: 'What would be answered differently.' })
  readonly proof: ProofDto;
}

@ApiSchema({ name: 'Migration', description: 'What it takes to leave Ingress for Gateway API.' })
export class MigrationDto extends AnswerDto implements MigrationAnswer {
  @ApiProperty({ enum: ['same', 'differs', 'nothing-to-migrate'] satisfies MigrationOutcome[], description: '`same`: every request that was tried is answered as before. `nothing-to-migrate`: no controller that is modelled serves an Ingress.', example: 'differs' })
  readonly outcome: MigrationOutcome;

  @ApiProperty({ description: 'The class that the Gateways name: the first of the snapshot, or `example`.', example: 'edge' })
  readonly gatewayClassName: string;

  @ApiProperty({ type: [ControllerMigrationDto], description: 'By name.' })
  readonly controllers: readonly ControllerMigrationDto[];
}
