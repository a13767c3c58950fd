import type { LinearRegex } from '../../regex.js';
import { fillGroups } from '../regex-pattern.js';

export type MatchKind = 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex';

export const matchKinds: readonly MatchKind[] = ['exact', 'prefix', 'suffix', 'substring', 'regex'];

/** Looks at a name and says what it becomes; undefined where it does not match. */
export type NameChange = (name: string) => string | undefined;

/** Source: coredns 1.14.7, plugin/rewrite/name.go; `from` of a regex is the pattern's text. */
export function nameChange(kind: MatchKind, from: string, to: string, pattern: LinearRegex | undefined): NameChange {
  switch (kind) {
    case 'exact':
      return (name) => (name === from ? to : undefined);
    case 'prefix':
      return (name) => (name.startsWith(from) ? to + name.slice(from.length) : undefined);
    case 'suffix':
      return (name) => (name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined);
    case 'substring':
      return (name) => (name.includes(from) ? name.split(from).join(to) : undefined);
    case 'regex':
      return (name) => {
        const groups = pattern?.find(name);
        return groups === undefined ? undefined : fillGroups(to, groups);
      };
  }
}
