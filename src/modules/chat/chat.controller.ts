import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { dialects, writeAnswer, type ChatAnswer, type Surroundings } from '../../core/chat/index.js';
import { invariant } from '../../core/errors.js';
import type { Config } from '../../platform/config.js';
import { CONFIG, Caller, Renders, RequiresRole, type Principal } from '../../platform/http/index.js';
import { ChatDesk } from './chat-desk.js';
import { ChatQuestionDto, ChatReplyDto } from './chat.dto.js';

@ApiTags('chat')
@Controller('v1/chat')
export class ChatController {
  constructor(
    private readonly desk: ChatDesk,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @RequiresRole('viewer')
  @Renders<ChatReplyDto>({ markdown: ({ markdown }) => markdown, text: ({ text }) => text })
  @ApiOperation({
    operationId: 'askInChat',
    summary: 'Answer a line of chat',
    description:
      'For bots that pass on what people type: Hubot, Errbot, Botkube, n8n. `help` tells what can be asked. The answer is the verdict, why, what to do, what decided, the snapshot with its age, and a link that reproduces it; in at most 15 lines. ' +
      'What is not understood is answered too, with a line that works. The caller’s role decides what is told.',
  })
  @ApiOkResponse({ type: ChatReplyDto, description: 'The answer.' })
  async ask(@Body() { text, user, channel }: ChatQuestionDto, @Caller() caller: Principal | undefined): Promise<ChatReplyDto> {
    invariant(caller !== undefined, 'a route with a role has a caller');
    const answer = await this.desk.answer(text, { caller, platform: `token ${caller.name}`, channel: channel ?? user ?? '', prefix: '' });
    return replyOf(answer, this.desk.surroundings(answer), this.config.chat.publicUrl);
  }
}

function replyOf(answer: ChatAnswer, surroundings: Surroundings, publicUrl: string): ChatReplyDto {
  const { mark, verdict, why, fix, evidence, notes, snapshot, link, picture, example } = answer;
  return {
    mark,
    verdict,
    why,
    fix: fix.length === 0 ? null : fix.map((piece) => (typeof piece === 'string' ? piece : 'code' in piece ? piece.code : piece.strong)).join(''),
    evidence,
    notes,
    snapshot,
    link: link === null ? null : `${publicUrl}${link}`,
    picture: picture === null ? null : (surroundings.pictureUrl ?? `${publicUrl}${picture}`),
    example,
    text: writeAnswer(answer, dialects.text, surroundings),
    markdown: writeAnswer(answer, dialects.markdown, surroundings),
  };
}
