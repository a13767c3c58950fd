import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { of, type Observable } from 'rxjs';
import { sha256 } from '../../core/hash.js';
import { SnapshotStore } from '../database/index.js';
import { version } from '../version.js';
import { OF_SNAPSHOT_ALONE } from './depends-on-snapshot-only.decorator.js';
import { isRead, namesTag } from './entity-tag.js';
import { canonicalUrl } from './request.js';
import { parseSnapshotRef } from './snapshot-ref.js';

/** Finds the snapshot that the path names, before anything else is done; and answers 304 at once where the ETag follows from it. */
@Injectable()
export class SnapshotInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly snapshots: SnapshotStore,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { cluster, snapshot } = request.params as { cluster?: string; snapshot?: string };
    if (cluster === undefined || snapshot === undefined) return next.handle();
    const ref = parseSnapshotRef(snapshot);
    const { record, readouts, identity } = await this.snapshots.findWithReadouts(cluster, ref);
    request.snapshot = record;
    if (isRead(request.method) && this.reflector.get<unknown>(OF_SNAPSHOT_ALONE, context.getHandler()) !== undefined) {
      request.etag = tagOf(request, readouts);
      if (namesTag(request.headers['if-none-match'], request.etag)) {
        request.grounds = { cluster, ref, identity };
        void reply.status(304);
        return of(undefined);
      }
    }
    return next.handle();
  }
}

/**
 * A strong ETag of the answer that is still to be made. The instant of storing tells a snapshot from one of the same number in a cluster
 * that was deleted and made again; the number of its readouts stands for them, as none is taken away; the version of the service for its rules and its wording.
 */
function tagOf(request: FastifyRequest, readouts: number): string {
  return `"${sha256(JSON.stringify([version, request.snapshot?.createdAt, readouts, canonicalUrl(request), request.rendering])).slice(0, 32)}"`;
}
