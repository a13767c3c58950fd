import { RE2JS, RE2JSException } from 're2js';

/** A compiled pattern whose matching takes time in proportion to the text, whatever the pattern. */
export interface LinearRegex {
  /** As it was written. */
  readonly source: string;
  /** How many groups it has. */
  readonly groupCount: number;
  /** The names of its groups, by their number; absent for one without a name. */
  readonly groupNames: ReadonlyMap<number, string>;
  matches(text: string): boolean;
  /** The leftmost match and its groups, '' for one that took no part; undefined where nothing matches. */
  find(text: string): string[] | undefined;
}

/**
 * A pattern in the syntax of RE2, which is Go's, matched anywhere in a text.
 *
 * @returns the pattern, or what is wrong with it in Go's words: ``error parsing regexp: missing closing ): `(a` ``
 * Source: Go 1.26 regexp/syntax; the engine is that of the package re2js
 */
export function compileLinear(pattern: string): { readonly value: LinearRegex } | { readonly error: string } {
  try {
    return { value: wrap(pattern, RE2JS.compile(pattern)) };
  } catch (error) {
    if (error instanceof RE2JSException) return { error: error.message };
    throw error;
  }
}

function wrap(source: string, compiled: RE2JS): LinearRegex {
  const groupCount = compiled.groupCount();
  return {
    source,
    groupCount,
    groupNames: new Map(Object.entries(compiled.namedGroups()).map(([name, index]) => [Number(index), name])),
    matches: (text) => compiled.matcher(text).find(),
    find: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? Array.from({ length: groupCount + 1 }, (_, i) => matcher.group(i) ?? '') : undefined;
    },
  };
}
