import { maxLines, type Item, type Section } from '../../analysis/index.js';
import { formatCidr, type Cidr } from '../cidr.js';

/** More blocks than this are no answer to a person or to a program of ours. */
export const mostBlocks = 100_000;

/** A section that lists blocks or addresses, as many as a rendering can show. */
export function listed(title: string, noun: string, texts: readonly string[], more = 0): Section {
  const shown = texts.slice(0, maxLines);
  return { title, noun, items: shown.map((code): Item => ({ text: [{ code }] })), omitted: texts.length - shown.length + more };
}

export function formatAll(cidrs: readonly Cidr[]): string[] {
  return cidrs.map(formatCidr);
}
