import { count, enumerate, finish, formatRef, Journal, type Answer, type Evidence, type ObjectRef, type Steps } from '../../analysis/index.js';
import type { ClusterView } from '../../cluster/index.js';
import { capped, type Capped } from '../../cni/index.js';
import { proxyAgentOf, proxyDaemonSets } from '../agent.js';
import { proxySettings, type LocalDetector, type ProxySettings, type ReadSetting } from '../settings.js';
import { nodeProxySteps, writtenMode, type ProxyLog, type ProxyOnNode } from './nodes.js';
import { replacementsIn, type Replacement } from './replacement.js';

/**
 * - `kube-proxy`: it runs as pods
 * - `in-process`: it runs within another program on the nodes, as in k3s, so that no object tells its settings
 * - `replaced`: another program does what it does, and it does not run
 * - `both`: it runs, and another program is set to replace it
 * - `none`: nothing serves ClusterIPs
 * - `insufficient-information`: the snapshot does not tell; see `missing`
 */
export type ProxyOutcome = 'kube-proxy' | 'in-process' | 'replaced' | 'both' | 'none' | 'insufficient-information';

/** A setting of kube-proxy, and where it was read. */
export interface ReadProxySetting {
  readonly field: string;
  readonly value: unknown;
  readonly from: ReadSetting['from'];
  readonly evidence: Evidence | null;
}

/** How it tells packets of pods from others, in one family. `none`: it does not, and leaves out the rules that need it. */
export interface LocalDetection {
  readonly ipFamily: 'IPv4' | 'IPv6';
  readonly kind: LocalDetector['kind'];
  /** The CIDR, the interface or the beginning of its name; null for `none`. */
  readonly value: string | null;
}

export interface ProxyDaemonSet {
  readonly daemonSet: ObjectRef;
  readonly image: string | null;
  readonly desired: number | null;
  readonly ready: number | null;
}

/** What serves ClusterIPs in the cluster, how it is set, and whether it runs on every node. */
export interface ProxyAnswer extends Answer {
  readonly outcome: ProxyOutcome;
  /** Where all nodes agree; `none` where something else serves Services, null where nodes differ or nothing tells. */
  readonly mode: ProxyOnNode['mode'] | 'none';
  /** Each mode, and the nodes that have it. */
  readonly modes: readonly { readonly mode: string; readonly nodes: Capped<string> }[];
  /** Of kube-proxy on the first node; empty where it does not run as pods. */
  readonly settings: readonly ReadProxySetting[];
  readonly localDetection: readonly LocalDetection[];
  /** CIDRs of the addresses on which node ports answer; empty: on every address of the node. */
  readonly nodePortAddresses: readonly string[];
  readonly daemonSets: readonly ProxyDaemonSet[];
  readonly nodes: Capped<ProxyOnNode>;
  readonly replacements: readonly Replacement[];
  readonly missing: readonly string[];
}

/**
 * Tells what serves ClusterIPs: kube-proxy, with its mode, settings and health on each node, or what replaces it.
 *
 * @param logs what logs of kube-proxy that were copied off the nodes tell: they say what runs, where its configuration says what was asked for
 */
export function proxyOf(view: ClusterView, logs: readonly ProxyLog[] = []): ProxyAnswer {
  return finish(proxySteps(view, logs));
}

/** What {@link proxyOf} does, step by step. */
export function* proxySteps(view: ClusterView, logs: readonly ProxyLog[] = []): Steps<ProxyAnswer> {
  const journal = new Journal();
  const nodes = yield* nodeProxySteps(view, logs);
  const replacements = replacementsIn(view);
  const daemonSets = daemonSetsOf(view);
  const runs = daemonSets.length > 0 || nodes.some(({ pod }) => pod !== null) || proxyAgentOf(view, undefined) !== undefined;
  const outcome = outcomeOf(view, { runs, nodes, replacements });
  const first = nodes.find(({ pod }) => pod !== null) ?? nodes[0];
  const settings = runs ? proxySettings(view, first && view.get('Node', '', first.node)) : undefined;
  const modes = modesOf(nodes, settings);
  const missing = missingOf(view, outcome, runs && modes.length === 0);
  tell(journal, { replacements, daemonSets, modes, settings });
  for (const each of [...missing, ...(settings?.warnings ?? []), ...disagreements(nodes, settings)]) journal.warn(each);
  if (outcome === 'both') journal.warn(`kube-proxy runs, and ${enumerate(replacements.map(({ title }) => title))} is set to do what it does: both program Services.`);
  const answer: Omit<ProxyAnswer, keyof Answer> = {
    outcome,
    mode: outcome === 'replaced' || outcome === 'none' ? 'none' : modes.length === 1 ? (modes[0]?.mode as ProxyOnNode['mode']) : null,
    modes: modes.map(({ mode, nodes: of }) => ({ mode, nodes: capped(of) })),
    settings: (settings?.read ?? []).map(({ field, value, from, evidence }) => ({ field, value, from, evidence: evidence ?? null })),
    localDetection: settings === undefined ? [] : (['IPv4', 'IPv6'] as const).map((ipFamily) => detectionOf(ipFamily, settings.detectLocal[ipFamily])),
    nodePortAddresses: settings?.nodePortAddresses ?? [],
    daemonSets,
    nodes: capped(nodes),
    replacements,
    missing,
  };
  return { ...answer, summary: summarise(answer, nodes), steps: journal.steps, warnings: journal.warnings };
}

function daemonSetsOf(view: ClusterView): ProxyDaemonSet[] {
  return proxyDaemonSets(view).map(({ object, container }) => {
    const status = view.get('DaemonSet', object.namespace ?? '', object.name)?.status;
    return { daemonSet: object, image: container.image ?? null, desired: status?.desiredNumberScheduled ?? null, ready: status?.numberReady ?? null };
  });
}

function outcomeOf(view: ClusterView, { runs, nodes, replacements }: { runs: boolean; nodes: readonly ProxyOnNode[]; replacements: readonly Replacement[] }): ProxyOutcome {
  const isReplaced = replacements.length > 0;
  if (runs) return isReplaced ? 'both' : 'kube-proxy';
  if (isReplaced) return 'replaced';
  if (nodes.some(({ health, detail }) => health === 'without-pod' && !detail.startsWith('A virtual'))) return 'in-process';
  return view.covers('DaemonSet') && view.covers('Pod') && nodes.length > 0 && view.objects('Pod').length > 0 ? 'none' : 'insufficient-information';
}

/** A cluster of which no node is known still has what its one kube-proxy is set to. */
function modesOf(nodes: readonly ProxyOnNode[], settings: ProxySettings | undefined): { mode: string; nodes: string[] }[] {
  const byMode = new Map<string, string[]>();
  for (const { mode, node } of nodes) {
    if (mode === null) continue;
    const of = byMode.get(mode);
    if (of === undefined) byMode.set(mode, [node]);
    else of.push(node);
  }
  const written = settings && writtenMode(settings);
  if (byMode.size === 0 && written !== undefined) byMode.set(written, []);
  return [...byMode].map(([mode, of]) => ({ mode, nodes: of })).sort((a, b) => b.nodes.length - a.nodes.length);
}

function missingOf(view: ClusterView, outcome: ProxyOutcome, lacksMode: boolean): string[] {
  if (lacksMode) return ['The file that kube-proxy reads is not in the snapshot, and so its mode is not known. ConfigMap kube-system/kube-proxy would tell, or its log, as a readout of format kube-proxy-log.'];
  if (outcome === 'in-process') return ['kube-proxy runs within another program: its mode and settings are in no object. Its log would tell the mode, as a readout of format kube-proxy-log.'];
  if (outcome !== 'insufficient-information') return view.covers('Node') ? [] : ['The snapshot does not hold all Nodes.'];
  const gaps = (['DaemonSet', 'Pod', 'Node'] as const).filter((kind) => !view.covers(kind));
  return gaps.length > 0 ? gaps.map((kind) => `The snapshot does not hold all ${kind}s: what serves ClusterIPs is not known.`) : ['No object tells what serves ClusterIPs.'];
}

/** A log tells what runs; a configuration that says otherwise takes effect when kube-proxy is started anew. */
function disagreements(nodes: readonly ProxyOnNode[], settings: ProxySettings | undefined): string[] {
  if (settings === undefined) return [];
  const written = writtenMode(settings);
  return nodes.filter(({ modeFrom, mode }) => written !== undefined && modeFrom === 'log' && mode !== written).map(({ node, mode }) => `By its log kube-proxy of node ${node} runs in mode ${mode}, and what is written asks for ${written}: it was not started since that was changed, or its log is of an earlier start.`);
}

function detectionOf(ipFamily: 'IPv4' | 'IPv6', detector: LocalDetector): LocalDetection {
  switch (detector.kind) {
    case 'cidr':
      return { ipFamily, kind: 'cidr', value: detector.cidr.text };
    case 'interface':
      return { ipFamily, kind: 'interface', value: detector.name };
    case 'interface-prefix':
      return { ipFamily, kind: 'interface-prefix', value: detector.prefix };
    case 'none':
      return { ipFamily, kind: 'none', value: null };
  }
}

function tell(journal: Journal, { replacements, daemonSets, modes, settings }: { replacements: readonly Replacement[]; daemonSets: readonly ProxyDaemonSet[]; modes: readonly { mode: string; nodes: readonly string[] }[]; settings: ProxySettings | undefined }): void {
  for (const { title, detail, evidence } of replacements) journal.step(title, 'serves Services', detail, evidence.slice(0, 3));
  for (const { daemonSet, desired, ready } of daemonSets) journal.step('DaemonSet controller', 'runs', `${formatRef(daemonSet)}: ${ready === null || desired === null ? 'how many pods are ready is not told' : `${ready} of ${desired} pods ready`}`, [daemonSet]);
  const written = settings?.read.find(({ field }) => field === 'mode');
  for (const { mode, nodes } of modes) {
    const where = written?.from === 'config' || written?.from === 'flag' ? `as its ${written.from === 'config' ? 'configuration' : 'flag'} says` : 'the default, as nothing is written';
    journal.step('kube-proxy', 'runs in mode', `${mode}${nodes.length === 0 ? '' : ` on ${count(nodes.length, 'node')}`}, ${mode === settings?.mode ? where : 'as its log says'}`, written?.evidence === undefined ? [] : [written.evidence]);
  }
}

function summarise({ outcome, mode, modes, replacements, missing }: Omit<ProxyAnswer, keyof Answer>, nodes: readonly ProxyOnNode[]): string {
  const ill = nodes.filter(({ health }) => health === 'missing' || health === 'not-ready' || health === 'left-out');
  const health = nodes.length === 0 ? '' : ill.length === 0 ? (nodes.every(({ health: each }) => each === 'ready' || each === 'without-pod') ? `, ready on ${nodes.length === 1 ? 'its one node' : `all ${nodes.length} nodes`}` : '') : `; not at work on ${enumerate(ill.map(({ node }) => node), 3)}: ${ill[0]?.detail ?? ''}`;
  const dot = health.endsWith('.') ? '' : '.';
  switch (outcome) {
    case 'kube-proxy':
    case 'both': {
      const which = modes.length === 0 ? 'in a mode that the snapshot does not tell' : mode === null ? `in different modes (${modes.map((each) => `${each.mode} on ${enumerate(each.nodes.items, 2)}`).join('; ')})` : `in mode ${mode}`;
      return `kube-proxy ${which}${outcome === 'both' ? `, beside ${enumerate(replacements.map(({ title }) => title))}, which is set to replace it` : ''}${health}${dot}`;
    }
    case 'in-process':
      return `kube-proxy runs within another program on the nodes${mode === null || mode === 'none' ? '; its mode is not in the snapshot' : `, in mode ${mode}`}.`;
    case 'replaced':
      return `${enumerate(replacements.map(({ title }) => title))} does what kube-proxy does; kube-proxy does not run.`;
    case 'none':
      return 'Nothing serves ClusterIPs: no kube-proxy runs, and nothing that replaces it is known.';
    case 'insufficient-information':
      return missing[0] ?? 'The snapshot does not tell what serves ClusterIPs.';
  }
}
