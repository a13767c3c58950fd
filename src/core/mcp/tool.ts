import type { Argument, Arguments } from './argument.js';

/** A parameter of a query; `undefined` leaves it out, a list repeats it. */
export type Query = readonly (readonly [name: string, value: string | number | readonly string[] | undefined])[];

/** Something that an agent can ask, by one operation of the REST interface. */
export interface Tool {
  /** The operationId of the REST operation; a name of its own where it may be one of several. */
  readonly name: string;
  readonly title: string;
  /** When to ask it, and what it tells. Models read it: every word counts. */
  readonly description: string;
  /** What the question is about: a snapshot has the arguments `cluster` and `snapshot`, a cluster has `cluster`, and nothing has neither. */
  readonly about: 'snapshot' | 'cluster' | 'nothing';
  /** The arguments besides those, `fields` and `limit`. */
  readonly arguments: Readonly<Record<string, Argument>>;
  readonly required: readonly string[];
  /** What is shown of the answer where `fields` says nothing: paths of names, parted by dots, which lead through lists. */
  fields(given: Arguments): readonly string[];
  /** The most entries shown of each list where `limit` says nothing. */
  readonly limit: number;
  /** Whether the operation makes lists as long as its own parameter `limit` says. */
  readonly isPaged?: boolean;
  /** The path that is asked. @param place the path of the snapshot or of the cluster; '' of nothing */
  path(place: string, given: Arguments): string;
  /** The question in the query; by default each argument under its parameter. */
  query?(given: Arguments): Query;
  /** One sentence, for an answer that has no `summary`. */
  summaryOf?(answer: unknown, given: Arguments): string;
  /** `capture`: something is made, by a POST with what `query` says as its body. */
  readonly effect?: 'capture';
  /** Arguments that work on a fresh service with the cluster `demo`, the plain case first. Each runs in a test. */
  readonly examples: readonly [Record<string, unknown>, ...Record<string, unknown>[]];
}
