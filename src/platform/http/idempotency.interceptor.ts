import { randomUUID } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { InputError } from '../../core/errors.js';
import { sha256 } from '../../core/hash.js';
import { IdempotencyStore, OperationStore, type IdempotencyKey, type OperationRecord, type SnapshotRecord, type StoredResponse } from '../database/index.js';
import { operationOf } from './dto/operation.dto.js';
import { snapshotOf } from './dto/snapshot.dto.js';
import { IDEMPOTENT } from './idempotent.decorator.js';
import { Located, accepted, created } from './located.js';
import { prefersAsync } from './prefer.js';
import { canonicalUrl } from './request.js';

/** Sees to it that a request with an `Idempotency-Key` is done once. An error is not kept: the same key may try again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
    private readonly operations: OperationStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const key = request.headers['idempotency-key'];
    if (key === undefined || this.reflector.get<unknown>(IDEMPOTENT, context.getHandler()) === undefined) return next.handle();
    const use = { principal: request.principal?.name ?? 'anonymous', key: readKey(key) };
    const operationId = randomUUID();
    const found = await this.store.begin(use, fingerprintOf(request), operationId);
    switch (found.state) {
      case 'mismatch':
        throw new InputError('idempotency-mismatch', `the Idempotency-Key ${use.key} came with another request before`);
      case 'in-progress':
        return this.#goOn(use, found.operationId, context, next);
      case 'replay':
        return of(replay(found.response, reply));
      case 'fresh':
        request.operationId = operationId;
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

  /** Answers from the operation that the first request began, where that died before it could answer itself. */
  async #goOn(use: IdempotencyKey, operationId: string | undefined, context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const operation = operationId === undefined ? undefined : await this.operations.find(operationId);
    const isAsync = prefersAsync(context.switchToHttp().getRequest<FastifyRequest>().headers.prefer);
    if (operation !== undefined && !isAsync && (operation.status === 'failed' || operation.status === 'cancelled')) {
      await this.store.abandon(use);
      return this.intercept(context, next);
    }
    if (operation === undefined || (!isAsync && operation.status !== 'succeeded')) {
      throw new InputError('idempotency-in-progress', `the first request with the Idempotency-Key ${use.key} has not ended yet`);
    }
    const answer = isAsync ? accepted(`/v1/operations/${operation.id}`, operationOf(operation)) : storedBy(operation);
    const response = record(answer, answer.status);
    await this.store.complete(use, response);
    return of(replay(response, context.switchToHttp().getResponse<FastifyReply>()));
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

/** What an operation that has stored a snapshot is answered with. */
function storedBy({ result }: OperationRecord): Located<unknown> {
  const snapshot = result as SnapshotRecord;
  return created(`/v1/clusters/${snapshot.cluster}/snapshots/${snapshot.number}`, snapshotOf(snapshot));
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
