import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { InputError } from '../../core/errors.js';
import type { Config } from '../config.js';
import { SettingStore, type Page, type PageRequest } from '../database/index.js';
import { CONFIG } from './config.token.js';
import { openCursor, sealCursor } from './cursor.js';
import { DEFAULT_LIMIT, MAX_LIMIT, PAGED } from './page.js';
import { canonicalUrl } from './request.js';

/** Reads `limit` and `cursor`, and signs the `next` of the page that the handler answers. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  #secret: Promise<string | Buffer> | undefined;

  constructor(
    private readonly reflector: Reflector,
    private readonly settings: SettingStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<Page<unknown>>): Promise<Observable<unknown>> {
    if (this.reflector.get<unknown>(PAGED, context.getHandler()) === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const secret = await this.#signingSecret();
    const list = listOf(canonicalUrl(request));
    request.page = readPage(request.controls ?? {}, (cursor) => openCursor(cursor, list, secret));
    return next.handle().pipe(map((page) => ({ ...page, next: page.next === null ? null : sealCursor(page.next, list, secret) })));
  }

  async #signingSecret(): Promise<string | Buffer> {
    if (this.config.cursorSecret !== undefined) return this.config.cursorSecret;
    this.#secret ??= this.settings.secret('cursor');
    try {
      return await this.#secret;
    } catch (error) {
      this.#secret = undefined;
      throw error;
    }
  }
}

function readPage(controls: { limit?: string; cursor?: string }, open: (cursor: string) => string): PageRequest {
  const limit = readLimit(controls.limit);
  return controls.cursor === undefined ? { limit } : { limit, after: open(controls.cursor) };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_LIMIT) return limit;
  const detail = `limit is a whole number from 1 to ${MAX_LIMIT}, not ${JSON.stringify(text)}`;
  throw new InputError('invalid-request', detail, [{ pointer: '?limit', detail }]);
}

/** What a cursor is bound to: the path and the filters in any order, without what says how much of the list is shown and how. */
function listOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://foretrace');
  for (const name of ['limit', 'cursor', 'format']) searchParams.delete(name);
  searchParams.sort();
  return `${pathname}?${searchParams.toString()}`;
}
