import { enumerate, type Answer } from '../../analysis/index.js';
import { goQuote } from './go-json.js';
import { findPlugin, versionRefusal } from './judge.js';
import { checkedForm, validateNetworkConfig } from './validate.js';
import { formOfFile, readNetworkConfig } from './network-config.js';

/** What looks for a network configuration in a folder. */
export type ConfigRuntime = 'containerd' | 'cri-o';

export interface ConfigFile {
  /** Without a folder. */
  readonly name: string;
  readonly text: string;
}

/** What becomes of one file of a folder. */
export interface ConfigCandidate {
  readonly name: string;
  /** `used` once at most; `fatal`: the runtime stops there and has no network at all. */
  readonly verdict: 'used' | 'not reached' | 'passed over' | 'not a candidate' | 'fatal';
  readonly reason: string;
  /** The name of its network; null where it cannot be read. */
  readonly network: string | null;
}

/** Which file of a folder is the network of pods. */
export interface ConfigChoice extends Answer {
  /** Null where the runtime has no network. */
  readonly winner: string | null;
  /** In the order in which they are looked at: by the bytes of their names. Those that are no candidates come last. */
  readonly candidates: readonly ConfigCandidate[];
}

/**
 * Which file of a configuration folder the runtime takes for the network of pods. Names are compared byte by byte: `10-` comes before `9-`, capitals before small letters.
 *
 * - containerd (one configuration, its default): the first candidate; if that one is broken, there is no network
 * - CRI-O (no `cni_default_network`): the first that can be read and whose plugins take its version; others are passed over, and one without a name is named after its file
 *
 * The kubelet looks for none since 1.24: the runtime does.
 *
 * @throws InputError `invalid-request` for a text that nests deeper than 100
 * Source: containerd/go-cni v1.1.14 opts.go loadFromConfDir; cri-o/ocicni v0.4.3 pkg/ocicni/ocicni.go loadNetworks; containernetworking/cni v1.3.1 libcni/conf.go ConfFiles
 */
export function chooseNetworkConfig(files: readonly ConfigFile[], runtime: ConfigRuntime): ConfigChoice {
  const sorted = [...files].sort((a, b) => (bytesOf(a.name) < bytesOf(b.name) ? -1 : 1));
  const candidates: ConfigCandidate[] = [];
  let end: 'used' | 'fatal' | undefined;
  for (const file of sorted.filter(({ name }) => formOfFile(name) !== undefined)) {
    const { network, broken } = look(file, runtime);
    const judged: Pick<ConfigCandidate, 'verdict' | 'reason'> =
      end !== undefined
        ? { verdict: 'not reached', reason: `it comes after ${candidates.find(({ verdict }) => verdict === end)?.name ?? ''}` }
        : broken === undefined
          ? { verdict: 'used', reason: 'the first that can be used' }
          : { verdict: runtime === 'containerd' ? 'fatal' : 'passed over', reason: broken };
    if (judged.verdict === 'used' || judged.verdict === 'fatal') end = judged.verdict;
    candidates.push({ name: file.name, network, ...judged });
  }
  const strangers = sorted.filter(({ name }) => formOfFile(name) === undefined);
  candidates.push(...strangers.map(({ name }): ConfigCandidate => ({ name, verdict: 'not a candidate', reason: 'its name ends in none of .conf, .conflist and .json', network: null })));
  const winner = candidates.find(({ verdict }) => verdict === 'used') ?? null;
  return {
    summary: summarise(runtime, winner, candidates),
    winner: winner?.name ?? null,
    candidates,
    steps: candidates.map(({ name, verdict, reason }) => ({ component: runtime, action: verdict, detail: `${name}: ${reason}`, evidence: [] })),
    warnings: winner === null ? [] : [...(runtime === 'cri-o' ? ['Assumed: the programs of all plugins are installed; CRI-O passes over a file that names one that is not.'] : []), ...problemsOf(files.find(({ name }) => name === winner.name) as ConfigFile)],
  };
}

function look({ name, text }: ConfigFile, runtime: ConfigRuntime): { readonly network: string | null; readonly broken?: string } {
  const config = readNetworkConfig(text, checkedForm(text, name));
  if ('message' in config) return { network: null, broken: config.message };
  if (config.plugins.length === 0) return { network: config.name, broken: 'it has no plugins of its own' };
  if (runtime === 'containerd') return { network: config.name };
  const refusing = config.plugins.filter(({ type }) => refusesVersion(type, config.cniVersion)).map(({ type }) => `plugin ${type} does not support config version ${goQuote(config.cniVersion === '' ? '0.1.0' : config.cniVersion)}`);
  const network = config.name === '' ? name : config.name;
  return { network, ...(refusing.length > 0 && { broken: `[${refusing.join(' ')}]` }) };
}

function refusesVersion(type: string, cniVersion: string): boolean {
  const plugin = findPlugin(type);
  return plugin !== undefined && versionRefusal(plugin, cniVersion) !== undefined;
}

function problemsOf({ name, text }: ConfigFile): string[] {
  return validateNetworkConfig(text, name).problems.filter(({ severity }) => severity === 'error').map(({ pointer, detail }) => `${name} is used although attaching containers by it fails: ${pointer}: ${detail}.`);
}

function summarise(runtime: ConfigRuntime, winner: ConfigCandidate | null, candidates: readonly ConfigCandidate[]): string {
  const passed = candidates.filter(({ verdict }) => verdict === 'passed over').map(({ name }) => name);
  const fatal = candidates.find(({ verdict }) => verdict === 'fatal');
  if (winner !== null) return `${runtime} uses ${winner.name}, network “${winner.network ?? ''}”${passed.length === 0 ? '' : `; it passes over ${enumerate(passed, 5)}`}.`;
  return fatal === undefined ? `${runtime} finds no network configuration here.` : `${runtime} has no network: it stops at ${fatal.name}: ${fatal.reason}.`;
}

/** A text that compares as the UTF-8 bytes of `name` do. */
function bytesOf(name: string): string {
  return [...name].map((c) => (c.codePointAt(0) ?? 0).toString(16).padStart(6, '0')).join('');
}
