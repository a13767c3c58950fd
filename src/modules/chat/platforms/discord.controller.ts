import type { IncomingHttpHeaders } from 'node:http';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { dialects } from '../../../core/chat/index.js';
import { InputError } from '../../../core/errors.js';
import type { Config } from '../../../platform/config.js';
import { CONFIG, Problems, Public, RawBody, RawHeaders, TakesRawBody } from '../../../platform/http/index.js';
import { Answering } from '../answering.js';
import type { LateDelivery } from '../later.js';
import { headerOf, objectOf, required, textAt, valueAt } from '../request-texts.js';
import { SenderCheck, refusal, requireSecret } from '../sender-check.js';
import { isSignedByDiscord } from '../signatures.js';
import { anyMessage, signedBody } from './documented.js';

/** Discord waits for three seconds. */
const patience = 200;

/** Source: docs.discord.com, “Receiving and responding to interactions”, interaction type and interaction callback type. */
const asked = { ping: 1, command: 2 } as const;
const answered = { pong: 1, message: 4, deferred: 5 } as const;
const ephemeral = 64;

@ApiTags('chat')
@Public()
@Controller('v1/chat/discord')
export class DiscordController {
  constructor(
    private readonly answering: Answering,
    private readonly senders: SenderCheck,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('{"type":1,"id":"786008729715212338","application_id":"845027738276462632","token":"…","version":1}')
  @ApiOperation({ operationId: 'answerDiscordInteraction', summary: 'Answer an interaction of Discord', description: 'Discord’s Ed25519 signature over the body is checked. PING is answered, and so is a command with a text option; what takes long is deferred, and edited in later.' })
  @ApiOkResponse(anyMessage)
  async interaction(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    const askedAt = performance.now();
    await this.#check(headers, body);
    const interaction = objectOf(body);
    const type = valueAt(interaction, 'type');
    if (type === asked.ping) return { type: answered.pong };
    if (type !== asked.command) throw new InputError('invalid-body', 'an interaction is PING (1) or an application command (2) here', [{ pointer: '/type', detail: 'must be 1 or 2' }]);
    const answer = await this.answering.answer({
      platform: 'discord',
      user: required(textAt(interaction, 'member', 'user', 'id') || textAt(interaction, 'user', 'id'), 'user.id'),
      channel: required(textAt(interaction, 'channel_id') || textAt(interaction, 'channel', 'id'), 'channel_id'),
      line: lineOf(valueAt(interaction, 'data', 'options')),
      prefix: '/foretrace ',
      dialect: dialects.discord,
      isShared: false,
      askedAt,
      patience,
      later: laterOf(interaction),
    });
    return answer === undefined ? { type: answered.deferred, data: { flags: ephemeral } } : { type: answered.message, data: answer };
  }

  async #check(headers: IncomingHttpHeaders, body: Buffer): Promise<void> {
    const key = requireSecret(this.config.chat.discordPublicKey, 'DISCORD_PUBLIC_KEY');
    const timestamp = headerOf(headers, 'x-signature-timestamp');
    if (!/^\d{1,12}$/.test(timestamp) || !isSignedByDiscord(key, timestamp, body, headerOf(headers, 'x-signature-ed25519'))) throw refusal('the request is not signed by Discord');
    await this.senders.letIn('discord', timestamp, Number(timestamp) * 1000, body);
  }
}

/** What was typed: the texts of the options, behind the name of a subcommand if there is one. */
function lineOf(options: unknown, depth = 0): string {
  if (!Array.isArray(options) || depth > 2) return '';
  return options.slice(0, 25).map((option: unknown) => {
    const value = valueAt(option, 'value');
    return value === undefined ? `${textAt(option, 'name')} ${lineOf(valueAt(option, 'options'), depth + 1)}` : typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  }).join(' ');
}

/** Where the first answer is edited; null where the interaction does not tell. */
function laterOf(interaction: object): LateDelivery | null {
  const [application, token] = [textAt(interaction, 'application_id'), textAt(interaction, 'token')];
  if (!/^\d{1,32}$/.test(application) || !/^[\w.-]{1,512}$/.test(token)) return null;
  return { url: `https://discord.com/api/v10/webhooks/${application}/${token}/messages/@original`, method: 'PATCH', allowed: 'https://discord.com/api/v10/webhooks/' };
}
