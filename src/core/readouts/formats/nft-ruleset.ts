import { count } from '../../analysis/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { beginsJson, readJson } from '../json.js';
import { linesOf, Problems } from '../lines.js';
import { isNftJson, readJsonTables } from './nft-json.js';
import type { NftRuleset, NftTable } from './nft-model.js';
import { readTables } from './nft-text.js';

export type NftRulesetReadout = Reading<'nft-ruleset', NftRuleset>;

/** The table of kube-proxy, one in each family. Source: pkg/proxy/nftables/proxier.go v1.37.2, `kubeProxyTable`. */
export const kubeProxyTable = 'kube-proxy';

const isOfKubeProxy = (name: string): boolean => name === kubeProxyTable;

/**
 * `nft list ruleset` and `nft list table`, with `-a`, `-n`, `-s` and `-j` or not. The rules of kube-proxy's tables are read word by word, those of
 * other tables kept as words. Source: nftables 1.0.9 `src/rule.c`, `src/json.c`.
 */
export const nftRuleset: ReadoutFormat<NftRulesetReadout> = {
  id: 'nft-ruleset',
  title: 'Rules of nftables',
  command: 'nft list ruleset',
  parse(text) {
    const problems = new Problems();
    const lines = linesOf(text);
    const tables = beginsJson(lines) ? tablesOfJson(lines, problems) : readTables(lines, problems, isOfKubeProxy);
    if (tables.length === 0 && problems.all.length > 0) problems.refuse('the output of “nft list ruleset”');
    return { format: 'nft-ruleset', parsed: { tables }, problems: problems.all };
  },
  summarize({ tables }) {
    const own = tables.filter(({ understood }) => understood).map(({ family }) => family);
    const others = tables.length - own.length;
    const told = own.length === 0 ? 'no table of kube-proxy' : `${count(own.length, 'table')} of kube-proxy (${own.join(', ')})`;
    return others === 0 ? told : `${told}, ${count(others, 'other table')}`;
  },
  sections({ tables }) {
    return [{ title: 'Tables', noun: 'table', items: tables.map((table) => ({ text: [{ code: `${table.family} ${table.name}` }, `: ${contentsOf(table)}`] })) }];
  },
};

function tablesOfJson(lines: ReturnType<typeof linesOf>, problems: Problems): readonly NftTable[] {
  const documents = readJson(lines, problems, 'nft -j list ruleset');
  return documents.flatMap(({ line, value }) => {
    if (isNftJson(value)) return readJsonTables(value.nftables, isOfKubeProxy);
    problems.add({ number: line, text: lines[line - 1]?.text ?? '' }, 1, 'this document has no list “nftables”');
    return [];
  });
}

function contentsOf({ chains, sets }: NftTable): string {
  const rules = chains.reduce((sum, chain) => sum + chain.rules.length, 0);
  const elements = sets.reduce((sum, set) => sum + set.elements.length, 0);
  return `${count(chains.length, 'chain')} with ${count(rules, 'rule')}, ${count(sets.length, 'set or map', 'sets and maps')} with ${count(elements, 'element')}`;
}
