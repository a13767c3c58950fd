import { Injectable, StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { InputError } from '../../core/errors.js';
import { sha256 } from '../../core/hash.js';
import { Painter, readScale } from '../pictures/index.js';
import { version } from '../version.js';
import { isRead, namesTag } from './entity-tag.js';
import { Located } from './located.js';
import { Pinned } from './pinned.js';
import { RAW_ANSWER } from './raw-answer.decorator.js';
import { chooseRendering, renderings, type RenderingName } from './rendering.js';
import { RENDERERS, offeredBy, type Renderers } from './renders.decorator.js';
import { canonicalUrl, withQuery } from './request.js';
import { Revalidation } from './revalidation.js';

/** Chooses the rendering before the work is done, and renders what the handler answers: body, `Content-Type`, `Location`, and for a snapshot the validators. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly painter: Painter,
    private readonly revalidation: Revalidation,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    // A snapshot can be deleted, all else can change; and what one caller may read is for no cache that others share.
    void reply.header('cache-control', 'private, no-cache');
    const raw = this.reflector.get<string | null | undefined>(RAW_ANSWER, context.getHandler());
    if (raw !== undefined) {
      if (raw !== null) void reply.type(raw);
      return next.handle();
    }
    const renderers = this.reflector.get<Renderers<unknown> | undefined>(RENDERERS, context.getHandler());
    const rendering = chooseRendering(offeredBy(renderers), request.headers.accept, request.controls?.format);
    request.rendering = rendering;
    const scale = scaleOf(request, rendering);
    if (renderers !== undefined) void reply.header('vary', 'Accept');
    return next.handle().pipe(concatMap(async (answer: unknown) => {
      tellSnapshot(request, reply);
      if (request.grounds !== undefined) this.revalidation.remember(request, reply, request.grounds);
      if (reply.statusCode === 304) return undefined;
      if (answer instanceof StreamableFile) return answer;
      const body = unpack(answer, request, reply);
      if (body === undefined) return undefined;
      const text = render(body, rendering, renderers);
      if ((request.snapshot !== undefined || answer instanceof Pinned) && isKnown(rendering === 'png' ? `${version} ${scale} ${text}` : text, request, reply)) return undefined;
      if (rendering === 'png') return sendPicture(reply, await this.painter.paint(text, scale));
      void reply.type(`${renderings[rendering].mediaType}; charset=utf-8`);
      return text;
    }));
  }
}

/** @throws InputError `invalid-request` for a scale that is none, or that nothing would heed */
function scaleOf({ controls }: FastifyRequest, rendering: RenderingName): number {
  if (controls?.scale === undefined) return 1;
  if (rendering === 'png') return readScale(controls.scale);
  const detail = `a scale is for image/png, and this is rendered as ${renderings[rendering].mediaType}`;
  throw new InputError('invalid-request', detail, [{ pointer: '?scale', detail }]);
}

function sendPicture(reply: FastifyReply, png: Uint8Array): Uint8Array {
  void reply.type(renderings.png.mediaType);
  return png;
}

/** Says which snapshot it was. */
function tellSnapshot(request: FastifyRequest, reply: FastifyReply): void {
  if (request.snapshot === undefined || request.method === 'DELETE') return;
  const url = canonicalUrl(request);
  if (url !== request.url) void reply.header('content-location', url);
  if (request.etag !== undefined) void reply.header('etag', request.etag);
}

function unpack(answer: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (answer instanceof Pinned) {
    void reply.header('content-location', withQuery(request.url, answer.query));
    return answer.body;
  }
  if (!(answer instanceof Located)) return answer;
  void reply.status(answer.status).header('location', answer.location);
  if (answer.status === 202) void reply.header('preference-applied', 'respond-async');
  return answer.body;
}

/** The text of the answer; of a PNG, the SVG that it is painted from. */
function render(body: unknown, rendering: RenderingName, renderers: Renderers<unknown> | undefined): string {
  if (rendering === 'json' || rendering === 'events') return JSON.stringify(body);
  const renderer = renderers?.[rendering === 'png' ? 'svg' : rendering];
  return renderer === undefined ? JSON.stringify(body) : renderer(body);
}

/** Whether the caller has this answer already: then it is a 304. Sets the ETag in any case. `text` is what the bytes of the answer follow from: a PNG that is known is not painted. */
function isKnown(text: string, request: FastifyRequest, reply: FastifyReply): boolean {
  if (!isRead(request.method)) return false;
  const etag = request.etag ?? `"${sha256(text).slice(0, 32)}"`;
  void reply.header('etag', etag);
  const known = namesTag(request.headers['if-none-match'], etag);
  if (known) void reply.status(304);
  return known;
}
