import { Inject, Injectable, Logger } from '@nestjs/common';
import { chatAnswer, converse, type ChatAnswer, type Heard, type Setting, type Surroundings } from '../../core/chat/index.js';
import { Clock } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import { ChatStore, type ChatChannel } from '../../platform/database/index.js';
import { CONFIG, Inward, PictureLinks, troubleOf, type Principal } from '../../platform/http/index.js';

/** Somebody in a channel. */
export interface Asker extends ChatChannel {
  readonly caller: Principal;
  /** What stands before a command on this platform. */
  readonly prefix: string;
}

/** Leads conversations: the core says what it needs to know, and the service's own routes tell it, in the name of who asks. */
@Injectable()
export class ChatDesk {
  readonly #log = new Logger(ChatDesk.name);

  constructor(
    private readonly store: ChatStore,
    private readonly inward: Inward,
    private readonly clock: Clock,
    private readonly links: PictureLinks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a line is answered with. @throws whatever keeps the service from looking up what the channel uses */
  async answer(line: string, { caller, platform, channel, prefix }: Asker): Promise<ChatAnswer> {
    const setting: Setting = { defaults: await this.store.defaultsOf({ platform, channel }), clusters: caller.clusters ?? null, prefix };
    const conversation = converse(line, setting);
    let heard: Heard = { status: 0, body: null };
    for (;;) {
      const step = conversation.next(heard);
      if (step.done === true) return step.value;
      const ask = step.value;
      if (ask.kind === 'read') heard = await this.inward.read(caller, ask.path);
      else await this.store.remember({ platform, channel }, ask.defaults);
    }
  }

  /** As {@link answer}, where nobody is left who could be told of an error but the channel. */
  async answerAnyway(line: string, asker: Asker): Promise<ChatAnswer> {
    try {
      return await this.answer(line, asker);
    } catch (error) {
      const { code, detail } = troubleOf(error);
      if (code === 'internal') this.#log.error(error instanceof Error ? error.stack : String(error));
      return chatAnswer({ mark: 'unknown', verdict: `The service cannot answer just now: ${detail}.` });
    }
  }

  /** When and where an answer is written, and where its picture can be fetched. */
  surroundings({ picture }: ChatAnswer): Surroundings {
    const { publicUrl } = this.config.chat;
    const link = picture === null || publicUrl === '' ? null : this.links.sign(picture);
    return { now: this.clock.now().getTime(), baseUrl: publicUrl, pictureUrl: link === null ? null : `${publicUrl}${link}` };
  }
}
