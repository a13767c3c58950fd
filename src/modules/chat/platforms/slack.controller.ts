import type { IncomingHttpHeaders } from 'node:http';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { dialects, shareAction } from '../../../core/chat/index.js';
import type { Config } from '../../../platform/config.js';
import { CONFIG, Problems, Public, RawBody, RawHeaders, TakesRawBody } from '../../../platform/http/index.js';
import { Answering } from '../answering.js';
import type { LateDelivery } from '../later.js';
import { formOf, headerOf, objectOf, required, textAt } from '../request-texts.js';
import { SenderCheck, refusal, requireSecret } from '../sender-check.js';
import { isSame, slackSignature } from '../signatures.js';
import { anyMessage, signedBody } from './documented.js';
import { slackTyped } from './typed.js';

/** Slack waits for three seconds; people for less. */
const patience = 200;
const prefix = '/foretrace ';

@ApiTags('chat')
@Public()
@Controller('v1/chat/slack')
export class SlackController {
  constructor(
    private readonly answering: Answering,
    private readonly senders: SenderCheck,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('commands')
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('token=…&team_id=T0001&channel_id=C2147483705&user_id=U2147483697&command=%2Fforetrace&text=help&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1234%2F5678&trigger_id=13345224609.738474920.8088930838d88f008e0')
  @ApiOperation({ operationId: 'answerSlackCommand', summary: 'Answer a slash command of Slack', description: 'Slack’s signature over the body is checked. What takes long is acknowledged, and posted to the `response_url` of Slack later.' })
  @ApiOkResponse(anyMessage)
  async command(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    const askedAt = performance.now();
    await this.#check(headers, body);
    const form = formOf(body);
    if (form.get('ssl_check') === '1') return {};
    const answer = await this.answering.answer({
      platform: 'slack',
      user: required(form.get('user_id') ?? '', 'user_id'),
      channel: required(form.get('channel_id') ?? '', 'channel_id'),
      line: slackTyped(form.get('text') ?? ''),
      prefix,
      dialect: dialects.slack,
      isShared: false,
      askedAt,
      patience,
      later: laterAt(form.get('response_url') ?? ''),
    });
    return answer ?? { response_type: 'ephemeral', text: 'Looking into it …' };
  }

  @Post('interactions')
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('payload=%7B%22type%22%3A%22block_actions%22%7D')
  @ApiOperation({ operationId: 'answerSlackInteraction', summary: 'Take a button of Slack', description: 'The button under a private answer shows it to the channel, pinned to its snapshot.' })
  @ApiOkResponse(anyMessage)
  async interaction(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    await this.#check(headers, body);
    const payload = objectOf(Buffer.from(formOf(body).get('payload') ?? ''));
    const later = laterAt(textAt(payload, 'response_url'));
    if (textAt(payload, 'actions', 0, 'action_id') !== shareAction || later === null) return {};
    this.answering.answerLater(
      {
        platform: 'slack',
        user: required(textAt(payload, 'user', 'id'), 'user.id'),
        channel: required(textAt(payload, 'channel', 'id'), 'channel.id'),
        line: textAt(payload, 'actions', 0, 'value'),
        prefix,
        dialect: dialects.slack,
        isShared: true,
      },
      later,
    );
    return {};
  }

  @Post('events')
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('{"type":"url_verification","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}')
  @ApiOperation({ operationId: 'answerSlackEvent', summary: 'Take an event of Slack', description: '`url_verification` is answered with its challenge. Other events are acknowledged: answers to commands need none.' })
  @ApiOkResponse(anyMessage)
  async event(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    await this.#check(headers, body);
    const event = objectOf(body);
    const challenge = textAt(event, 'challenge');
    return textAt(event, 'type') === 'url_verification' ? { challenge: required(challenge, 'challenge') } : {};
  }

  async #check(headers: IncomingHttpHeaders, body: Buffer): Promise<void> {
    const secret = requireSecret(this.config.chat.slackSigningSecret, 'SLACK_SIGNING_SECRET');
    const timestamp = headerOf(headers, 'x-slack-request-timestamp');
    if (!/^\d{1,12}$/.test(timestamp)) throw refusal('the request has no X-Slack-Request-Timestamp');
    if (!isSame(headerOf(headers, 'x-slack-signature'), slackSignature(secret, timestamp, body))) throw refusal('the X-Slack-Signature is not the one that Slack would send');
    await this.senders.letIn('slack', timestamp, Number(timestamp) * 1000, body);
  }
}


/** Slack’s own, and nothing else. */
function laterAt(url: string): LateDelivery | null {
  return url === '' ? null : { url, method: 'POST', allowed: 'https://hooks.slack.com/' };
}
