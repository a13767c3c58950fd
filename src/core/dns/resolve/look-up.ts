import type { Journal } from '../../analysis/index.js';
import type { Lookup, LookupResult, OutgoingQuery } from '../libc/libc.js';
import type { Rcode } from '../message.js';
import type { Asked, Nameservers } from './nameservers.js';

/**
 * - `answered`: a server of the cluster replied
 * - `forwarded`: the reply is that of a server beyond the cluster, and not known
 * - `cut`: it did not fit into a datagram, and the library asks again over TCP
 * - `silence`: no reply came
 * - `unreachable`: nobody listens there
 */
export type QueryFate = 'answered' | 'forwarded' | 'cut' | 'silence' | 'unreachable';

/** A query as it left. */
export interface SentQuery extends OutgoingQuery {
  readonly fate: QueryFate;
  /** null where no reply came, or where it is not known. */
  readonly rcode: Rcode | null;
  /** Records in the answer section, as far as they are known. */
  readonly answers: number;
}

export interface Looked {
  readonly result: LookupResult;
  /** In the order in which they left. */
  readonly queries: readonly SentQuery[];
  /** What the last query of each name and type came to, by `name type`. */
  readonly asked: ReadonlyMap<string, Asked>;
  /** What would have to be known to go on; then the result is that of a failure. */
  readonly missing: string | null;
}

/** Runs a lookup to its end, or to the first query of which it cannot be told what becomes of it. */
export function lookUp(lookup: Lookup, servers: Nameservers, resolver: string, journal: Journal): Looked {
  const queries: SentQuery[] = [];
  const asked = new Map<string, Asked>();
  let step = lookup.next([]);
  while (step.done !== true) {
    tellBatch(step.value, resolver, journal);
    const received = [];
    for (const query of step.value) {
      const found = servers.ask(query);
      if ('missing' in found) return { result: { status: 'failure', name: null }, queries: [...queries, { ...query, fate: 'silence', rcode: null, answers: 0 }], asked, missing: found.missing };
      queries.push(sentOf(query, found));
      asked.set(`${query.name} ${query.type}`, found);
      received.push(found.received);
    }
    step = lookup.next(received);
  }
  return { result: step.value, queries, asked, missing: null };
}

function sentOf(query: OutgoingQuery, { received, reply, beyond }: Asked): SentQuery {
  if (received.kind !== 'reply') return { ...query, fate: received.kind, rcode: null, answers: 0 };
  if (received.truncated === true) return { ...query, fate: 'cut', rcode: received.rcode, answers: reply?.answers.length ?? 0 };
  if (reply === undefined) return { ...query, fate: 'forwarded', rcode: null, answers: 0 };
  return { ...query, fate: beyond.length > 0 ? 'forwarded' : 'answered', rcode: reply.rcode, answers: reply.answers.length };
}

function tellBatch(batch: readonly OutgoingQuery[], resolver: string, journal: Journal): void {
  const [first] = batch;
  if (first === undefined) return;
  const servers = [...new Set(batch.map(({ server }) => server))].join(', ');
  const types = [...new Set(batch.map(({ type }) => type))].join(' and ');
  const why = first.domain === null ? 'as it was given' : `with the search domain ${first.domain}`;
  journal.step(resolver, 'ask', `${first.name} ${types} of ${servers}${first.transport === 'tcp' ? ' over TCP' : ''}, ${why}`);
}
