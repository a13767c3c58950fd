import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems, wordsOf, type Line } from '../lines.js';
import { readAsGlibc, type GlibcResolver } from './resolv-conf-glibc.js';
import { readAsKubelet, type KubeletHostDns } from './resolv-conf-kubelet.js';

/** One file and its two readers, who do not agree on everything. */
export interface ResolvConf {
  readonly glibc: GlibcResolver;
  /** null: the kubelet refuses the file. */
  readonly kubelet: KubeletHostDns | null;
}

export type ResolvConfReadout = Reading<'resolv-conf', ResolvConf>;

const keywords: ReadonlySet<string> = new Set(['nameserver', 'search', 'domain', 'options', 'sortlist']);

/** A resolv.conf, of a node or of a pod. Source: resolv.conf(5); the readers name theirs. */
export const resolvConf: ReadoutFormat<ResolvConfReadout> = {
  id: 'resolv-conf',
  title: 'Resolver configuration',
  command: 'cat /etc/resolv.conf',
  parse(text) {
    const problems = new Problems();
    const lines = linesOf(text);
    const directives = lines.filter((line) => isDirective(line, problems));
    if (directives.length === 0 && problems.all.length > 0) problems.refuse('a resolv.conf');
    const parsed = { glibc: readAsGlibc(lines, problems), kubelet: readAsKubelet(lines, problems) };
    return { format: 'resolv-conf', parsed, problems: problems.all };
  },
  summarize({ glibc }) {
    const search = glibc.search === null ? 'no search list' : `search ${glibc.search.join(' ')}`;
    return `nameservers ${glibc.nameservers.join(', ')}; ${search}; ndots ${glibc.ndots}`;
  },
  sections({ glibc, kubelet }) {
    const settings = [
      ['nameservers', glibc.nameservers, kubelet?.nameservers],
      ['search', glibc.search ?? [], kubelet?.searches],
      ['options', optionsOf(glibc), kubelet?.options],
    ] as const;
    const items = settings.map(([name, byGlibc, byKubelet]) => ({
      text: [{ strong: name }, ` glibc ${listed(byGlibc)}; kubelet ${kubelet === null ? 'refuses the file' : listed(byKubelet ?? [])}`],
    }));
    return [{ title: 'Settings', noun: 'setting', items }];
  },
};

function optionsOf({ ndots, timeout, attempts, switches }: GlibcResolver): readonly string[] {
  return [`ndots:${ndots}`, `timeout:${timeout}`, `attempts:${attempts}`, ...switches];
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(' ');
}

/** Tells of what neither reader, or only one, takes for a directive. */
function isDirective(line: Line, problems: Problems): boolean {
  const [keyword, ...values] = wordsOf(line.text);
  if (keyword === undefined || /^[#;]/.test(keyword.text)) return false;
  if (!keywords.has(keyword.text)) {
    problems.add(line, keyword.column, `“${keyword.text}” is not a directive; it is passed over`);
    return false;
  }
  if (keyword.column > 1) problems.add(line, 1, `glibc wants “${keyword.text}” in the first column and passes over this line`);
  if (keyword.text === 'search' && values.length === 0) problems.add(line, 1, 'no domain follows; glibc keeps the list it has, the kubelet empties it');
  const comment = keyword.text === 'nameserver' ? undefined : values.find(({ text }) => /^[#;]/.test(text));
  if (comment !== undefined) {
    problems.add(line, comment.column, `“${comment.text[0]}” begins a comment only in the first column; from here on these are values`);
  }
  return true;
}
