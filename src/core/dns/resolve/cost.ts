import { Journal } from '../../analysis/index.js';
import type { AnyLibc } from '../libc/catalogue.js';
import { absolute, type LookupType } from '../libc/libc.js';
import { textOf, type ResolvConfLists } from '../pod/resolv-conf.js';
import { lookUp, type Looked } from './look-up.js';
import type { Nameservers } from './nameservers.js';

/** What a lookup costs, and what would make it cheaper. */
export interface LookupCost {
  /** Queries that leave the pod for one lookup, retries included. */
  readonly queries: number;
  /** Those of names that lead to nothing. */
  readonly wasted: number;
  /** The same lookup by the whole name with a dot at its end; null where that is what was asked, or where nothing was found. */
  readonly byWholeName: { readonly name: string; readonly queries: number } | null;
  /** The same lookup with another `ndots`; null where none leads to the same name by fewer queries. */
  readonly withNdots: { readonly ndots: number; readonly queries: number } | null;
}

/** Asks again in other words, of servers that answer as before, and counts. */
export function costOf(looked: Looked, name: string, type: LookupType, libc: AnyLibc, lists: ResolvConfLists, servers: Nameservers): LookupCost {
  const silent = new Journal();
  const ask = (asked: string, text: string) => lookUp(libc.open(text).lookUp(asked, type), servers, libc.id, silent);
  const found = looked.result.name;
  const queries = looked.queries.length;
  const wasted = found === null ? queries : looked.queries.filter((query) => query.name.toLowerCase() !== found.toLowerCase()).length;
  const isFound = looked.result.status === 'found' && found !== null;
  const byWholeName = isFound && !name.endsWith('.') ? { name: found, queries: ask(found, textOf(lists)).queries.length } : null;
  const dots = name.split('.').length - 1;
  const isBare = isFound && absolute(name).toLowerCase() === found.toLowerCase() && !name.endsWith('.') && dots > 0;
  const other = isBare ? ask(name, textOf({ ...lists, options: [...lists.options.filter((option) => !option.startsWith('ndots')), `ndots:${dots}`] })) : undefined;
  const withNdots = other !== undefined && other.result.name === found && other.queries.length < queries ? { ndots: dots, queries: other.queries.length } : null;
  return { queries, wasted, byWholeName, withNdots };
}
