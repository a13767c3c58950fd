import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { DroppedObject, Route, RoutesAnswer, RoutesOutcome, RoutesQuestion, RoutingTable } from '../../core/ingress/index.js';
import { AnswerDto, countOf } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { RouteTargetDto, RuleRefDto } from './route.dto.js';

const once = { message: 'may stand once' };

export class IngressRoutesQueryDto implements RoutesQuestion {
  @ApiPropertyOptional({ maxLength: 300, description: 'A controller by name or by kind; left out: all. A kind that the snapshot does not have, and `generic`, are asked as if one with its default flags served every Ingress.', example: 'ingress-nginx' })
  @MayBeAbsent()
  @IsString(once)
  @MaxLength(300)
  readonly controller?: string;

  @ApiPropertyOptional({ maxLength: 253, description: 'Only the rows that a request for this host may meet.', example: 'shop.example.com' })
  @MayBeAbsent()
  @IsString(once)
  @MaxLength(253)
  readonly host?: string;
}

@ApiSchema({ name: 'DeadRoute', description: 'Why no request can take a row.' })
class DeadRouteDto {
  @ApiProperty({ type: RuleRefDto, nullable: true, description: 'What takes its requests.' })
  readonly by: RuleRefDto | null;

  @ApiProperty({ description: 'Why, without a full stop.', example: 'an older Ingress has the same path' })
  readonly reason: string;
}

@ApiSchema({ name: 'IngressRoute', description: 'A row of a routing table.' })
class RouteDto extends RuleRefDto implements Route {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Its place in match order.', example: 1 })
  readonly order: number;

  @ApiProperty({ description: 'What the data plane compares, in its own words.', example: 'location /cart/' })
  readonly matcher: string;

  @ApiProperty({ type: RouteTargetDto, nullable: true, description: 'null where it leads to no Service.' })
  readonly backend: RouteTargetDto | null;

  @ApiProperty({ type: [String], description: 'What else happens there.', example: ['redirects to https (308)'] })
  readonly notes: readonly string[];

  @ApiPropertyOptional({ type: DeadRouteDto, description: 'Present where no request can take it.' })
  readonly dead?: DeadRouteDto;
}

@ApiSchema({ name: 'DroppedObject', description: 'An object that a controller owns and leaves out.' })
class DroppedObjectDto implements DroppedObject {
  @ApiProperty({ enum: ['Ingress', 'HTTPRoute', 'GRPCRoute', 'TLSRoute'] satisfies DroppedObject['kind'][], description: 'Its kind.', example: 'Ingress' })
  readonly kind: DroppedObject['kind'];

  @ApiProperty({ description: '`namespace/name`.', example: 'shop/old' })
  readonly name: string;

  @ApiProperty({ description: 'Why, without a full stop.', example: 'its annotation configuration-snippet is not allowed' })
  readonly reason: string;
}

@ApiSchema({ name: 'RoutingTable', description: 'The routing table of one controller or Gateway.' })
class RoutingTableDto implements RoutingTable {
  @ApiProperty({ description: 'Its name.', example: 'ingress-nginx/ingress-nginx-controller' })
  readonly controller: string;

  @ApiProperty({ description: 'Its kind; `gateway` for a Gateway.', example: 'ingress-nginx' })
  readonly kind: string;

  @ApiProperty({ enum: ['told', 'insufficient-information'] satisfies RoutingTable['outcome'][], description: '`insufficient-information`: how controllers of this kind route is not modelled.', example: 'told' })
  readonly outcome: RoutingTable['outcome'];

  @ApiProperty({ type: [RouteDto], description: 'In match order.' })
  readonly routes: readonly RouteDto[];

  @ApiProperty(countOf('How many of them no request can take.', 0))
  readonly dead: number;

  @ApiProperty({ type: [DroppedObjectDto], description: 'What is left out.' })
  readonly dropped: readonly DroppedObjectDto[];
}

@ApiSchema({ name: 'IngressRoutes', description: 'The routing tables of a cluster.' })
export class IngressRoutesDto extends AnswerDto implements RoutesAnswer {
  @ApiProperty({ enum: ['told', 'partly-told', 'insufficient-information'] satisfies RoutesOutcome[], description: '`partly-told`: of some controllers it is not modelled.', example: 'told' })
  readonly outcome: RoutesOutcome;

  @ApiProperty({ type: String, nullable: true, description: 'The host that was asked for.', example: null })
  readonly host: string | null;

  @ApiProperty({ type: [RoutingTableDto], description: 'By name of the controller.' })
  readonly tables: readonly RoutingTableDto[];
}
