import type { FastifyRequest } from 'fastify';

/** What the log tells of a request: as Fastify does it, without the signature of a link, by which whoever reads the log could come in. */
export function describeRequest({ method, url, host, ip, socket }: Pick<FastifyRequest, 'method' | 'url' | 'host' | 'ip' | 'socket'>): Record<string, unknown> {
  return { method, url: url.replace(/([?&]sig=)[^&]*/g, '$1…'), host, remoteAddress: ip, remotePort: socket.remotePort };
}
