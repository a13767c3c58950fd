import type { Query, Reply, ResourceRecord, Served } from '../message.js';

/** What a rule of `rewrite` has done to a query, and what it will do to the reply. */
export interface Rewritten {
  readonly query: Query;
  readonly onReply: readonly ReplyRule[];
}

/** Changes a reply on its way back, once for each of its records. */
export interface ReplyRule {
  /** The record in its new form. It may change the reply as a whole. */
  record?(record: ResourceRecord): ResourceRecord;
  /** Changes the reply where it meets this record; also once where there is none. */
  reply?(reply: Reply, record: ResourceRecord | undefined, lookUp: (query: Query) => Served): Reply;
  /** It does so where the reply holds no record at all. */
  readonly withoutRecords?: boolean;
}

/** One rule, as it stands on a line. */
export interface RewriteRule {
  /** Whether the rules after it are looked at when it has changed something. */
  readonly mode: 'stop' | 'continue';
  /** The line, for the journal. */
  readonly text: string;
  /** @returns undefined where the rule is not about this query */
  rewrite(query: Query): Rewritten | undefined;
}

/** A rule cannot be read; CoreDNS's words. */
export class RuleFault extends Error {}

export function refuse(message: string): never {
  throw new RuleFault(message);
}
