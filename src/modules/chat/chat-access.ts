import { Inject, Injectable } from '@nestjs/common';
import { chatAnswer, type ChatAnswer } from '../../core/chat/index.js';
import type { ChatAccess, ChatPlatform } from '../../platform/chat-config.js';
import type { Config } from '../../platform/config.js';
import { CONFIG, type Principal } from '../../platform/http/index.js';

/** A person in a channel, by the ids of their platform. */
export interface Somebody {
  readonly user: string;
  readonly channel: string;
}

/** Who may ask about what: what is said of the user goes before what is said of the channel, and that before what is said of everyone. */
@Injectable()
export class ChatAccessList {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Undefined for whom nobody has named: they are told nothing. */
  callerOf(platform: ChatPlatform, { user, channel }: Somebody): Principal | undefined {
    const entry = this.#entryOf(platform, user) ?? this.#entryOf(platform, channel) ?? this.#entryOf(platform, '*');
    return entry === undefined ? undefined : { name: `${platform}:${user}`, role: entry.role, ...(entry.clusters !== null && { clusters: entry.clusters }) };
  }

  #entryOf(platform: ChatPlatform, who: string): ChatAccess | undefined {
    return this.config.chat.access.find((entry) => entry.platform === platform && entry.who === who);
  }
}

/** What somebody is told whom nobody has named: what to ask of whoever runs the service. */
export function nothingFor(platform: ChatPlatform, { user, channel }: Somebody): ChatAnswer {
  return chatAnswer({
    mark: 'unclear',
    verdict: 'Nobody has said what this channel or you may ask about.',
    fix: ['Whoever runs the service adds one of these to CHAT_ACCESS: ', { code: `${platform}:viewer:CLUSTER:${channel}` }, ' or ', { code: `${platform}:viewer:CLUSTER:${user}` }],
  });
}
