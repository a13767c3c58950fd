import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { severities, type Severity } from '../../core/findings/index.js';
import { eventTypes, presets, type EventType, type PresetName } from '../../core/notifications/index.js';
import { clusterNamePattern, type DisabledReason, type Page, type WebhookRecord } from '../../platform/database/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';

export const presetNames = Object.keys(presets) as PresetName[];

const longestUrl = 2_048;
const mostNames = 100;

const texts: [StringConstructor] = [String];

const name = { maxLength: 100, description: 'Any words of the caller’s, by which people know it.', example: 'incidents' } as const;

const url = {
  format: 'uri',
  maxLength: longestUrl,
  description: 'Where events are sent: `https://` or `http://`, on the public Internet or in `WEBHOOK_ALLOWED_ADDRESSES`. Whatever its name stands for is checked again at each delivery.',
  example: 'https://receiver.example.com/foretrace',
} as const;

const preset = {
  enum: presetNames,
  description:
    'The form of what is sent. `cloudevents`: the event as CloudEvents 1.0 JSON, for programs. `slack`, `mattermost`, `discord`: their incoming webhooks. `teams`: a workflow of Teams that takes Adaptive Cards. `alertmanager`: `/api/v2/alerts`, where findings fire and resolve.',
  example: 'cloudevents',
} as const;

const events = { enum: eventTypes, isArray: true, minItems: 1, uniqueItems: true, description: 'What is told.', example: ['finding.opened', 'finding.resolved'] } as const;

const clusters = { type: texts, maxItems: mostNames, uniqueItems: true, description: 'Only what happens in these clusters, known already or not; empty: all.', example: ['demo'] };

const namespaces = { type: texts, maxItems: mostNames, uniqueItems: true, description: 'Only findings and changes in these namespaces; empty: all. What is about a whole cluster is told all the same.', example: [] as string[] };

const severityList = { enum: severities, isArray: true, uniqueItems: true, description: 'Only findings and ranges of these severities; empty: all. What has no severity is told all the same.', example: ['critical', 'error'] } as const;

const enabled = { type: Boolean, description: 'Whether anything is sent. What happens while it is not is not told later; what waited then goes out when it is again.', example: true } as const;

function IsNameList(pattern: RegExp, what: string): PropertyDecorator {
  return all(
    IsArray({ message: `must be a list of ${what}` }),
    ArrayMaxSize(mostNames, { message: `must hold at most ${mostNames} ${what}` }),
    ArrayUnique({ message: 'must hold each only once' }),
    IsString({ each: true, message: `must be a list of ${what}` }),
    Matches(pattern, { each: true, message: `must be a list of ${what}: lower-case letters, digits and hyphens, no hyphen at either end` }),
  );
}

function IsChoice(choices: readonly string[]): PropertyDecorator {
  return all(IsArray({ message: 'must be a list' }), ArrayUnique({ message: 'must hold each only once' }), IsIn(choices, { each: true, message: `must be a list of these: ${choices.join(', ')}` }));
}

function all(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => decorators.forEach((decorate) => decorate(target, property));
}

function IsTarget(): PropertyDecorator {
  return all(IsString({ message: 'must be a URL' }), noControl(), Length(1, longestUrl, { message: `must be a URL of at most ${longestUrl} characters` }));
}

function IsName(): PropertyDecorator {
  return all(IsString({ message: 'must be a text' }), MaxLength(100), noControl());
}

function noControl(): PropertyDecorator {
  return Matches(/^\P{Cc}*$/u, { message: 'must hold no control characters' });
}

@ApiSchema({ name: 'NewWebhook', description: 'Who is to be told of what.' })
export class NewWebhookDto {
  @ApiPropertyOptional({ ...name, default: '' })
  @MayBeAbsent()
  @IsName()
  readonly name?: string;

  @ApiProperty(url)
  @IsTarget()
  readonly url: string;

  @ApiPropertyOptional({ ...preset, default: 'cloudevents' })
  @MayBeAbsent()
  @IsIn(presetNames, { message: `must be one of ${presetNames.join(', ')}` })
  readonly preset?: PresetName;

  @ApiProperty(events)
  @IsChoice(eventTypes)
  @ArrayMinSize(1, { message: 'must name at least one event' })
  readonly events: readonly EventType[];

  @ApiPropertyOptional({ ...clusters, default: [] })
  @MayBeAbsent()
  @IsNameList(clusterNamePattern, 'names of clusters')
  readonly clusters?: readonly string[];

  @ApiPropertyOptional({ ...namespaces, default: [] })
  @MayBeAbsent()
  @IsNameList(clusterNamePattern, 'names of namespaces')
  readonly namespaces?: readonly string[];

  @ApiPropertyOptional({ ...severityList, default: [] })
  @MayBeAbsent()
  @IsChoice(severities)
  readonly severities?: readonly Severity[];

  @ApiPropertyOptional({ ...enabled, default: true })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly enabled?: boolean;
}

@ApiSchema({ name: 'WebhookChange', description: 'What is to change of a webhook. A field that is left out stays as it is; one that is given replaces the old value whole.' })
export class WebhookChangeDto {
  @ApiPropertyOptional(name)
  @MayBeAbsent()
  @IsName()
  readonly name?: string;

  @ApiPropertyOptional(url)
  @MayBeAbsent()
  @IsTarget()
  readonly url?: string;

  @ApiPropertyOptional(preset)
  @MayBeAbsent()
  @IsIn(presetNames, { message: `must be one of ${presetNames.join(', ')}` })
  readonly preset?: PresetName;

  @ApiPropertyOptional(events)
  @MayBeAbsent()
  @IsChoice(eventTypes)
  @ArrayMinSize(1, { message: 'must name at least one event' })
  readonly events?: readonly EventType[];

  @ApiPropertyOptional(clusters)
  @MayBeAbsent()
  @IsNameList(clusterNamePattern, 'names of clusters')
  readonly clusters?: readonly string[];

  @ApiPropertyOptional(namespaces)
  @MayBeAbsent()
  @IsNameList(clusterNamePattern, 'names of namespaces')
  readonly namespaces?: readonly string[];

  @ApiPropertyOptional(severityList)
  @MayBeAbsent()
  @IsChoice(severities)
  readonly severities?: readonly Severity[];

  @ApiPropertyOptional(enabled)
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  readonly enabled?: boolean;
}

@ApiSchema({ name: 'Webhook', description: 'Who is told of what.' })
export class WebhookDto implements WebhookRecord {
  @ApiProperty({ format: 'uuid', description: 'Its id.', example: '0b4c7c1e-6d0b-4a4b-9d8e-2f1c3a5b7d9f' })
  readonly id: string;

  @ApiProperty(name)
  readonly name: string;

  @ApiProperty({ ...url, description: 'Where events are sent. As it may hold a secret, viewers see only its host.' })
  readonly url: string;

  @ApiProperty(preset)
  readonly preset: PresetName;

  @ApiProperty(events)
  readonly events: readonly EventType[];

  @ApiProperty(clusters)
  readonly clusters: readonly string[];

  @ApiProperty(namespaces)
  readonly namespaces: readonly string[];

  @ApiProperty(severityList)
  readonly severities: readonly string[];

  @ApiProperty(enabled)
  readonly enabled: boolean;

  @ApiProperty({ enum: ['asked', 'gone'], nullable: true, description: 'Why it is not enabled. `asked`: somebody has said so. `gone`: the receiver answered 410. null: it is.', example: null })
  readonly disabledReason: DisabledReason | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Until when the secret before signs beside the new one; null where there is none any more.', example: null })
  readonly previousSecretUntil: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The name of the token with which it was made.', example: 'ci' })
  readonly createdBy: string | null;

  @ApiProperty({ format: 'date-time', description: 'When it was made.', example: '2026-03-02T14:31:07.000Z' })
  readonly createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'When it was changed.', example: '2026-03-02T14:31:07.000Z' })
  readonly updatedAt: string;
}

@ApiSchema({ name: 'WebhookWithSecret', description: 'A webhook, and the secret that signs from now on. It is shown this once.' })
export class WebhookWithSecretDto extends WebhookDto {
  @ApiProperty({ description: 'The secret of Standard Webhooks, for whoever verifies what arrives.', example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwF4gq4x0eQbE=' })
  readonly secret: string;
}

@ApiSchema({ name: 'WebhookPage', description: 'Webhooks, oldest first.' })
export class WebhookPageDto implements Page<WebhookDto> {
  @ApiProperty({ type: [WebhookDto], description: 'At most `limit` of them.' })
  readonly items: WebhookDto[];

  @ApiProperty({ type: String, nullable: true, description: 'The cursor of the next page; null at the end.', example: null })
  readonly next: string | null;
}
