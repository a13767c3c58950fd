import type { IpFamily } from '../../go-address.js';
import type { Gap, IptablesSave, IptablesTable, PlacedRule } from '../../../readouts/index.js';
import { keyOfChain } from './expected.js';

export interface FoundChain {
  readonly table: string;
  readonly chain: string;
  /** Of its first rule, from 1; null where it has none. */
  readonly line: number | null;
  readonly rules: readonly PlacedRule[];
}

/** What a text tells of one family. */
export interface Found {
  readonly chains: ReadonlyMap<string, FoundChain>;
  /** What may be missing of each table, by name; a table that is not in the text is not in here. */
  readonly gaps: ReadonlyMap<string, ReadonlySet<Gap>>;
  /** Rules of which the text tells no table. */
  readonly untold: number;
}

/** The family that most of the tables of a text are of; null where none tells. */
export function familyOf({ tables }: IptablesSave): IpFamily | null {
  const ofFamily = (family: IpFamily) => tables.filter((table) => table.ipFamily === family).length;
  if (ofFamily('IPv4') + ofFamily('IPv6') === 0) return null;
  return ofFamily('IPv6') > ofFamily('IPv4') ? 'IPv6' : 'IPv4';
}

/** Of several tables with one name the first that has chains of kube-proxy: a text may hold those of both back ends. */
export function foundIn(save: IptablesSave, ipFamily: IpFamily): Found {
  const fitting = save.tables.filter((table) => table.ipFamily === null || table.ipFamily === ipFamily);
  const chains = new Map<string, FoundChain>();
  const gaps = new Map<string, ReadonlySet<Gap>>();
  for (const name of ['filter', 'nat']) {
    const named = fitting.filter((table) => table.name === name);
    const table = named.find(isOfKubeProxy) ?? named[0];
    if (table === undefined) continue;
    gaps.set(name, new Set(table.gaps));
    for (const { name: chain, rules, removed } of table.chains) {
      if (removed !== true) chains.set(keyOfChain(name, chain), { table: name, chain, line: rules[0]?.line ?? null, rules });
    }
  }
  const untold = fitting.filter(({ name }) => name === null).flatMap((table) => table.chains).reduce((sum, { rules }) => sum + rules.length, 0);
  return { chains, gaps, untold };
}

function isOfKubeProxy({ chains }: IptablesTable): boolean {
  return chains.some(({ name }) => name === 'KUBE-SERVICES');
}
