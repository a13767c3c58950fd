import type { Journal } from '../../analysis/index.js';
import type { NodeReadout } from '../pod/kubelet-settings.js';
import type { ResolvConfAnswer } from '../pod/resolv-conf-answer.js';
import { textOf } from '../pod/resolv-conf.js';

/** The file that a program on a node itself reads, by the last readout of it. */
export function nodeResolvConf(node: string, readouts: readonly NodeReadout[], journal: Journal): ResolvConfAnswer {
  const found = readouts.flatMap(({ node: of, readout }) => (of === node && readout.format === 'resolv-conf' ? [readout.parsed.glibc] : [])).at(-1);
  const known = { pod: null, node, base: 'host', dropped: [], settings: [], steps: journal.steps, warnings: journal.warnings } as const;
  if (found === undefined) {
    const missing = [`the resolv.conf of node ${node} (a readout \`resolv-conf\`)`];
    return { ...known, outcome: 'insufficient-information', nameservers: [], searches: [], options: [], text: '', missing, summary: `which nameservers node ${node} has is not known` };
  }
  const { nameservers, search, ndots, timeout, attempts, switches } = found;
  const lists = { nameservers, searches: search ?? [], options: [`ndots:${ndots}`, `timeout:${timeout}`, `attempts:${attempts}`, ...switches] };
  return { ...known, ...lists, outcome: 'known', text: textOf(lists), missing: [], summary: `node ${node}: nameserver ${nameservers.join(', ')}` };
}
