import type { Socket } from 'node:net';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Config } from '../config.js';
import { Metrics } from '../metrics.js';
import { takeBodies } from './body.js';
import { logStream } from './log-stream.js';
import { NestLog } from './nest-log.js';
import { serveDocument } from './openapi.js';
import { sendError } from './problem.filter.js';
import { requestIdHeader, requestIdOf } from './request-id.js';
import { RequestLog, describeRequest } from './request-log.js';
import { Revalidation } from './revalidation.js';
import { RouteTable } from './route-table.js';
import { securityHeaders } from './security-headers.js';
import { Shutdown } from './shutdown.js';

const MAX_PARAM_LENGTH = 1024;
const REQUEST_TIMEOUT_MS = 600_000;

/**
 * The application with its HTTP platform, not yet listening. `root` imports `HttpModule` and a database.
 *
 * @param root what to serve
 */
export async function createApp(root: Type | DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const log = new RequestLog();
  const adapter = createAdapter(config, log);
  const instance = adapter.getInstance<FastifyInstance>();
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { bodyParser: false, abortOnError: false, logger: new NestLog(instance.log) });
  takeBodies(instance, config.bodyMaxBytes);
  measure(instance, app.get(Metrics), log);
  answerUnchanged(instance, app.get(Revalidation));
  beginAnswers(instance);
  rememberRoutes(instance, app.get(RouteTable));
  partOnShutdown(instance, app.get(Shutdown));
  serveDocument(app);
  return app;
}

function createAdapter(config: Config, log: RequestLog): FastifyAdapter {
  const options: FastifyServerOptions = {
    logger: { level: config.logLevel, serializers: { err: describeError, req: describeRequest }, stream: logStream },
    logController: log,
    schemaController: { compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas } },
    requestIdHeader: false,
    genReqId: ({ headers }) => requestIdOf(headers[requestIdHeader]),
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, request, reply) => sendError(error, request, reply),
    clientErrorHandler: refuseConnection,
  };
  return new FastifyAdapter(options);
}

/** Bodies are checked by their DTOs. Without this Fastify loads what compiles schemas, for routes that have none. */
function refuseSchemas(): never {
  throw new Error('a route has a DTO, not a schema of Fastify');
}

/** Never the properties of an error: a failed SQL statement carries its parameters there, which are callers' data. */
function describeError(error: Error): { type: string; message: string; stack: string } {
  return { type: error.name, message: error.message, stack: error.stack ?? '' };
}

/** What is no HTTP has no request to answer: the problem goes straight to the socket. */
function refuseConnection(this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({ type: 'about:blank', title, status, requestId: requestIdOf(undefined) });
  this.log.debug({ err: error }, 'no HTTP');
  socket.end(`HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);
}

/** Before all that others need: their way to an answer costs more than such an answer does. Where this fails, that way tells why. */
function answerUnchanged(instance: FastifyInstance, revalidation: Revalidation): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (request.headers['if-none-match'] === undefined) {
      done();
      return;
    }
    const goOn = () => done();
    revalidation.answer(request, reply).then((answered) => (answered ? undefined : goOn()), goOn);
  });
}

/** What every answer has, whatever comes of it. */
function beginAnswers(instance: FastifyInstance): void {
  const headers = securityHeaders();
  instance.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header(requestIdHeader, request.id);
    done();
  });
}

function measure(instance: FastifyInstance, metrics: Metrics, log: RequestLog): void {
  instance.addHook('onRequest', (request, reply, done) => {
    metrics.requestsInFlight.inc();
    reply.raw.on('close', () => {
      metrics.requestsInFlight.dec();
      log.requestClosed(request, reply);
    });
    done();
  });
  instance.addHook('onResponse', (request, reply, done) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    metrics.requestDuration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
}

function rememberRoutes(instance: FastifyInstance, routes: RouteTable): void {
  instance.addHook('onRoute', ({ method, url }) => routes.add(method, url));
}

/** An answer given while the service stops is the last on its connection, which would otherwise be waited for. */
function partOnShutdown(instance: FastifyInstance, shutdown: Shutdown): void {
  instance.addHook('onSend', (_, reply, payload, done) => {
    if (shutdown.signal.aborted) void reply.header('connection', 'close');
    done(null, payload);
  });
}
