import { renderMarkdown, renderText, sectionsOf, type Item, type Section, type Sheet } from '../../analysis/index.js';
import type { AllocationsAnswer } from './allocations.js';
import type { BandUse } from './band.js';

export function renderAllocationsMarkdown(answer: AllocationsAnswer): string {
  return renderMarkdown(sheetOf(answer));
}

export function renderAllocationsText(answer: AllocationsAnswer): string {
  return renderText(sheetOf(answer));
}

function sheetOf({ clusterIPs, nodePorts, clashes, outside, records, ...answer }: AllocationsAnswer): Sheet {
  const section = (title: string, noun: string, items: readonly Item[], total = items.length): Section => ({ title, noun, items, omitted: total - items.length });
  const [, unknown] = sectionsOf(answer);
  return {
    verdict: answer.summary,
    sections: [
      section('Clashes', 'clash', clashes.items.slice(0, 6).map(({ detail }) => ({ text: [detail] })), clashes.total),
      section('Outside the range', 'number', outside.items.slice(0, 6).map(({ detail, service }) => ({ text: [{ strong: `${service.namespace}/${service.name}` }, ` ${detail}`] })), outside.total),
      section('ClusterIPs', 'range', clusterIPs.map(({ cidr, used, capacity, ...range }) => ({ text: [{ code: cidr }, ` ${used} of ${capacity} in use`], notes: bands(range.static, range.dynamic) }))),
      section('Node ports', 'range', [{ text: [{ code: `${nodePorts.first}-${nodePorts.last}` }, ` (${nodePorts.source}) ${nodePorts.used} of ${nodePorts.capacity} in use`], notes: bands(nodePorts.static, nodePorts.dynamic) }]),
      section('Records', 'record', records.items.slice(0, 6).map(({ detail }) => ({ text: [detail] })), records.total),
      ...(unknown === undefined ? [] : [unknown]),
    ],
    rest: 'The JSON rendering holds all of them.',
  };
}

function bands(low: BandUse | null, high: BandUse | null): string[][] {
  const told = (name: string, { first, last, used, size, firstFree }: BandUse) => [`${name}: ${first} to ${last}, ${used} of ${size} in use, ${firstFree === null ? 'full' : `first free ${firstFree}`}`];
  return [...(low === null ? [] : [told('to be asked for', low)]), ...(high === null ? [] : [told('given out at random', high)])];
}
