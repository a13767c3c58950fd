import type { IncomingHttpHeaders } from 'node:http';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { dialects } from '../../../core/chat/index.js';
import type { Config } from '../../../platform/config.js';
import { CONFIG, Problems, Public, RawBody, RawHeaders, TakesRawBody } from '../../../platform/http/index.js';
import { Answering } from '../answering.js';
import { formOf, headerOf, required } from '../request-texts.js';
import { SenderCheck, refusal, requireSecret } from '../sender-check.js';
import { isSame } from '../signatures.js';
import { anyMessage, signedBody } from './documented.js';

/** With a place for later answers, and without: Mattermost waits for three seconds. */
const patience = { short: 200, long: 2500 };

@ApiTags('chat')
@Public()
@Controller('v1/chat/mattermost')
export class MattermostController {
  constructor(
    private readonly answering: Answering,
    private readonly senders: SenderCheck,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('channel_id=jwf98w3ofe8bp&command=%2Fforetrace&response_url=https%3A%2F%2Fchat.example.com%2Fhooks%2Fcommands%2Fxyz&team_id=fn8apscm3&text=help&token=…&trigger_id=…&user_id=cheegkdfq3')
  @ApiOperation({ operationId: 'answerMattermostCommand', summary: 'Answer a slash command of Mattermost', description: 'The token of the command is checked. What takes long is acknowledged, and posted to the `response_url` later, if that is of MATTERMOST_URL.' })
  @ApiOkResponse(anyMessage)
  async command(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    const askedAt = performance.now();
    const form = await this.#check(headers, body);
    const { mattermostUrl } = this.config.chat;
    const url = form.get('response_url') ?? '';
    const later = mattermostUrl === '' || url === '' ? null : ({ url, method: 'POST', allowed: `${mattermostUrl}/hooks/` } as const);
    const answer = await this.answering.answer({
      platform: 'mattermost',
      user: required(form.get('user_id') ?? '', 'user_id'),
      channel: required(form.get('channel_id') ?? '', 'channel_id'),
      line: form.get('text') ?? '',
      prefix: '/foretrace ',
      dialect: dialects.mattermost,
      isShared: false,
      askedAt,
      patience: later === null ? patience.long : patience.short,
      later,
    });
    return answer ?? { response_type: 'ephemeral', text: 'Looking into it …' };
  }

  /** Every request has a trigger of its own, in which its time stands: `base64(id:user:milliseconds:signature)`. Source: mattermost/mattermost server/public/model/integration_action.go, GenerateTriggerId. */
  async #check(headers: IncomingHttpHeaders, body: Buffer): Promise<URLSearchParams> {
    const { mattermostTokens } = this.config.chat;
    requireSecret(mattermostTokens[0] ?? '', 'MATTERMOST_TOKENS');
    const [, token = ''] = /^Token +(\S+)$/i.exec(headerOf(headers, 'authorization')) ?? [];
    // All are compared, so that the time taken tells nothing.
    if (mattermostTokens.filter((known) => isSame(known, token)).length === 0) throw refusal('the Authorization header holds no token of a slash command: Token <token>');
    const form = formOf(body);
    const sentAt = Buffer.from(form.get('trigger_id') ?? '', 'base64').toString().split(':')[2] ?? '';
    await this.senders.letIn('mattermost', '', /^\d{13}$/.test(sentAt) ? Number(sentAt) : NaN, body);
    return form;
  }
}
