import type { AnyLibc } from './catalogue.js';
import type { LookupType, OutgoingQuery, Received } from './libc.js';

/** Anybody who receives the queries of a library. */
export interface Servers {
  receive(query: OutgoingQuery): Received;
}

/** Runs a lookup against servers, as the recorder of the oracle sees it: each query by name, type, server and transport, the first sixty of them. */
export function libcRun(libc: AnyLibc, { name, type, conf }: { readonly name: string; readonly type: LookupType; readonly conf: string }, servers: Servers): { readonly status: string; readonly queries: readonly string[] } {
  const lookup = libc.open(conf).lookUp(name, type);
  const queries: string[] = [];
  let step = lookup.next([]);
  while (step.done !== true) {
    const received = step.value.map((query) => {
      const reply = servers.receive(query);
      if (reply.kind !== 'unreachable') queries.push([query.name, query.type, query.server, query.transport].join(' '));
      return reply;
    });
    step = lookup.next(received);
  }
  return { status: step.value.status, queries: queries.slice(0, 60) };
}
