import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import { ChatChannelEntity } from './entities/chat-channel.entity.js';

/** A channel of a chat, by the name that its platform gives it. */
export interface ChatChannel {
  readonly platform: string;
  readonly channel: string;
}

/** What a channel asks about where it does not say so. */
export interface ChannelDefaults {
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** How long a request is remembered: longer than any platform's requests are good for. */
const lifetime = '15 minutes';

/** What the service remembers of chats. */
@Injectable()
export class ChatStore {
  constructor(private readonly database: Database) {}

  async defaultsOf({ platform, channel }: ChatChannel): Promise<ChannelDefaults> {
    const known = await this.database.manager.findOneBy(ChatChannelEntity, { platform, channel });
    return { cluster: known?.cluster ?? null, namespace: known?.namespace ?? null };
  }

  /** Defaults that say nothing are forgotten. */
  async remember({ platform, channel }: ChatChannel, { cluster, namespace }: ChannelDefaults): Promise<void> {
    if (cluster === null && namespace === null) await this.database.manager.delete(ChatChannelEntity, { platform, channel });
    else await this.database.manager.upsert(ChatChannelEntity, { platform, channel, cluster, namespace }, ['platform', 'channel']);
  }

  /** Whether this request comes for the first time, to whichever process. */
  async isFirst(digest: string): Promise<boolean> {
    const claimed = await this.database.manager.query<unknown[]>('INSERT INTO chat_request (digest) VALUES ($1) ON CONFLICT DO NOTHING RETURNING digest', [digest]);
    return claimed.length > 0;
  }

  /** Forgets the requests that are good for nothing any more. */
  async forgetRequests(): Promise<void> {
    await this.database.manager.query(`DELETE FROM chat_request WHERE seen_at < now() - interval '${lifetime}'`);
  }
}
