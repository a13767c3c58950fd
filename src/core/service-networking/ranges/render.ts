import { formatRef, renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { RangesAnswer } from './ranges.js';

export function renderRangesMarkdown(answer: RangesAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderRangesText(answer: RangesAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf({ summary, services, pods, nodes, overlaps, nodeRangeFaults, ...answer }: RangesAnswer): Sheet {
  const section = (title: string, noun: string, items: readonly Item[], total = items.length): Section => ({ title, noun, items, omitted: total - items.length });
  const [, unknown] = sectionsOf({ summary, ...answer });
  return {
    verdict: summary,
    sections: [
      section('Overlaps', 'overlap', overlaps.items.slice(0, 6).map(({ a, b, common, consequence, isByDesign }) => ({ text: [{ code: common }, ` of ${a.kind} ${a.cidr} (${a.source}) and ${b.kind} ${b.cidr} (${b.source})${isByDesign ? ', by design' : ''}`], notes: [[consequence]] })), overlaps.total),
      section('Ranges of nodes', 'range', nodeRangeFaults.items.slice(0, 6).map(({ detail }) => ({ text: [detail] })), nodeRangeFaults.total),
      section('Services', 'range', services.map(({ cidr, source, isInForce, evidence: [first] }) => ({ text: [{ code: cidr }, ` ${source}${first === undefined ? '' : `, ${formatRef(first)}`}${isInForce ? '' : services.some((other) => other.isInForce && other.cidr === cidr) ? ', the same' : ', not in force'}`] }))),
      section('Pods', 'range', pods.map(({ cidr, source, plugin, evidence: [first] }) => ({ text: [{ code: cidr }, ` ${plugin === null ? '' : `${plugin}, `}${source}${first === undefined ? '' : `, ${formatRef(first)}`}`] }))),
      section('Nodes', 'node', nodes.items.slice(0, 10).map(({ node, addresses, podCIDRs }) => ({ text: [{ strong: node }, ` ${addresses.filter(({ type }) => /IP$/.test(type)).map(({ address }) => address).join(', ')}${podCIDRs.length === 0 ? '' : `; pods ${podCIDRs.join(', ')}`}`] })), nodes.total),
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}
