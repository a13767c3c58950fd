import { LogController, type FastifyReply, type FastifyRequest } from 'fastify';

/** What the log tells of a request: as Fastify does it, without the signature of a link, by which whoever reads the log could come in. */
export function describeRequest({ method, url, host, ip, socket }: Pick<FastifyRequest, 'method' | 'url' | 'host' | 'ip' | 'socket'>): Record<string, unknown> {
  return { method, url: url.includes('sig=') ? url.replace(/([?&]sig=)[^&]*/g, '$1…') : url, host, remoteAddress: ip, remotePort: socket.remotePort };
}

/** One line for each request, when it has ended: what was asked and what came of it. That it came is told in advance at the level `debug` alone. */
export class RequestLog extends LogController {
  /** Those that ended before the end of their answer, which {@link requestClosed} would tell, too. Not all: garbage collection takes its time for what is held weakly. */
  readonly #told = new WeakSet<FastifyRequest>();

  override incomingRequest(request: FastifyRequest): void {
    request.log.debug({ req: request }, 'incoming request');
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    if (!reply.raw.writableFinished) this.#told.add(request);
    const told = { req: request, res: reply, responseTime: reply.elapsedTime };
    if (error) reply.log.error({ ...told, err: error }, 'request errored');
    else reply.log.info(told, 'request completed');
  }

  /** Nothing more can be sent: the caller has left before the end of the answer, unless that was sent or told. */
  requestClosed(request: FastifyRequest, reply: FastifyReply): void {
    if (reply.raw.writableFinished || this.#told.has(request)) return;
    reply.log.info({ req: request, responseTime: reply.elapsedTime }, 'request aborted');
  }
}
