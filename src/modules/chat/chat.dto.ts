import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsString, Length, MaxLength } from 'class-validator';
import type { AskedSnapshot, Mark } from '../../core/chat/index.js';
import { MayBeAbsent } from '../../platform/http/index.js';

@ApiSchema({ name: 'ChatQuestion', description: 'A line of chat.' })
export class ChatQuestionDto {
  @ApiProperty({ maxLength: 2000, description: 'What was typed, without the name of the bot.', example: 'resolve cart.shop from dev/toolbox' })
  @IsString({ message: 'must be a text' })
  @MaxLength(2000)
  readonly text: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'Who typed it. Where there is no channel, what `use` sets is kept for them.', example: 'mona' })
  @MayBeAbsent()
  @Length(1, 200, { message: 'must be a text of 1 to 200 characters' })
  readonly user?: string;

  @ApiPropertyOptional({ maxLength: 200, description: 'Where it was typed: what `use` sets is kept for this channel, by token.', example: 'incident-7' })
  @MayBeAbsent()
  @Length(1, 200, { message: 'must be a text of 1 to 200 characters' })
  readonly channel?: string;
}

@ApiSchema({ name: 'ChatSnapshot', description: 'The snapshot that was asked.' })
class ChatSnapshotDto implements AskedSnapshot {
  @ApiProperty({ description: 'Its cluster.', example: 'demo' })
  readonly cluster: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Its number.', example: 2 })
  readonly number: number;

  @ApiProperty({ format: 'date-time', description: 'The instant at which the cluster was so.', example: '2026-03-02T14:30:00.000Z' })
  readonly takenAt: string;
}

const marks = ['yes', 'no', 'unknown', 'told', 'unclear'] satisfies Mark[];

@ApiSchema({ name: 'ChatReply', description: 'The answer to a line of chat, as text and Markdown and in its parts. What does not fit a chat is left out and counted.' })
export class ChatReplyDto {
  @ApiProperty({ enum: marks, description: '`yes`, `no`: what was asked works, or does not. `unknown`: the snapshot does not tell. `told`: neither. `unclear`: the question was not understood; `example` is one that works.', example: 'yes' })
  readonly mark: Mark;

  @ApiProperty({ description: 'One sentence.', example: 'cart.shop is 10.108.77.34 (as cart.shop.svc.cluster.local.), after 4 queries.' })
  readonly verdict: string;

  @ApiProperty({ type: [String], description: 'The reasons.', example: ['cart.shop.svc.cluster.local. 30 A 10.108.77.34'] })
  readonly why: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'What to do.', example: null })
  readonly fix: string | null;

  @ApiProperty({ type: [String], description: 'The objects that decided.', example: ['Pod dev/toolbox'] })
  readonly evidence: readonly string[];

  @ApiProperty({ type: [String], description: 'What was not known, and what was taken instead.', example: [] })
  readonly notes: readonly string[];

  @ApiProperty({ type: ChatSnapshotDto, nullable: true, description: 'The snapshot that was asked; null where none was.' })
  readonly snapshot: ChatSnapshotDto | null;

  @ApiProperty({ type: String, nullable: true, description: 'The path of the analysis that was told, pinned to its snapshot, behind PUBLIC_URL where that is set.', example: '/v1/clusters/demo/snapshots/2/dns/resolve?name=cart.shop&from.namespace=dev&from.pod=toolbox' })
  readonly link: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The path of a picture of it as PNG, behind PUBLIC_URL where that is set; a signed link that needs no token for an hour where PICTURE_LINKS_SECRET is set too. Null where there is no picture.', example: '/v1/clusters/demo/snapshots/2/dns/resolve?name=cart.shop&from.namespace=dev&from.pod=toolbox&format=png' })
  readonly picture: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What to type instead; null for a question that was understood.', example: null })
  readonly example: string | null;

  @ApiProperty({ description: 'All of it in at most 15 lines of 80 columns.', example: 'YES: cart.shop is 10.108.77.34 …' })
  readonly text: string;

  @ApiProperty({ description: 'The same as Markdown.', example: '**YES: cart.shop is 10.108.77.34 …**' })
  readonly markdown: string;
}
