import { count } from '../../analysis/index.js';
import { isRecord } from '../../record.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { readJson, textOf, type JsonDocument } from '../json.js';
import { linesOf, Problems, type Line } from '../lines.js';
import { concealed } from '../secrets.js';

/** One plugin of a chain, by what decides who it is. */
export interface CniConfPlugin {
  /** The name of the program in the directory of plugins; null where it is missing, which libcni refuses. */
  readonly type: string | null;
  /** The program that it asks for addresses. */
  readonly ipam?: string;
}

/** One network configuration of CNI. JSON-safe. */
export interface CniConf {
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** The name of its file, without the folder; absent where the text does not tell it. */
  readonly file?: string;
  /** `list`: a `.conflist`; `single`: one plugin, a `.conf`, which runtimes lift into a list of one. */
  readonly form: 'list' | 'single';
  /** null where it is missing, which libcni refuses. */
  readonly name: string | null;
  /** null where none is given, which means 0.1.0. */
  readonly cniVersion: string | null;
  /** In the order in which ADD calls them. */
  readonly plugins: readonly CniConfPlugin[];
}

export interface CniConfs {
  /** One for each document of the text. */
  readonly configurations: readonly CniConf[];
}

export type CniConfReadout = Reading<'cni-conf', CniConfs>;

/**
 * Files of /etc/cni/net.d. Who is in the chain is read, nothing of what they are given, which may hold credentials.
 *
 * Source: CNI specification 1.1.0 section 1; libcni v1.3.0 `libcni/conf.go` `NetworkConfFromBytes`, `NetworkPluginConfFromBytes`.
 */
export const cniConf: ReadoutFormat<CniConfReadout> = {
  id: 'cni-conf',
  title: 'CNI configuration',
  command: 'tail -n +1 /etc/cni/net.d/*',
  parse(text) {
    const problems = new Problems(concealed);
    const all = linesOf(text);
    const files = all.flatMap(({ number, text: line }) => fileIn(line).map((file) => ({ number, file })));
    const lines = files.length === 0 ? all : all.map((line) => (fileIn(line.text).length > 0 ? { ...line, text: '' } : line));
    const documents = readJson(lines, problems, 'cat');
    let next = 0;
    const configurations = documents.flatMap((document) => {
      while ((files[next]?.number ?? Infinity) < document.line) next++;
      const file = files[next - 1]?.file;
      const read = readConf(document, lines[document.line - 1] ?? { number: document.line, text: '' }, problems);
      return read === undefined ? [] : [file === undefined ? read : { ...read, file }];
    });
    if (configurations.length === 0 && (documents.length > 0 || problems.all.length > 0)) problems.refuse('a CNI configuration');
    return { format: 'cni-conf', parsed: { configurations }, problems: problems.all };
  },
  summarize({ configurations }) {
    return configurations.length === 1 && configurations[0] !== undefined ? formatConf(configurations[0]) : count(configurations.length, 'configuration');
  },
  sections({ configurations }) {
    return [{ title: 'Configurations', noun: 'configuration', items: configurations.map((conf) => ({ text: [...(conf.file === undefined ? [] : [{ strong: conf.file }, ' ']), { code: formatConf(conf) }] })) }];
  },
};

/** The file that a line of `head` or `tail` announces: `==> /etc/cni/net.d/10-cni.conflist <==`. */
function fileIn(line: string): string[] {
  const path = /^==> (\S.*\S) <==$/.exec(line)?.[1];
  return path === undefined ? [] : [path.slice(path.lastIndexOf('/') + 1)];
}

function readConf({ line, value }: JsonDocument, at: Line, problems: Problems): CniConf | undefined {
  if (!isRecord(value)) {
    problems.add(at, 1, 'a list of JSON; a CNI configuration is one object');
    return undefined;
  }
  const isList = 'plugins' in value;
  if (!isList && textOf(value['type']) === undefined) {
    problems.add(at, 1, 'this object has neither “plugins” nor “type”');
    return undefined;
  }
  const name = textOf(value['name']) ?? null;
  if (name === null) problems.add(at, 1, 'the configuration has no name; libcni refuses it');
  const listed = isList ? value['plugins'] : [value];
  const plugins = Array.isArray(listed) ? (listed as readonly unknown[]) : [];
  if (plugins.length === 0) problems.add(at, 1, 'the list of plugins is empty or no list; libcni refuses it');
  const read = plugins.map((plugin): CniConfPlugin => {
    const type = (isRecord(plugin) ? textOf(plugin['type']) : undefined) ?? '';
    if (type === '') problems.add(at, 1, 'a plugin has no type; libcni refuses the configuration');
    const ipam = isRecord(plugin) && isRecord(plugin['ipam']) ? textOf(plugin['ipam']['type']) : undefined;
    return { type: type === '' ? null : type, ...(ipam === undefined ? {} : { ipam }) };
  });
  return { line, form: isList ? 'list' : 'single', name, cniVersion: textOf(value['cniVersion']) ?? null, plugins: read };
}

function formatConf({ name, cniVersion, plugins }: CniConf): string {
  const chain = plugins.map(({ type, ipam }) => `${type ?? '?'}${ipam === undefined ? '' : ` (${ipam})`}`).join(' → ');
  return `${name ?? 'without a name'}, CNI ${cniVersion ?? '0.1.0'}: ${chain === '' ? 'no plugin' : chain}`;
}
