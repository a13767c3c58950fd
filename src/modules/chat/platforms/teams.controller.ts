import type { IncomingHttpHeaders } from 'node:http';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { dialects } from '../../../core/chat/index.js';
import type { Config } from '../../../platform/config.js';
import { CONFIG, Problems, Public, RawBody, RawHeaders, TakesRawBody } from '../../../platform/http/index.js';
import { Answering } from '../answering.js';
import { headerOf, objectOf, required, textAt } from '../request-texts.js';
import { SenderCheck, refusal, requireSecret } from '../sender-check.js';
import { isSame, teamsSignature } from '../signatures.js';
import { anyMessage, signedBody } from './documented.js';
import { teamsTyped } from './typed.js';

/** Teams waits for five seconds and takes no answer later. */
const patience = 4000;

@ApiTags('chat')
@Public()
@Controller('v1/chat/teams')
export class TeamsController {
  constructor(
    private readonly answering: Answering,
    private readonly senders: SenderCheck,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @TakesRawBody()
  @Problems('unauthenticated')
  @signedBody('{"type":"message","id":"1485983408511","timestamp":"2026-11-26T21:10:10.183Z","text":"<at>Foretrace</at> help","from":{"id":"29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw"},"conversation":{"id":"19:253b1f341670408fb6fe51050b6e5ceb@thread.skype"}}')
  @ApiOperation({ operationId: 'answerTeamsMessage', summary: 'Answer an outgoing webhook of Microsoft Teams', description: 'The HMAC over the body is checked. The answer is an Adaptive Card, in the same exchange: Teams takes none later.' })
  @ApiOkResponse(anyMessage)
  async message(@RawBody() body: Buffer, @RawHeaders() headers: IncomingHttpHeaders): Promise<object> {
    const askedAt = performance.now();
    const activity = await this.#check(headers, body);
    const answer = await this.answering.answer({
      platform: 'teams',
      user: required(textAt(activity, 'from', 'aadObjectId') || textAt(activity, 'from', 'id'), 'from.id'),
      channel: required(textAt(activity, 'conversation', 'id').replace(/;messageid=\d+$/, ''), 'conversation.id'),
      line: teamsTyped(textAt(activity, 'text')),
      prefix: '@Foretrace ',
      dialect: dialects.teams,
      isShared: true,
      askedAt,
      patience,
      later: null,
    });
    return answer ?? {};
  }

  async #check(headers: IncomingHttpHeaders, body: Buffer): Promise<object> {
    const secret = requireSecret(this.config.chat.teamsSecret, 'TEAMS_SECRET');
    const [, signature = ''] = /^HMAC +(\S+)$/i.exec(headerOf(headers, 'authorization')) ?? [];
    if (!isSame(signature, teamsSignature(secret, body))) throw refusal('the Authorization header is not the one that Teams would send: HMAC <base64>');
    const activity = objectOf(body);
    const timestamp = textAt(activity, 'timestamp') || textAt(activity, 'localTimestamp');
    await this.senders.letIn('teams', timestamp, Date.parse(timestamp), body);
    return activity;
  }
}
