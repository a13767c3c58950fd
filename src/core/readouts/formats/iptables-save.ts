import { count, enumerate, type Inline, type Item } from '../../analysis/index.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems } from '../lines.js';
import { formatRule } from './iptables-rule.js';
import type { IptablesSave, IptablesTable } from './iptables-save-model.js';
import { readSave } from './iptables-save-read.js';

export type IptablesSaveReadout = Reading<'iptables-save', IptablesSave>;

/** `iptables-save` and `ip6tables-save` of either back end, with counters or not; `iptables -S`; what `grep` leaves of them; and, with less in it, `iptables -L`. */
export const iptablesSave: ReadoutFormat<IptablesSaveReadout> = {
  id: 'iptables-save',
  title: 'Packet filter rules',
  command: 'iptables-save; ip6tables-save',
  parse(text) {
    const problems = new Problems();
    // Some forms leave a bare carriage return of each line end.
    const parsed = readSave(linesOf(text.replace(/\r(?!\n)/g, '\n')), problems);
    if (parsed.tables.length === 0 && problems.all.length > 0) problems.refuse('the output of “iptables-save”');
    return { format: 'iptables-save', parsed, problems: problems.all };
  },
  summarize({ tables, program, version, backend }) {
    const rules = tables.reduce((sum, table) => sum + rulesIn(table), 0);
    const gaps = [...new Set(tables.flatMap((table) => table.gaps))].map((gap) => gapWords[gap]);
    const by = program === null ? '' : `, by ${program}${version === null ? '' : ` ${version}`}${backend === 'nf_tables' ? ' (nf_tables)' : ''}`;
    return `${count(rules, 'rule')} in ${count(tables.length, 'table')}${by}${gaps.length === 0 ? '' : `; not all of it may be there: ${enumerate(gaps)}`}`;
  },
  sections({ tables }) {
    const overview = tables.map((table): Item => ({ text: [{ code: tableName(table) }, ` ${count(table.chains.length, 'chain')}, ${count(rulesIn(table), 'rule')}`] }));
    const rules = tables.flatMap((table) => table.chains.flatMap(({ rules }) => rules.map(({ rule }): Item => ({ text: ruleText(table, formatRule(rule)) }))));
    return [{ title: 'Tables', noun: 'table', items: overview }, { title: 'Rules', noun: 'rule', items: rules }];
  },
};

const gapWords = { 'no-commit': 'a table is cut off', 'lone-rules': 'rules stand outside a table', listing: 'a listing does not show all of a rule', unreadable: 'some lines could not be read' } as const;

function rulesIn({ chains }: IptablesTable): number {
  return chains.reduce((sum, { rules }) => sum + rules.length, 0);
}

function tableName({ name, ipFamily }: IptablesTable): string {
  return [name ?? 'table not told', ...(ipFamily === 'IPv6' ? ['IPv6'] : [])].join(' ');
}

function ruleText({ name }: IptablesTable, rule: string): readonly Inline[] {
  return [{ code: name === null ? rule : `-t ${name} ${rule}` }];
}
