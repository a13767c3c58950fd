import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { InputError } from '../../core/errors.js';
import { sha256 } from '../../core/hash.js';
import { IdempotencyStore, type StoredResponse } from '../database/index.js';
import { IDEMPOTENT } from './idempotent.decorator.js';
import { Located } from './located.js';
import { canonicalUrl } from './request.js';

/** Sees to it that a request with an `Idempotency-Key` is done once. An error is not kept: the same key may try again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || this.reflector.get<unknown>(IDEMPOTENT, context.getHandler()) === undefined) return next.handle();
    const use = { principal: request.principal?.name ?? 'anonymous', key: readKey(key) };
    const found = await this.store.begin(use, fingerprintOf(request));
    switch (found.state) {
      case 'mismatch':
        throw new InputError('idempotency-mismatch', `the Idempotency-Key ${use.key} came with another request before`);
      case 'in-progress':
        throw new InputError('idempotency-in-progress', `the first request with the Idempotency-Key ${use.key} has not ended yet`);
      case 'replay':
        return of(replay(found.response, reply));
      case 'fresh':
        try {
          const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
          await this.store.complete(use, record(answer, reply.statusCode));
          return of(answer);
        } catch (error) {
          await this.store.abandon(use);
          throw error;
        }
    }
  }
}

function readKey(key: string | string[]): string {
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new InputError('invalid-request', 'Idempotency-Key is 1 to 255 visible ASCII characters, and stands once');
}

function fingerprintOf(request: FastifyRequest): string {
  const body = request.upload?.sha256 ?? JSON.stringify(request.body ?? null);
  return sha256(JSON.stringify([request.method, canonicalUrl(request), request.headers['content-type'] ?? '', request.headers.prefer ?? '', body]));
}

function record(answer: unknown, status: number): StoredResponse {
  if (!(answer instanceof Located)) return { status, headers: {}, body: JSON.stringify(answer ?? null) };
  return { status: answer.status, headers: { location: answer.location }, body: JSON.stringify(answer.body) };
}

function replay({ status, headers, body }: StoredResponse, reply: FastifyReply): unknown {
  void reply.status(status).header('idempotency-replayed', 'true');
  const answer = JSON.parse(body) as unknown;
  const { location } = headers;
  return location === undefined ? answer : new Located(status === 202 ? 202 : 201, location, answer);
}
