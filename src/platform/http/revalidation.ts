import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { SnapshotStore, type SnapshotRef } from '../database/index.js';
import { whoCalls } from './auth.guard.js';
import { CONFIG } from './config.token.js';
import { inwardCaller } from './inward.js';
import { requestIdHeader } from './request-id.js';
import { Shutdown } from './shutdown.js';

/** That an answer is unchanged follows from nothing but the request and this. */
export interface Grounds {
  readonly cluster: string;
  readonly ref: SnapshotRef;
  /** See {@link SnapshotStore.identifier}. */
  readonly identity: string;
}

interface Known {
  readonly identity: string;
  /** See {@link SnapshotStore.identifier}. */
  readonly identify: () => Promise<string | undefined>;
  /** Names and values by turns, as `writeHead` takes them. */
  readonly headers: readonly string[];
}

/** So many are remembered, the latest; longer requests are not. */
const most = 1_000;
const longest = 2_048;

/**
 * The requests that were answered 304 because of the snapshot that they name: whoever asks the same again is answered the same once the database has
 * said that it is still that snapshot, with the readouts that it had. Who calls is found out anew each time; what they may do, and whether the request
 * is in order, has been found out before, and follows from the request and the caller alone.
 */
@Injectable()
export class Revalidation {
  readonly #known = new Map<string, Known>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly snapshots: SnapshotStore,
    private readonly shutdown: Shutdown,
  ) {}

  /** Answers the request, if it can: else false, and all is left to others. Past Fastify, as its way of sending costs more than all else here; it logs and measures the answer as any other. */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const name = this.#nameOf(request);
    const known = name === undefined ? undefined : this.#known.get(name);
    if (name === undefined || known === undefined) return false;
    if ((await known.identify()) !== known.identity) {
      this.#known.delete(name);
      return false;
    }
    // The last answer on its connection says so.
    if (this.shutdown.signal.aborted) return false;
    reply.hijack();
    reply.raw.writeHead(304, [...known.headers, requestIdHeader, request.id]).end();
    return true;
  }

  /** To be told of each 304 that has such grounds, when its headers are set. */
  remember(request: FastifyRequest, reply: FastifyReply, { cluster, ref, identity }: Grounds): void {
    const name = this.#nameOf(request);
    if (name === undefined || name.length > longest) return;
    const headers = Object.entries(reply.getHeaders()).flatMap(([header, value]) => (header === requestIdHeader || value === undefined ? [] : [header, String(value)]));
    this.#known.set(name, { identity, identify: this.snapshots.identifier(cluster, ref), headers });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
  }

  /** All that the answer follows from, besides the snapshot; undefined for a request that is no such, or whose caller is not known. */
  #nameOf(request: FastifyRequest): string | undefined {
    const { method, url, headers } = request;
    const { 'if-none-match': tags, accept = '' } = headers;
    // Fastify tells a length with HEAD; a signed link ends with time; a caller within is not who sends the request.
    if (method !== 'GET' || tags === undefined || (request.query as { readonly sig?: unknown }).sig !== undefined || inwardCaller() !== undefined) return undefined;
    const caller = callerOf(request, this.config);
    return caller === undefined ? undefined : `${url}\n${accept}\n${tags}\n${caller}`;
  }
}

/** Undefined for one who is refused: why, others tell. */
function callerOf(request: FastifyRequest, config: Config): string | undefined {
  try {
    const { role, name } = whoCalls(request, config);
    return `${role}\n${name}`;
  } catch {
    return undefined;
  }
}
