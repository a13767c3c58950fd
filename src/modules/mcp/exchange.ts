import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** The HTTP exchange as the protocol's library takes it. */
export interface Exchange {
  /** With the headers that the protocol reads; its signal aborts when the caller leaves. */
  readonly request: Request;
  readonly headers: IncomingHttpHeaders;
}

const read = /^(accept|content-type|mcp-[a-z\d-]+)$/;

/** Parameter: the {@link Exchange}. Its body is not in it, as that has been read. */
export const McpExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort();
  });
  const told = Object.entries(headers).flatMap(([name, value]) => (read.test(name) && value !== undefined ? [[name, String(value)] as [string, string]] : []));
  return { headers, request: new Request('http://localhost/mcp', { method, headers: told, signal: left.signal }) };
});
