import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsDefined, IsString, MaxLength } from 'class-validator';
import type { MatchAnswer, MatchQuestion, Outcome, RouteAnswer } from '../../core/ingress/index.js';
import { AnswerDto } from '../../platform/http/dto/answer.dto.js';
import { MayBeAbsent } from '../../platform/http/index.js';
import { IsHeaderMap } from './header-map.js';
import { AlternativeBackendDto, ConsideredRuleDto, RouteBackendDto, RuleRefDto, ServedTlsDto } from './route.dto.js';

const text = { message: 'must be a text' };
const outcomes: readonly Outcome[] = ['forward', 'redirect', 'default-backend', 'not-found', 'unavailable', 'denied', 'insufficient-information'];

@ApiSchema({ name: 'IngressMatchQuestion', description: 'A request, as a client sends it.' })
export class IngressMatchQuestionDto implements MatchQuestion {
  @ApiProperty({ maxLength: 8192, description: 'Absolute.', example: 'https://shop.example.com/cart?x=1' })
  @IsDefined({ message: 'must be given' })
  @IsString(text)
  @MaxLength(8192)
  readonly url: string;

  @ApiPropertyOptional({ maxLength: 256, description: 'Left out: GET.', example: 'GET' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(256)
  readonly method?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    description: 'Headers by name, each with one value or a list; at most 100. `host` takes the place of the URL’s.',
    example: { cookie: 'session=1' },
  })
  @MayBeAbsent()
  @IsHeaderMap(100, 8192)
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;

  @ApiPropertyOptional({ maxLength: 255, description: 'The name in the TLS handshake. Left out: the host of the URL; empty: none is sent.', example: 'shop.example.com' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(255)
  readonly sni?: string;

  @ApiPropertyOptional({ maxLength: 64, description: 'The address of the client, for lists of addresses.', example: '203.0.113.7' })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(64)
  readonly sourceIP?: string;

  @ApiPropertyOptional({
    maxLength: 300,
    description: 'A controller by name or by kind; left out: all of the snapshot. A kind that the snapshot does not have, and `generic` (the Ingress API’s own words), are asked as if one with its default flags served every Ingress.',
    example: 'ingress-nginx',
  })
  @MayBeAbsent()
  @IsString(text)
  @MaxLength(300)
  readonly controller?: string;
}

@ApiSchema({ name: 'IngressRouteAnswer', description: 'What one controller does with a request.' })
class RouteAnswerDto extends AnswerDto implements RouteAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'The controller or Gateway; null where the snapshot has none.', example: 'ingress-nginx/ingress-nginx-controller' })
  readonly controller: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Its kind.', example: 'ingress-nginx' })
  readonly controllerKind: string | null;

  @ApiProperty({
    enum: outcomes,
    description:
      '`default-backend`: no rule takes it, and a default backend gets it. `not-found`: the controller itself answers 404. `unavailable`: a rule takes it, and nothing is there that could answer. `denied`: refused. ' +
      '`insufficient-information`: what this controller would do is not modelled, or the snapshot lacks what decides.',
    example: 'forward',
  })
  readonly outcome: Outcome;

  @ApiPropertyOptional({ type: 'integer', description: 'The status that the controller itself answers with; absent where a backend answers.', example: 308 })
  readonly status?: number;

  @ApiPropertyOptional({ description: 'The `Location` of a redirect.', example: 'https://shop.example.com/cart' })
  readonly location?: string;

  @ApiPropertyOptional({ description: 'Path and query as the backend gets them.', example: '/cart?x=1' })
  readonly upstreamPath?: string;

  @ApiProperty({ type: RuleRefDto, nullable: true, description: 'The rule that takes it.' })
  readonly matched: RuleRefDto | null;

  @ApiProperty({ type: RouteBackendDto, nullable: true, description: 'What gets it, or would if it had endpoints.' })
  readonly backend: RouteBackendDto | null;

  @ApiProperty({ type: ServedTlsDto, nullable: true, description: 'null for http.' })
  readonly tls: ServedTlsDto | null;

  @ApiProperty({ type: [ConsideredRuleDto], description: 'Rules that lost, the nearest first; at most 50.' })
  readonly considered: readonly ConsideredRuleDto[];

  @ApiPropertyOptional({ type: [AlternativeBackendDto], description: 'Present where chance decides between several backends.' })
  readonly alternatives?: readonly AlternativeBackendDto[];
}

@ApiSchema({ name: 'IngressMatch', description: 'What becomes of a request.' })
export class IngressMatchDto extends RouteAnswerDto implements MatchAnswer {
  @ApiProperty({ type: [RouteAnswerDto], description: 'One answer for each controller and Gateway that was asked.' })
  readonly matches: readonly RouteAnswerDto[];
}
