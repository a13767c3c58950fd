import { Journal, type Steps } from '../../../analysis/index.js';
import type { ClusterView } from '../../../cluster/index.js';
import { kubeProxyTable, nftRuleset, type NftTable } from '../../../readouts/index.js';
import { nftTableOf } from '../../modes/nftables/program.js';
import { tableFamilyOf } from '../../modes/nftables/table-family.js';
import { proxyOfNode, type ProxyOfNodeOptions } from '../../proxy-of-node.js';
import type { DriftAnswer, DriftQuestion } from '../answer.js';
import { atPointer } from '../at-pointer.js';
import { concluded, withheld } from '../conclude.js';
import { compareTables, type NftReport, type Shown } from './compare.js';

/** Compares what `nft list ruleset` printed. */
export function* nftablesDriftSteps(view: ClusterView, question: DriftQuestion, text: string, as: Pick<ProxyOfNodeOptions, 'zone'> = {}): Steps<DriftAnswer> {
  const { parsed, problems } = atPointer('/nftRuleset', () => nftRuleset.parse(text));
  const own = parsed.tables.filter(({ name }) => name === kubeProxyTable);
  const ipFamily = question.ipFamily ?? (own.length === 0 ? undefined : own.some(({ family }) => family === 'ip') ? 'IPv4' : 'IPv6');
  const told = proxyOfNode(view, question.node, ipFamily === undefined ? as : { ...as, ipFamily });
  const { proxy } = told;
  const journal = new Journal();
  for (const warning of told.warnings) journal.warn(warning);
  if (problems.length > 0) journal.warn(`${problems.length} ${problems.length === 1 ? 'place' : 'places'} of the text could not be used, the first on line ${problems[0]!.line}: ${problems[0]!.detail}.`);
  if (proxy.settings.mode !== 'nftables') {
    return withheld(told, `kube-proxy runs in mode ${proxy.settings.mode}, whose rules are compared as “iptables-save” prints them${proxy.settings.mode === 'iptables' ? ': send it as iptablesSave' : ''}`, journal);
  }
  const { header } = tableFamilyOf(proxy.ipFamily);
  const found = own.find(({ family }) => family === header);
  if (found === undefined) return withheld(told, `the text holds no table “${header} ${kubeProxyTable}”: kube-proxy has not written there, or the text is not all of “nft list ruleset”`, journal);
  const expected = nftTableOf(proxy);
  const shown = shownOf(expected, found);
  if (!shown.isWhole) journal.warn('The text does not hold all of the table: what it lacks was not taken for missing on the node.');
  if (!shown.hasElements) journal.warn('The text holds no elements of sets and maps, as “nft --terse” prints it: they were not compared.');
  if (!shown.hasRules) journal.warn('The text holds no rules, as “nft list chains” prints it: they were not compared.');
  const report = yield* compareTables(expected, found, header, shown);
  return concluded(told, { report, noticed: noticedIn(report), isPartial: problems.length > 0 || Object.values(shown).includes(false), comparison: 'exact', tool: 'nft' }, journal);
}

/** A whole table has chains that the kernel calls, and maps; what “nft list chain” or “nft list map” prints has one of them alone. A table that was flushed still has its sets. */
function shownOf(expected: NftTable, { chains, sets }: NftTable): Shown {
  const isWhole = chains.some(({ hook }) => hook !== undefined) && sets.length > 0;
  const hasElements = sets.length === 0 || sets.some(({ elements }) => elements.length > 0) || expected.sets.every(({ elements }) => elements.length === 0);
  const hasRules = sets.length > 0 || chains.some(({ rules }) => rules.length > 0);
  return { isWhole, hasElements, hasRules };
}

/** What a caller would notice, by the port of a Service. */
function noticedIn({ missing, extra, different }: NftReport): ReadonlyMap<string, readonly string[]> {
  const noticed = new Map<string, Set<string>>();
  const notice = (servicePort: string | null, words: string) => {
    if (servicePort !== null) noticed.set(servicePort, (noticed.get(servicePort) ?? new Set()).add(words));
  };
  for (const { chain, rule, servicePort } of missing) {
    if (chain === 'service-ips') notice(servicePort, `no rule serves ${aim(rule)}: connections there are refused, dropped or leave by the routes of the node`);
    else if (chain === 'service-nodeports') notice(servicePort, `no rule serves node port ${aim(rule)}`);
    else if (/^no-endpoint-/.test(chain)) notice(servicePort, `connections to ${aim(rule)} are not refused at once, but time out`);
    else if (/^(?:service|local|external|endpoint)-/.test(chain)) notice(servicePort, 'connections go to other endpoints than they should, or to none');
  }
  for (const { chain, rule, servicePort } of extra) {
    if (chain === 'service-ips' || chain === 'service-nodeports') notice(servicePort, `the node still serves ${aim(rule)}`);
    else if (/^no-endpoint-/.test(chain)) notice(servicePort, `connections to ${aim(rule)} are refused or dropped, though there are endpoints`);
  }
  for (const { chain, servicePort } of different) if (/^(?:service|local|external|endpoint)-/.test(chain)) notice(servicePort, 'connections go to other endpoints than they should, or show another source address');
  return new Map([...noticed].map(([port, words]) => [port, [...words]]));
}

/** The key of an element, as its rule begins. */
function aim(element: string): string {
  return element.split(/ (?:comment|:) /)[0]?.trim() ?? element;
}
