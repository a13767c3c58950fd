import { Injectable } from '@nestjs/common';
import { chatAnswer, writeAnswer, type ChatAnswer, type Dialect } from '../../core/chat/index.js';
import type { ChatPlatform } from '../../platform/chat-config.js';
import { ChatAccessList, nothingFor, type Somebody } from './chat-access.js';
import { ChatDesk } from './chat-desk.js';
import { Later, type LateDelivery } from './later.js';

/** A line that came from a platform, whose sender is known to be the platform. */
export interface Typed<T extends object> extends Somebody {
  readonly platform: ChatPlatform;
  readonly line: string;
  readonly prefix: string;
  readonly dialect: Dialect<T>;
  readonly isShared: boolean;
}

/** One whose platform waits. */
export interface Awaited<T extends object> extends Typed<T> {
  /** When the request came, by `performance.now()`. */
  readonly askedAt: number;
  /** Milliseconds for which the platform is left waiting, from then on. */
  readonly patience: number;
  /** Where the answer goes if it takes longer; null where the platform takes none later. */
  readonly later: LateDelivery | null;
}

/** Answers what came from a platform: at once, or later where that takes long. */
@Injectable()
export class Answering {
  constructor(
    private readonly access: ChatAccessList,
    private readonly desk: ChatDesk,
    private readonly later: Later,
  ) {}

  /** The message; undefined where it follows later. */
  async answer<T extends object>(typed: Awaited<T>): Promise<T | undefined> {
    const { dialect, isShared, askedAt, patience, later } = typed;
    const message = this.#answerOf(typed).then((answer) => this.#write(answer, dialect, isShared));
    const soon = await this.later.within(Math.max(0, askedAt + patience - performance.now()), message);
    if (soon !== undefined) return soon;
    if (later === null) {
      // Nobody waits for it any more.
      message.catch(() => undefined);
      return this.#write(tooLong, dialect, isShared);
    }
    this.later.deliver(message, later);
    return undefined;
  }

  /** The message, whenever it is there, goes where it is told. */
  answerLater<T extends object>(typed: Typed<T>, to: LateDelivery): void {
    this.later.deliver(this.#answerOf(typed).then((answer) => this.#write(answer, typed.dialect, typed.isShared)), to);
  }

  async #answerOf({ platform, line, prefix, user, channel }: Typed<object>): Promise<ChatAnswer> {
    const caller = this.access.callerOf(platform, { user, channel });
    return caller === undefined ? nothingFor(platform, { user, channel }) : this.desk.answerAnyway(line, { caller, platform, channel, prefix });
  }

  #write<T extends object>(answer: ChatAnswer, dialect: Dialect<T>, isShared: boolean): T {
    return writeAnswer(answer, dialect, this.desk.surroundings(answer), { isShared });
  }
}

const tooLong: ChatAnswer = chatAnswer({ mark: 'unknown', verdict: 'The answer takes longer than this platform waits.', fix: ['Ask again in a minute, or ask for less: one namespace, one Service.'] });
