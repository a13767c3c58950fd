import type { OutgoingQuery, Received } from './libc.js';

type Message = Extract<Received, { kind: 'reply' }>;
type Ask<T> = Generator<readonly OutgoingQuery[], T, readonly Received[]>;

/** What the resolver is set to as far as sending goes. */
export interface Transport {
  readonly nameservers: readonly string[];
  readonly attempts: number;
  readonly usesTcp: boolean;
  readonly strictErrors?: boolean;
}

/** What the resolver learns of a network that loses the second of two answers, and keeps for the rest of the lookup. */
export interface Habits {
  /** The second query waits for the first reply. */
  single: boolean;
  /** And leaves by a socket of its own. */
  reopen: boolean;
}

/** One or two replies that were taken, in the order in which they came; or none, from any server. */
export type Exchange =
  | { readonly kind: 'replies'; readonly replies: readonly Message[] }
  /** `header`: the first reply of the last server that answered at all. */
  | { readonly kind: 'none'; readonly isRefused: boolean; readonly header: Message | undefined };

type Attempt = { readonly kind: 'replies'; readonly replies: readonly Message[] } | { readonly kind: 'next' | 'tcp' };

interface Progress {
  gotSomewhere: boolean;
  header: Message | undefined;
}

/** Answers after which another server is asked. */
const isError = ({ rcode, isLame }: Message) => rcode === 'SERVFAIL' || rcode === 'NOTIMP' || rcode === 'REFUSED' || isLame === true;

/**
 * Sends one query, or two at the same time, to one server after the other until one gives replies that count.
 *
 * Source: glibc 2.36–2.42 resolv/res_send.c __res_context_send, send_dg, send_vc.
 */
export function* exchange(queries: readonly Omit<OutgoingQuery, 'server' | 'transport'>[], { nameservers, attempts, usesTcp }: Transport, habits: Habits): Ask<Exchange> {
  const progress: Progress = { gotSomewhere: false, header: undefined };
  let overTcp = usesTcp;
  let isRefused = false;
  for (let round = 0; round < attempts; round++) {
    for (const server of nameservers) {
      let attempt: Attempt = overTcp ? { kind: 'tcp' } : yield* overUdp(queries.map((query) => ({ ...query, server, transport: 'udp' })), habits, progress);
      if (attempt.kind === 'tcp') {
        overTcp = true;
        // With TCP each server is asked once.
        round = attempts;
        const received = yield queries.map((query) => ({ ...query, server, transport: 'tcp' }));
        isRefused = received.some(({ kind }) => kind === 'unreachable');
        const replies = received.filter((each) => each.kind === 'reply');
        attempt = replies.length === queries.length ? { kind: 'replies', replies } : { kind: 'next' };
      }
      if (attempt.kind === 'replies') return attempt;
    }
  }
  return { kind: 'none', isRefused: overTcp ? isRefused : !progress.gotSomewhere, header: progress.header };
}

function* overUdp(queries: readonly OutgoingQuery[], habits: Habits, progress: Progress): Ask<Attempt> {
  if (queries.length === 1 || habits.single) return yield* oneByOne(queries, habits, progress);
  const received = yield queries;
  if (received.some(({ kind }) => kind === 'unreachable')) return { kind: 'next' };
  const messages = received.filter((each) => each.kind === 'reply');
  note(messages, progress);
  const [first, second] = messages;
  if (first === undefined) return { kind: 'next' };
  if (isError(first)) {
    // The other reply may still do.
    if (second === undefined || isError(second)) return { kind: 'next' };
    return second.truncated === true ? { kind: 'tcp' } : { kind: 'replies', replies: [second] };
  }
  if (first.truncated === true) return { kind: 'tcp' };
  if (second === undefined) {
    habits.single = true;
    return yield* oneByOne(queries, habits, progress);
  }
  if (isError(second)) return { kind: 'replies', replies: [first] };
  return second.truncated === true ? { kind: 'tcp' } : { kind: 'replies', replies: [first, second] };
}

/** The second query waits for the first reply. */
function* oneByOne(queries: readonly OutgoingQuery[], habits: Habits, progress: Progress): Ask<Attempt> {
  const taken: Message[] = [];
  for (const query of queries) {
    const [received = { kind: 'silence' as const }] = yield [query];
    if (received.kind === 'unreachable') return { kind: 'next' };
    if (received.kind === 'silence') {
      progress.gotSomewhere = true;
      if (taken.length === 0) return { kind: 'next' };
      if (habits.reopen) return { kind: 'replies', replies: taken };
      habits.reopen = true;
      return yield* oneByOne(queries, habits, progress);
    }
    note([received], progress, taken.length > 0);
    if (isError(received)) return taken.length === 0 ? { kind: 'next' } : { kind: 'replies', replies: taken };
    if (received.truncated === true) return { kind: 'tcp' };
    taken.push(received);
  }
  return { kind: 'replies', replies: taken };
}

function note(messages: readonly Message[], progress: Progress, isSecond = false): void {
  progress.gotSomewhere = true;
  if (!isSecond) progress.header = messages[0] ?? progress.header;
}
