import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import type { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '../../core/errors.js';
import { isRecord } from '../../core/record.js';
import { prunePlan, Shears } from '../json/pruner.js';
import { splitPage, unreadOfItems } from './page-text.js';
import { BrokenExchange, exchange, type Answer, type ExchangeLimits } from './exchange.js';
import { isLasting, isPassing, pauseBefore } from './retry.js';

/** Media type of plain JSON. */
export const json = 'application/json';

export interface ApiServerOptions {
  readonly limits?: Partial<ExchangeLimits>;
  /** Waits; rejects with the signal's reason. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What an API server answered to one GET, once it was asked often enough. */
export type ApiAnswer =
  | { readonly outcome: 'found'; readonly body: Readonly<Record<string, unknown>>; readonly bytes: number; readonly items?: readonly Buffer[] }
  /** `reason` as in a Status object (`Expired`, `Forbidden`); `tooNew`: the resourceVersion is of another server's future. */
  | { readonly outcome: 'refused'; readonly status: number; readonly reason: string; readonly tooNew: boolean };

const defaultLimits: ExchangeLimits = { idle: 30_000, total: 120_000, bytes: 256 * 2 ** 20 };

/** The API server of one cluster, asked by GET only, one request at a time or few. */
export class ApiServer {
  readonly #limits: ExchangeLimits;
  readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly #agents: readonly (HttpAgent | HttpsAgent)[] = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })];
  #config: KubeConfig;
  #requests = 0;
  #retries = 0;
  #bytes = 0;

  /** @param load reads the configuration from disk, its current context being the cluster that is meant */
  constructor(
    private readonly load: () => KubeConfig,
    { limits, pause }: ApiServerOptions = {},
  ) {
    this.#limits = { ...defaultLimits, ...limits };
    this.#pause = pause ?? ((milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }));
    this.#config = load();
  }

  /** Requests sent, how many of them were repetitions, and the bytes of the bodies that were received whole. */
  get traffic(): { readonly requests: number; readonly retries: number; readonly bytes: number } {
    return { requests: this.#requests, retries: this.#retries, bytes: this.#bytes };
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  /**
   * Asks until there is an answer that counts, waiting as long as the server says. A token that has expired is read anew from where it comes from.
   *
   * @param about what is asked for, to be named in errors
   * @param check says in a sentence without a subject what is wrong with a body; such a body does not count
   * @param leavesItems whether the items of a list may stay texts; then they are `items`, and those of the body are null
   * @throws InputError `cluster-unreachable`, or the reason of `signal`
   */
  async get(path: string, about: string, signal: AbortSignal, { accept = json, check = () => undefined, leavesItems = false }: { accept?: string; check?: Check; leavesItems?: boolean } = {}): Promise<ApiAnswer> {
    let isRenewed = false;
    for (let attempt = 1; ; attempt++) {
      const told = await this.#ask(path, { accept, check, leavesItems }, signal);
      if (told.outcome === 'found' || told.outcome === 'refused') return told;
      if (told.outcome === 'unauthorized' && !isRenewed) {
        isRenewed = true;
        this.#config = this.#reload();
      } else {
        const pause = told.outcome === 'passing' ? pauseBefore(attempt, told.retryAfter, new Date(), Math.random()) : undefined;
        if (pause === undefined) throw unreachable(about, `the API server ${told.why}`, attempt);
        await this.#pause(pause, signal).catch((error: unknown) => {
          signal.throwIfAborted();
          throw error;
        });
      }
      this.#retries++;
    }
  }

  async #ask(path: string, { accept, check, leavesItems }: { accept: string; check: Check; leavesItems: boolean }, signal: AbortSignal): Promise<ApiAnswer | Trouble> {
    signal.throwIfAborted();
    this.#requests++;
    try {
      const { url, options } = await this.#address(path, accept);
      const answer = await exchange(url, options, this.#limits, signal);
      this.#bytes += answer.body.length;
      return judge(answer, check, leavesItems);
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof BrokenExchange ? error.message : `could not be asked: ${codeOf(error)}`;
      return { outcome: isLasting(error) ? 'lasting' : 'passing', why };
    }
  }

  async #address(path: string, accept: string): Promise<{ url: URL; options: RequestOptions }> {
    const cluster = this.#config.getCurrentCluster();
    if (cluster === null) throw new InputError('unavailable', 'the context of the kubeconfig names no cluster');
    const url = new URL(cluster.server.replace(/\/+$/, '') + path);
    const options: RequestOptions = { headers: {} };
    await this.#config.applyToHTTPSOptions(options);
    const [httpAgent, httpsAgent] = this.#agents;
    if (cluster.proxyUrl === undefined) options.agent = url.protocol === 'http:' ? httpAgent : httpsAgent;
    // Packing costs more than it saves on one machine.
    const encoding = isLoopback(url) ? 'identity' : 'gzip';
    return { url, options: { ...options, headers: { ...options.headers, accept, 'accept-encoding': encoding, 'user-agent': 'foretrace' } } };
  }

  /** A configuration that is being rewritten may be unreadable for a moment: then the old one stays. */
  #reload(): KubeConfig {
    try {
      return this.load();
    } catch {
      return this.#config;
    }
  }
}

/** Says what is wrong with a body, as a sentence without a subject; undefined: nothing. */
export type Check = (body: Readonly<Record<string, unknown>>) => string | undefined;

/** Why an answer does not count: `why` is a sentence without a subject. */
interface Trouble {
  readonly outcome: 'passing' | 'lasting' | 'unauthorized';
  readonly why: string;
  readonly retryAfter?: string | undefined;
}

export function unreachable(about: string, why: string, attempts: number): InputError {
  return new InputError('cluster-unreachable', `${about}: ${why}${attempts > 1 ? `, ${attempts} times in a row` : ''}`);
}

const shears = new Shears(prunePlan({ items: unreadOfItems }));

function judge({ status, headers, body }: Answer, check: Check, leavesItems: boolean): ApiAnswer | Trouble {
  const page = leavesItems && status === 200 ? splitPage(body) : undefined;
  const parsed = page?.around ?? parse(body);
  if (status === 200) {
    if (parsed === undefined) return { outcome: 'passing', why: 'answered with something that is no JSON object' };
    const fault = check(parsed);
    return fault === undefined ? { outcome: 'found', body: parsed, bytes: body.length, ...(page && { items: page.items }) } : { outcome: 'passing', why: fault };
  }
  const reason = textIn(parsed, 'reason');
  const why = `answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status === 401) return { outcome: 'unauthorized', why: 'does not take the credentials (401)' };
  const tooNew = hasCause(parsed, 'ResourceVersionTooLarge');
  if (tooNew || [400, 403, 404, 405, 406, 410].includes(status)) return { outcome: 'refused', status, reason, tooNew };
  return { outcome: isPassing(status) ? 'passing' : 'lasting', why, retryAfter: headers['retry-after'] };
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(shears.prune(body).toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Source: k8s.io/apiserver v0.37.2, pkg/storage/errors.go, NewTooLargeResourceVersionError. */
function hasCause(status: unknown, reason: string): boolean {
  const details = isRecord(status) ? status['details'] : undefined;
  const causes = isRecord(details) ? details['causes'] : undefined;
  return Array.isArray(causes) && causes.some((cause) => isRecord(cause) && cause['reason'] === reason);
}

/** One word of a Status object, short enough to be repeated. */
function textIn(status: unknown, field: string): string {
  const value = isRecord(status) ? status[field] : undefined;
  return typeof value === 'string' && /^\w{1,40}$/.test(value) ? value : '';
}

/** The code of a system error says what happened without saying more than is good: no header, no body, no path of a key. */
function codeOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'the connection broke';
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}
