import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, troubleOf, type Trouble } from './problem.js';
import { RouteTable } from './route-table.js';

/** Turns whatever was thrown into a problem document. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent) return;
    if (error instanceof NotFoundException) this.#sendUnrouted(request, reply);
    else sendError(error, request, reply);
  }

  #sendUnrouted(request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = this.routes.methodsOf(path);
    if (allowed.length === 0 || allowed.includes(request.method)) {
      send({ code: 'not-found', detail: `nothing lives at ${path}; /docs lists all paths`, faults: [] }, request, reply);
    } else {
      void reply.header('allow', allowed.join(', '));
      send({ code: 'method-not-allowed', detail: `${path} takes ${allowed.join(', ')}, not ${request.method}`, faults: [] }, request, reply);
    }
  }
}

/** Answers with the problem that `error` is, and logs it if it is a defect. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const trouble = troubleOf(error);
  if (trouble.code === 'internal') request.log.error({ err: error }, 'defect');
  if (trouble.code === 'unavailable') request.log.warn({ err: error }, 'unavailable');
  send(trouble, request, reply);
}

const seconds: Partial<Record<Trouble['code'], number>> = { unavailable: 5, 'idempotency-in-progress': 1 };

function send(trouble: Trouble, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(trouble, request);
  for (const name of ['etag', 'content-location', 'location', 'preference-applied']) reply.removeHeader(name);
  void reply.header('cache-control', 'no-store').header('x-request-id', request.id);
  const retryAfter = seconds[trouble.code];
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  if (trouble.code === 'unauthenticated') void reply.header('www-authenticate', 'Bearer realm="foretrace"');
  // A body that nobody has read would be taken for the next request on this connection.
  if (!request.raw.complete) void reply.header('connection', 'close');
  void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
