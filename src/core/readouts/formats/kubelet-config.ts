import { count, enumerate } from '../../analysis/index.js';
import { isRecord } from '../../record.js';
import { parseYaml } from '../../yaml.js';
import type { ReadoutFormat, Reading } from '../format.js';
import { linesOf, Problems, type Line } from '../lines.js';
import { concealed, namesSecret } from '../secrets.js';

/** A flag of the kubelet. */
export interface KubeletFlag {
  /** The line on which it stands, from 1. */
  readonly line: number;
  /** Without dashes. */
  readonly name: string;
  /** null for a switch without a value, and for a secret. */
  readonly value: string | null;
}

/** What of a kubelet's configuration decides about the network. Absent: not given, so the kubelet's own default. */
export interface KubeletNetworkSettings {
  readonly address?: string;
  readonly port?: number;
  /** 0: off. */
  readonly readOnlyPort?: number;
  readonly healthzBindAddress?: string;
  readonly healthzPort?: number;
  readonly clusterDNS?: readonly string[];
  readonly clusterDomain?: string;
  readonly resolvConf?: string;
  /** Of a kubelet without an API server alone. */
  readonly podCIDR?: string;
  readonly maxPods?: number;
  readonly hairpinMode?: string;
  readonly makeIPTablesUtilChains?: boolean;
  readonly containerRuntimeEndpoint?: string;
  readonly nodeIP?: string;
  readonly hostnameOverride?: string;
  /** By flags that kubelets have lost with dockershim in 1.24. */
  readonly networkPlugin?: string;
  readonly cniConfDir?: string;
  readonly cniBinDir?: string;
}

/** Flags, a KubeletConfiguration, or both. JSON-safe. */
export interface KubeletConfig {
  /** In the order of the text. */
  readonly flags: readonly KubeletFlag[];
  /** Variables of the unit that the text does not give: `KUBELET_EXTRA_ARGS`. Their flags are not known. */
  readonly unknownVariables: readonly string[];
  /** Whether the text holds a KubeletConfiguration. */
  readonly hasConfiguration: boolean;
  /** The file that `--config` names. */
  readonly configFile: string | null;
  /** What holds: a flag wins over the file. */
  readonly settings: KubeletNetworkSettings;
}

export type KubeletConfigReadout = Reading<'kubelet-config', KubeletConfig>;

type Setting = keyof KubeletNetworkSettings;

const numbers: ReadonlySet<Setting> = new Set<Setting>(['port', 'readOnlyPort', 'healthzPort', 'maxPods']);

/** Fields of the KubeletConfiguration, and the flags of the same name in kebab-case. */
const fields: Readonly<Record<string, Setting>> = {
  address: 'address', port: 'port', 'read-only-port': 'readOnlyPort', 'healthz-bind-address': 'healthzBindAddress', 'healthz-port': 'healthzPort', 'cluster-dns': 'clusterDNS',
  'cluster-domain': 'clusterDomain', 'resolv-conf': 'resolvConf', 'pod-cidr': 'podCIDR', 'max-pods': 'maxPods', 'hairpin-mode': 'hairpinMode',
  'make-iptables-util-chains': 'makeIPTablesUtilChains', 'container-runtime-endpoint': 'containerRuntimeEndpoint',
};

/** Flags that no field answers to. */
const flagsAlone: Readonly<Record<string, Setting>> = {
  'node-ip': 'nodeIP', 'hostname-override': 'hostnameOverride', 'network-plugin': 'networkPlugin', 'cni-conf-dir': 'cniConfDir', 'cni-bin-dir': 'cniBinDir',
};

/** Flags that a kubelet does not know any more, and does not start with. Source: kubernetes CHANGELOG-1.24, CHANGELOG-1.27. */
const removed: Readonly<Record<string, string>> = {
  'network-plugin': '1.24', 'cni-conf-dir': '1.24', 'cni-bin-dir': '1.24', 'cni-cache-dir': '1.24', 'network-plugin-mtu': '1.24', 'container-runtime': '1.27',
};

const wholeFlag = /(?:^|[\s"'=])--([a-z][a-z0-9-]*)(?:(?:=|\s+)("[^"]*"|'[^']*'|(?!-)[^\s"'\\]+))?/g;
/** A command line of the kubelet, or a variable that is for one; not `grep kubelet`. */
const kubelets = /^(?!.*\bgrep\b)\s*(?:\S.*[\s/="'])?kubelet\s+[-$]|\bKUBELET_\w+=|^DAEMON_ARGS=/;
const limits = { depth: 64, nodes: 100_000 };

/**
 * A line of `ps`, a systemd unit with its drop-ins, `/var/lib/kubelet/kubeadm-flags.env`, a KubeletConfiguration in YAML or JSON, or what
 * `/configz` answers; one of them or one after another. Fields that do not concern the network are passed over; secrets are not kept.
 *
 * Source: kubernetes v1.34.3 `cmd/kubelet/app/options/options.go` `AddKubeletConfigFlags`, `cmd/kubelet/app/server.go` `kubeletConfigFlagPrecedence`,
 * `staging/src/k8s.io/kubelet/config/v1beta1/types.go`.
 */
export const kubeletConfig: ReadoutFormat<KubeletConfigReadout> = {
  id: 'kubelet-config',
  title: 'Configuration of the kubelet',
  command: 'systemctl cat kubelet; cat /var/lib/kubelet/kubeadm-flags.env /var/lib/kubelet/config.yaml',
  parse(text) {
    const problems = new Problems(concealed);
    const { texts, documents } = split(linesOf(text));
    const { flags, unknownVariables } = readFlags(texts, problems);
    const configurations = documents.flatMap((lines) => readConfiguration(lines, problems) ?? []);
    if (flags.length === 0 && configurations.length === 0 && text.trim() !== '') {
      const first = linesOf(text).find((line) => line.text.trim() !== '');
      if (problems.all.length === 0 && first !== undefined) problems.add(first, 1, 'neither a flag of the kubelet nor a KubeletConfiguration begins here or below');
      problems.refuse('a configuration of the kubelet');
    }
    const ofFile = Object.assign({}, ...configurations) as KubeletNetworkSettings;
    const configFile = flags.findLast(({ name }) => name === 'config')?.value ?? null;
    const settings = { ...ofFile, ...settingsOfFlags(flags, linesOf(text), problems) };
    return { format: 'kubelet-config', parsed: { flags, unknownVariables, hasConfiguration: configurations.length > 0, configFile, settings }, problems: problems.all };
  },
  summarize({ flags, hasConfiguration, settings }) {
    const dns = settings.clusterDNS === undefined ? '' : `; DNS ${enumerate(settings.clusterDNS, 3)}`;
    const pods = settings.maxPods === undefined ? '' : `; at most ${settings.maxPods} pods`;
    return `${count(flags.length, 'flag')}${hasConfiguration ? ' and a KubeletConfiguration' : ''}${dns}${pods}`;
  },
  sections({ flags, unknownVariables, settings }) {
    return [
      { title: 'Settings of the network', noun: 'setting', items: Object.entries(settings).map(([name, value]: [string, unknown]) => ({ text: [{ strong: name }, ` ${Array.isArray(value) ? value.join(' ') : String(value)}`] })) },
      { title: 'Flags', noun: 'flag', items: flags.map(({ name, value }) => ({ text: [{ code: `--${name}${value === null ? '' : `=${value}`}` }] })) },
      { title: 'Variables that the text does not give', noun: 'variable', items: unknownVariables.map((name) => ({ text: [{ code: name }] })) },
    ];
  },
};

/** Parts configurations, which begin with `apiVersion:`, `kind:` or a brace at the margin, from everything else. */
function split(lines: readonly Line[]): { readonly texts: readonly Line[]; readonly documents: readonly (readonly Line[])[] } {
  const texts: Line[] = [];
  const documents: Line[][] = [];
  let document: Line[] | undefined;
  for (const line of lines) {
    const begins = /^(apiVersion:|kind:|---\s*$|\{)/.test(line.text);
    const ends = document !== undefined && /^(---\s*$|#\s*\/|\[[A-Z]\w+\]\s*$|[A-Z_]+=|\S+[@:]\S*[$#] )/.test(line.text);
    if (ends) document = undefined;
    if (begins && document === undefined) documents.push((document = []));
    if (document === undefined) texts.push(line);
    else if (!/^---\s*$/.test(line.text)) document.push(line);
  }
  return { texts, documents: documents.filter((each) => each.some(({ text }) => text.trim() !== '')) };
}

function readFlags(lines: readonly Line[], problems: Problems): { readonly flags: readonly KubeletFlag[]; readonly unknownVariables: readonly string[] } {
  const flags: KubeletFlag[] = [];
  const given = new Set<string>();
  const wanted = new Set<string>();
  const isBare = lines.every(({ text }) => /^\s*($|--[a-z])/.test(text));
  let goesOn = false;
  for (const line of lines) {
    if (/^\s*[#;]/.test(line.text)) continue;
    for (const [, name] of line.text.matchAll(/(?:^|[\s"'])([A-Z][A-Z0-9_]*)=/g)) if (name !== undefined) given.add(name);
    // The flags of another program are none of the kubelet's.
    const isOurs: boolean = isBare || kubelets.test(line.text) || goesOn;
    goesOn = isOurs && /\\\s*$/.test(line.text);
    if (!isOurs) continue;
    for (const [, name] of line.text.matchAll(/\$\{?([A-Z][A-Z0-9_]*)\}?/g)) if (name !== undefined) wanted.add(name);
    for (const [, name = '', value] of line.text.matchAll(wholeFlag)) {
      const isSecret = namesSecret(name);
      if (isSecret && value !== undefined) problems.add(line, 1, `the value of --${name} is left out: it is a secret`);
      flags.push({ line: line.number, name, value: value === undefined || isSecret ? null : value.replace(/^["']|["']$/g, '') });
    }
  }
  return { flags, unknownVariables: [...wanted].filter((name) => !given.has(name)) };
}

/** The network's fields of one document; undefined where it is no KubeletConfiguration. */
function readConfiguration(lines: readonly Line[], problems: Problems): KubeletNetworkSettings | undefined {
  const [first] = lines;
  const reading = parseYaml(lines.map(({ text }) => text).join('\n'), limits);
  if (first === undefined) return undefined;
  if (reading.outcome !== 'read') {
    const { line, column, detail } = reading.fault;
    problems.add(lines[line - 1] ?? first, column, `this is neither YAML nor JSON: ${detail}`);
    return undefined;
  }
  const raw: unknown = reading.documents[0];
  // What /configz answers has no kind.
  const configuration = isRecord(raw) && isRecord(raw['kubeletconfig']) ? raw['kubeletconfig'] : raw;
  const isOurs = isRecord(configuration) && (configuration !== raw || configuration['kind'] === 'KubeletConfiguration');
  if (!isOurs) {
    problems.add(first, 1, `${isRecord(raw) && typeof raw['kind'] === 'string' ? `a ${raw['kind'].slice(0, 100)}` : 'a document without a kind'}, no KubeletConfiguration; passed over`);
    return undefined;
  }
  const settings: Partial<Record<Setting, unknown>> = {};
  for (const name of Object.values(fields)) {
    const value = configuration[name];
    if (value === undefined || value === null) continue;
    if (fits(name, value)) settings[name] = value;
    else problems.add(lineOf(lines, name), 1, `“${name}” is not ${wordOf(name)}; the kubelet does not start with it`);
  }
  return settings as KubeletNetworkSettings;
}

function lineOf(lines: readonly Line[], name: string): Line {
  return lines.find(({ text }) => text.includes(name)) ?? lines[0] ?? { number: 1, text: '' };
}

function fits(name: Setting, value: unknown): boolean {
  if (numbers.has(name)) return Number.isInteger(value);
  if (name === 'clusterDNS') return Array.isArray(value) && value.every((each) => typeof each === 'string');
  return typeof value === (name === 'makeIPTablesUtilChains' ? 'boolean' : 'string');
}

function wordOf(name: Setting): string {
  return numbers.has(name) ? 'a whole number' : name === 'clusterDNS' ? 'a list of addresses' : name === 'makeIPTablesUtilChains' ? 'true or false' : 'a text';
}

/** The last of a flag wins. */
function settingsOfFlags(flags: readonly KubeletFlag[], lines: readonly Line[], problems: Problems): KubeletNetworkSettings {
  const settings: Partial<Record<Setting, unknown>> = {};
  for (const { line: number, name, value } of flags) {
    const line = lines[number - 1] ?? { number, text: '' };
    const since = Object.hasOwn(removed, name) ? removed[name] : undefined;
    if (since !== undefined) problems.add(line, 1, `--${name} left the kubelet in ${since}: from then on it does not start with it`);
    const setting = Object.hasOwn(fields, name) ? fields[name] : Object.hasOwn(flagsAlone, name) ? flagsAlone[name] : undefined;
    if (setting === undefined || value === null) continue;
    const read = numbers.has(setting) ? (/^\d{1,9}$/.test(value) ? Number(value) : undefined) : setting === 'clusterDNS' ? value.split(',') : setting === 'makeIPTablesUtilChains' ? value === 'true' : value;
    if (read === undefined) problems.add(line, 1, `“${value}” after --${name} is not ${wordOf(setting)}`);
    else settings[setting] = read;
  }
  return settings as KubeletNetworkSettings;
}
