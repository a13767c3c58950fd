import { count, enumerate, type Evidence, type Journal } from '../../analysis/index.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import type { DifferentRule, DriftAnswer, DriftedRule, DriftedService, StaleChain } from './answer.js';

/** Both sides of one comparison. */
export interface Comparison {
  readonly report: { readonly missing: readonly DriftedRule[]; readonly extra: readonly DriftedRule[]; readonly different: readonly DifferentRule[]; readonly stale: readonly StaleChain[]; readonly isUncertain: boolean };
  /** By the port of a Service. */
  readonly noticed: ReadonlyMap<string, readonly string[]>;
  readonly isPartial: boolean;
  readonly comparison: 'exact' | 'by-effect';
  readonly tool: string;
}

const most = 1000;

export function concluded(told: ProxyOfNode, { report, noticed, isPartial, comparison, tool }: Comparison, journal: Journal): DriftAnswer {
  const counts = { missing: report.missing.length, extra: report.extra.length, different: report.different.length, stale: report.stale.length };
  const isClean = counts.missing + counts.extra + counts.different === 0;
  const services = servicesOf(report, noticed);
  const evidence = told.proxy.settings.read.flatMap((setting): Evidence[] => (setting.evidence === undefined ? [] : [setting.evidence]));
  journal.step(tool, 'compare', `${comparison === 'exact' ? 'rule by rule' : 'by where connections go'}, with what kube-proxy 1.${told.proxy.behaviour.minor} writes in mode ${told.proxy.settings.mode} for ${count(told.proxy.ports.length, 'port')} of Services`, evidence);
  if (!isClean) journal.warn('The text and the snapshot are of two moments: what changed between them shows as drift.');
  const isTold = !isClean || !report.isUncertain;
  const sorted = { missing: sort(report.missing), extra: sort(report.extra), different: sort(report.different), stale: sort(report.stale) };
  return {
    ...shared(told), outcome: !isTold ? 'insufficient-information' : isClean ? 'in-sync' : 'drifted', inSync: isTold ? isClean : null, comparison, partial: isPartial, counts, services, ...sorted,
    summary: isTold ? summaryOf(told, counts, services, isPartial) : uncertainty(told, sorted.stale), steps: journal.steps, warnings: journal.warnings,
  };
}

/** The answer where nothing can be compared. */
export function withheld(told: ProxyOfNode, why: string, journal: Journal): DriftAnswer {
  return {
    ...shared(told), outcome: 'insufficient-information', inSync: null, comparison: null, partial: false, counts: { missing: 0, extra: 0, different: 0, stale: 0 }, services: [], missing: [], extra: [], different: [], stale: [],
    summary: `Nothing can be told of ${whereOf(told)}: ${why}${/[.!]$/.test(why) ? '' : '.'}`, steps: journal.steps, warnings: journal.warnings,
  };
}

function shared({ proxy }: ProxyOfNode): Pick<DriftAnswer, 'node' | 'ipFamily' | 'mode'> {
  return { node: proxy.place.nodeName, ipFamily: proxy.ipFamily, mode: proxy.settings.mode };
}

function whereOf({ proxy: { place } }: ProxyOfNode): string {
  return place.nodeName === '' ? 'the node' : `node ${place.nodeName}`;
}

function servicesOf(report: Comparison['report'], noticed: Comparison['noticed']): DriftedService[] {
  const services = new Map<string, { missing: number; extra: number; different: number }>();
  for (const kind of ['missing', 'extra', 'different'] as const) {
    for (const { servicePort } of report[kind]) {
      if (servicePort === null) continue;
      const counts = services.get(servicePort) ?? { missing: 0, extra: 0, different: 0 };
      counts[kind] += 1;
      services.set(servicePort, counts);
    }
  }
  const touched = [...services].filter(([, { missing, extra, different }]) => missing + extra + different > 0);
  return touched.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, most).map(([servicePort, counts]) => ({ servicePort, noticed: noticed.get(servicePort) ?? [], ...counts }));
}

function sort<T extends { readonly table: string; readonly chain: string; readonly line: number | null }>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => compare(a.table, b.table) || compare(a.chain, b.chain) || (a.line ?? 0) - (b.line ?? 0)).slice(0, most);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Chains that kube-proxy would not write, in a text that does not show what leads to them. */
function uncertainty(told: ProxyOfNode, chains: readonly StaleChain[]): string {
  const names = enumerate(chains.map(({ chain, servicePort }) => (servicePort === null ? chain : `${chain} (${servicePort})`)), 3);
  return `kube-proxy of ${whereOf(told)} would not write ${names}, and the text does not show whether anything leads there: send all that iptables-save prints.`;
}

function summaryOf(told: ProxyOfNode, { missing, extra, different, stale }: DriftAnswer['counts'], services: readonly DriftedService[], isPartial: boolean): string {
  const where = whereOf(told);
  const left = stale === 0 ? '' : ` ${count(stale, 'chain')} that nothing leads to ${stale === 1 ? 'is' : 'are'} left over, which does no harm.`;
  if (missing + extra + different === 0) return isPartial ? `What the text holds of ${where} is what kube-proxy would write; it does not hold all.${left}` : `The rules of ${where} are what kube-proxy would write.${left}`;
  const found = enumerate([...(missing === 0 ? [] : [`${count(missing, 'rule')} missing`]), ...(extra === 0 ? [] : [`${extra} too many`]), ...(different === 0 ? [] : [`${different} different`])]);
  const felt = services.filter(({ noticed }) => noticed.length > 0);
  const consequence = felt.length > 0 ? `: callers of ${enumerate(felt.map(({ servicePort }) => servicePort), 3)} notice it` : services.length > 0 ? ` (${enumerate(services.map(({ servicePort }) => servicePort), 3)})` : '';
  return `${where.charAt(0).toUpperCase()}${where.slice(1)} has drifted: ${found}${consequence}.${left}`;
}
