import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { problemOf, troubleOf } from './problem.js';
import type { Principal } from './principal.js';

/** Who acts in a request that the service asks of itself. Nothing that comes in over the network can set it. */
const acting = new AsyncLocalStorage<Principal>();

/** The caller of the request at hand, where the service itself asks in their name; undefined for a request of the network. */
export function inwardCaller(): Principal | undefined {
  return acting.getStore();
}

/** What a path of the service answered. */
export interface InwardAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Where the same answer, or what was made, is from now on; null where the path itself is that. */
  readonly location: string | null;
}

/** A request that the service asks of itself. */
export interface InwardRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Lets one module read what another answers, as a caller would: through the same routes, with the same rights, checks and errors, and so to the same
 * bytes as the link that the reader gets. Nothing goes over the network.
 */
@Injectable()
export class Inward {
  constructor(private readonly host: HttpAdapterHost) {}

  /** The JSON of a `GET` of `path` in the name of `caller`. */
  read(caller: Principal, path: string): Promise<InwardAnswer> {
    return this.ask(caller, { method: 'GET', path });
  }

  /** The JSON that a request in the name of `caller` is answered with. */
  async ask(caller: Principal, { method, path, body, headers: more = {} }: InwardRequest): Promise<InwardAnswer> {
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    try {
      // The request begins when it is awaited, which has to be within.
      const { statusCode, payload, headers } = await acting.run(caller, async () => await instance.inject({ method, url: path, headers: { accept: 'application/json', host: 'localhost', ...more }, ...(body !== undefined && { payload: body }) }));
      return { status: statusCode, body: payload === '' ? null : (JSON.parse(payload) as unknown), location: (headers['content-location'] ?? headers.location ?? null) };
    } catch (error) {
      const problem = problemOf(troubleOf(error), { url: path, id: '' });
      return { status: problem.status, body: problem, location: null };
    }
  }
}
