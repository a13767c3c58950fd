import { count, enumerate, formatRef, Journal, type Answer, type Evidence, type ObjectRef } from '../../analysis/index.js';
import { refOf, type ClusterState, type ClusterView } from '../../cluster/index.js';
import type { CniPlugin, Detection } from './plugin.js';
import type { Addressing, Certainty, Encapsulation, PodRange, Profile, Role } from './profile.js';
import { plugins } from './plugins/catalogue.js';
import { clusterPodRanges, isTemplate, serviceRanges } from './pod-ranges.js';
import { valueOf } from './setting.js';
import { Signs } from './signs.js';

/**
 * - `one`: one plugin gives pods their interface
 * - `several`: more than one does, so that the first file of the configuration folder decides on each node
 * - `none`: the nodes say that no plugin is configured
 * - `insufficient-information`: the snapshot does not hold what would tell; `missing` names it
 */
export type CniOutcome = 'one' | 'several' | 'none' | 'insufficient-information';

/** A setting that is not written, and what the plugin then does. */
export interface DefaultSetting {
  readonly field: SettingName;
  readonly value: string | number | boolean;
  /** The plugin's file and version that says so. */
  readonly source: string;
}

/** A setting that the snapshot does not tell. */
export interface MissingSetting {
  readonly field: SettingName;
  readonly detail: string;
}

/** A plugin, and its settings as far as they are known: null is not known, and told in `missing`. */
export interface DetectedPlugin {
  readonly name: string;
  readonly title: string;
  readonly role: Role;
  readonly certainty: Certainty;
  readonly version: string | null;
  readonly daemonSet: ObjectRef | null;
  /** In the words of the plugin: `host-local`, `calico-ipam`, `cluster-pool`. */
  readonly ipam: string | null;
  readonly addressing: Addressing;
  readonly podCIDRs: readonly string[];
  readonly encapsulation: Encapsulation | null;
  /** Bytes. */
  readonly mtu: number | null;
  readonly confDir: string | null;
  readonly binDir: string | null;
  readonly kubeProxyReplacement: boolean | null;
  readonly networkPolicy: boolean | null;
  readonly defaults: readonly DefaultSetting[];
  readonly missing: readonly MissingSetting[];
  readonly evidence: readonly Evidence[];
}

/** A range of pod addresses, and who says so. */
export interface StatedPodRange extends PodRange {
  /** The plugin that states it; null for a component of the cluster. */
  readonly plugin: string | null;
}

/** What a plugin that does not run has left. */
export interface Leftover {
  readonly name: string;
  readonly title: string;
  readonly evidence: readonly Evidence[];
}

/** Which CNI plugins a cluster has, and how they are set. */
export interface CniAnswer extends Answer {
  readonly outcome: CniOutcome;
  /** Those that give pods their interface first. */
  readonly plugins: readonly DetectedPlugin[];
  readonly podCIDRs: readonly StatedPodRange[];
  readonly serviceCIDRs: readonly PodRange[];
  readonly leftovers: readonly Leftover[];
  /** What would have to be in the snapshot to tell more. */
  readonly missing: readonly string[];
}

const settingNames = ['version', 'ipam', 'encapsulation', 'mtu', 'confDir', 'binDir', 'kubeProxyReplacement', 'networkPolicy'] as const;
export type SettingName = (typeof settingNames)[number] | 'podCIDRs';

const roles: readonly Role[] = ['primary', 'chained', 'meta'];
const known = new WeakMap<ClusterState, CniAnswer>();

/** Which CNI plugins the cluster of a snapshot has, by what they leave in it: their agents, ConfigMaps, custom resources and annotations. Made once for a state. */
export function detectCni(view: ClusterView): CniAnswer {
  const made = known.get(view.state);
  if (made !== undefined) return made;
  const answer = makeAnswer(view);
  known.set(view.state, answer);
  return answer;
}

interface Found {
  readonly plugin: CniPlugin;
  readonly profile: Profile;
}

function makeAnswer(view: ClusterView): CniAnswer {
  const signs = new Signs(view);
  const { found, leftovers } = look(signs);
  const journal = new Journal();
  for (const { plugin, profile } of found) tell(journal, plugin, profile);
  for (const { title, evidence } of leftovers) journal.warn(`${title} has left ${enumerate(evidence.map(formatRef), 3)}, but no agent of it runs.`);
  const detected = found.map(detectedOf);
  const primaries = found.filter(({ profile }) => profile.role === 'primary');
  const unready = nodesWithoutPlugin(view);
  const outcome = primaries.length > 1 ? 'several' : primaries.length === 1 ? 'one' : unready.length > 0 && signs.knowsAgents ? 'none' : 'insufficient-information';
  if (outcome === 'none') journal.step('kubelet', 'wait', `without a CNI configuration: ${count(unready.length, 'node')}`, unready.slice(0, 3));
  const missing = outcome === 'insufficient-information' ? lacking(view) : [];
  for (const each of missing) journal.warn(each);
  return {
    outcome,
    plugins: detected,
    podCIDRs: podRangesOf(view, found),
    serviceCIDRs: serviceRanges(view).filter(({ cidr }) => !isTemplate(cidr)),
    leftovers,
    missing,
    summary: summarise(outcome, detected, unready.length),
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

/** What contains another plugin takes its signs; a last resort is asked where no other gives pods their interface. */
function look(signs: Signs): { found: Found[]; leftovers: Leftover[] } {
  const asked = plugins.filter(({ isLastResort }) => isLastResort !== true).flatMap((plugin) => answered(plugin, plugin.detect(signs)));
  const contained = new Set(asked.filter(({ detection }) => detection.found === 'plugin').flatMap(({ plugin }) => plugin.contains ?? []));
  const found = asked.flatMap(({ plugin, detection }) => (detection.found === 'plugin' && !isContained(plugin, detection.profile, contained) ? [{ plugin, profile: detection.profile }] : []));
  const leftovers = asked.flatMap(({ plugin, detection }) => (detection.found === 'remains' && !contained.has(plugin.name) ? [{ name: plugin.name, title: plugin.title, evidence: detection.remains.evidence }] : []));
  const isResolved = found.some(({ profile }) => profile.role === 'primary');
  const resort = isResolved ? [] : plugins.filter(({ isLastResort }) => isLastResort === true).flatMap((plugin) => answered(plugin, plugin.detect(signs))).slice(0, 1);
  const all = [...found, ...resort.flatMap(({ plugin, detection }) => (detection.found === 'plugin' ? [{ plugin, profile: detection.profile }] : []))];
  return { found: all.sort((a, b) => roles.indexOf(a.profile.role) - roles.indexOf(b.profile.role)), leftovers };
}

function answered(plugin: CniPlugin, detection: Detection | undefined): { plugin: CniPlugin; detection: Detection }[] {
  return detection === undefined ? [] : [{ plugin, detection }];
}

/** An agent of its own stands for itself; marks alone are those of the whole. */
function isContained({ name }: CniPlugin, { daemonSet }: Profile, contained: ReadonlySet<string>): boolean {
  return contained.has(name) && daemonSet === null;
}

function detectedOf({ plugin: { name, title }, profile }: Found): DetectedPlugin {
  const { role, certainty, daemonSet, addressing, evidence } = profile;
  const settings = settingNames.map((field) => ({ field, setting: profile[field] }));
  return {
    name,
    title,
    role,
    certainty,
    version: valueOf(profile.version),
    daemonSet,
    ipam: valueOf(profile.ipam),
    addressing,
    podCIDRs: rangesOf(profile).map(({ cidr }) => cidr),
    encapsulation: valueOf(profile.encapsulation),
    mtu: valueOf(profile.mtu),
    confDir: valueOf(profile.confDir),
    binDir: valueOf(profile.binDir),
    kubeProxyReplacement: valueOf(profile.kubeProxyReplacement),
    networkPolicy: valueOf(profile.networkPolicy),
    defaults: settings.flatMap(({ field, setting }) => (setting.known === 'default' ? [{ field, value: setting.value, source: setting.source }] : [])),
    missing: [...settings.flatMap(({ field, setting }) => (setting.known === 'no' ? [{ field, detail: setting.why }] : [])), ...missingRanges(profile)],
    evidence: [...evidence, ...settings.flatMap(({ setting }) => (setting.known === 'configured' ? setting.evidence : []))].filter(isFirstOfItself),
  };
}

/** The ranges that somebody has filled in. */
function rangesOf({ podRanges }: Profile): PodRange[] {
  return podRanges.filter(({ cidr }) => !isTemplate(cidr));
}

const unstated: Readonly<Record<Addressing, string>> = {
  'node-cidrs': 'It states none: each node has its own range in spec.podCIDRs.',
  'calico-blocks': 'The snapshot holds no object that states it.',
  'cilium-nodes': 'The snapshot holds no object that states it.',
  'cluster-range': 'The snapshot holds no object that states it.',
  'node-annotations': 'The snapshot holds no object that states it.',
  cloud: 'The network of the cloud gives the addresses; no object of the cluster tells its ranges.',
  other: 'Another plugin gives out addresses.',
  unknown: 'How it gives out addresses is not in the snapshot.',
};

function missingRanges(profile: Profile): MissingSetting[] {
  return rangesOf(profile).length > 0 ? [] : [{ field: 'podCIDRs', detail: unstated[profile.addressing] }];
}

function isFirstOfItself(evidence: Evidence, index: number, all: readonly Evidence[]): boolean {
  return all.findIndex((each) => each.name === evidence.name && each.kind === evidence.kind && each.namespace === evidence.namespace && each.field === evidence.field && JSON.stringify(each.value) === JSON.stringify(evidence.value)) === index;
}

function tell(journal: Journal, { title }: CniPlugin, profile: Profile): void {
  const { role, certainty, evidence, warnings = [], podRanges } = profile;
  const where = evidence.length === 0 ? '' : ` by ${enumerate([...new Set(evidence.map(formatRef))], 3)}`;
  journal.step(title, role === 'primary' ? 'gives pods their interface' : role === 'meta' ? 'calls other plugins' : 'is chained', `${certainty}${where}`, evidence);
  for (const warning of warnings) journal.warn(warning);
  for (const { cidr, source } of podRanges) if (isTemplate(cidr)) journal.warn(`The pod range of ${title} in ${source} reads “${cidr}”, a template that nobody has filled in.`);
  for (const { cidr, source, isDefault } of podRanges) if (isDefault) journal.warn(`No object states a pod range of ${title}: ${cidr} is what it takes then (${source.replace(/^default: /, '')}).`);
}

function podRangesOf(view: ClusterView, found: readonly Found[]): StatedPodRange[] {
  const ofPlugins = found.flatMap(({ plugin, profile }) => rangesOf(profile).map((range) => ({ ...range, plugin: plugin.name })));
  return [...ofPlugins, ...clusterPodRanges(view).filter(({ cidr }) => !isTemplate(cidr)).map((range) => ({ ...range, plugin: null }))];
}

/** Source: kubernetes pkg/kubelet/status and containerd: the runtime's NetworkReady condition becomes the message of Ready. */
function nodesWithoutPlugin(view: ClusterView): Evidence[] {
  return view.objects('Node').flatMap((node) => {
    const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
    const says = /cni (?:plugin not initialized|config uninitialized)|no networks? found in/i;
    return ready?.status === 'False' && says.test(ready.message ?? '') ? [{ ...refOf(node), field: 'status.conditions[Ready].message', value: ready.message }] : [];
  });
}

function lacking(view: ClusterView): string[] {
  const gaps = (['DaemonSet', 'Pod', 'ConfigMap', 'Node'] as const).filter((kind) => !view.covers(kind));
  const wanted: Readonly<Record<(typeof gaps)[number], string>> = {
    DaemonSet: 'the DaemonSets of all namespaces, of which one is the agent of the plugin',
    Pod: 'the Pods of all namespaces, some of which are of the agent',
    ConfigMap: 'the ConfigMaps in which plugins keep their settings',
    Node: 'the Nodes, on which plugins leave annotations',
  };
  if (gaps.length > 0) return gaps.map((kind) => `The snapshot does not hold ${wanted[kind]}.`);
  return ['No object of the cluster tells of a plugin: it is started on the nodes themselves. The file in the node’s /etc/cni/net.d would tell.'];
}

function summarise(outcome: CniOutcome, detected: readonly DetectedPlugin[], unready: number): string {
  const primaries = detected.filter(({ role }) => role === 'primary');
  const others = detected.filter(({ role }) => role !== 'primary');
  const beside = others.length === 0 ? '' : `, beside ${enumerate(others.map(({ title, role }) => `${title} (${role})`))}`;
  if (outcome === 'several') return `${primaries.length} CNI plugins would give pods their interface: ${enumerate(primaries.map(nameOf))}${beside}. On each node the first file of the configuration folder decides.`;
  if (outcome === 'none') return `No CNI plugin runs; without a configuration: ${count(unready, 'node')}.`;
  const [first] = primaries;
  if (first === undefined) return others.length === 0 ? 'The snapshot does not tell which CNI plugin the cluster has.' : `The snapshot does not tell which CNI plugin gives pods their interface${beside}.`;
  return `${first.certainty === 'certain' ? '' : 'Likely '}${nameOf(first)}${factsOf(first)}${beside}.`;
}

function nameOf({ title, version }: DetectedPlugin): string {
  return version === null ? title : `${title} ${version}`;
}

function factsOf({ podCIDRs, encapsulation, networkPolicy }: DetectedPlugin): string {
  const facts = [
    ...(podCIDRs.length === 0 ? [] : [`pods in ${enumerate(podCIDRs, 3)}`]),
    ...(encapsulation === null ? [] : [encapsulation === 'none' ? 'no encapsulation' : encapsulation]),
    ...(networkPolicy === null ? [] : [networkPolicy ? 'enforces NetworkPolicy' : 'does not enforce NetworkPolicy']),
  ];
  return facts.length === 0 ? '' : `: ${facts.join(', ')}`;
}
