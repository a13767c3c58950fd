import { enumerate, formatRef, Journal, nearest, type Answer, type Evidence, type ObjectRef } from '../../analysis/index.js';
import { refOf, type ClusterView, type Pod } from '../../cluster/index.js';
import { InputError } from '../../errors.js';
import { kubeletSettings, type KubeletSettings, type NodeReadout, type Setting } from './kubelet-settings.js';
import { searchLimits, type Dropped } from './resolv-conf-limits.js';
import { baseOf, buildResolvConf, textOf, type BuiltResolvConf, type HostDns, type KubeletDns, type PodDns, type ResolvConfBase, type ResolvConfLists } from './resolv-conf.js';

/**
 * - `known`: this is the file
 * - `partly-known`: what it takes from the node's own file is not known and left out; `missing` names it
 * - `insufficient-information`: which nameservers it has is not known
 * - `not-written`: the kubelet refuses the node's file, and starts no pod that needs it
 */
export type ResolvConfOutcome = 'known' | 'partly-known' | 'insufficient-information' | 'not-written';

/** A setting of the kubelet that the file is made of. */
export interface StatedSetting {
  readonly setting: 'clusterDNS' | 'clusterDomain' | 'resolvConf';
  readonly value: string;
  readonly source: string;
  readonly isDeduced: boolean;
  readonly evidence: readonly Evidence[];
}

/** The resolv.conf of a pod. */
export interface ResolvConfAnswer extends Answer, ResolvConfLists {
  readonly outcome: ResolvConfOutcome;
  readonly pod: ObjectRef | null;
  /** On which it runs; null where it has none, or where none was asked for. */
  readonly node: string | null;
  readonly base: ResolvConfBase;
  /** As the container runtime writes it. */
  readonly text: string;
  readonly dropped: readonly Dropped[];
  readonly settings: readonly StatedSetting[];
  /** What would have to be known for the whole file. */
  readonly missing: readonly string[];
}

/** Who asks: a pod of the snapshot, or one that could be. */
export interface ResolvConfSubject extends PodDns {
  readonly pod?: Pod;
  readonly node?: string;
}

const emptyHost: HostDns = { nameservers: [], searches: [], options: [] };

/**
 * The resolv.conf of a pod, as its kubelet forms it and the runtime writes it.
 *
 * @param readouts of the snapshot's nodes; those of the pod's node are used
 * @throws InputError `not-found` where the snapshot has no such pod
 */
export function resolvConfOfPod(view: ClusterView, namespace: string, name: string, readouts: readonly NodeReadout[] = [], corefileZone: () => Setting<string> | null = () => null): ResolvConfAnswer {
  return answerResolvConf(view, subjectOf(requirePod(view, namespace, name)), readouts, corefileZone, new Journal());
}

/** A pod of the snapshot as one who asks. */
export function subjectOf(pod: Pod): ResolvConfSubject {
  const { dnsPolicy, hostNetwork = false, dnsConfig, nodeName } = pod.spec;
  return { namespace: pod.metadata.namespace, dnsPolicy, hostNetwork, ...(dnsConfig !== undefined && { dnsConfig }), pod, ...(nodeName !== undefined && { node: nodeName }) };
}

/** @throws InputError `not-found`, with near names */
export function requirePod(view: ClusterView, namespace: string, name: string): Pod {
  const pod = view.get('Pod', namespace, name);
  if (pod !== undefined) return pod;
  const names = view.podsIn(namespace).map(({ metadata }) => metadata.name);
  // Where the namespace has none, its name may be the one that is wrong.
  const near = names.length > 0 ? nearest(name, names) : nearest(`${namespace}/${name}`, view.objects('Pod').slice(0, 5000).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  throw new InputError('not-found', `the snapshot has no pod ${JSON.stringify(`${namespace}/${name}`)}; ${near.length > 0 ? `near names: ${near.join(', ')}` : `its namespace has ${names.length}`}`);
}

/** The same of whoever could ask; what is decided goes to `journal`. */
export function answerResolvConf(view: ClusterView, subject: ResolvConfSubject, readouts: readonly NodeReadout[], corefileZone: () => Setting<string> | null, journal: Journal): ResolvConfAnswer {
  const settings = kubeletSettings(view, subject.node, readouts, corefileZone);
  const host = hostFile(subject, settings, readouts);
  const missing: string[] = [];
  const domain = domainOf(settings, subject, journal);
  const built = buildResolvConf(subject, kubeletOf(view, subject, settings, domain), host === 'unknown' || host === 'refused' ? emptyHost : host);
  tell(built, subject, settings, domain, journal);
  const outcome = judge(built, subject, settings, host, missing, journal);
  const isKnown = outcome === 'known' || outcome === 'partly-known';
  const lists = isKnown ? built : { nameservers: [], searches: [], options: [] };
  const { nameservers, searches, options } = lists;
  return {
    outcome,
    pod: subject.pod === undefined ? null : refOf(subject.pod),
    node: subject.node ?? null,
    base: built.base,
    nameservers, searches, options,
    text: textOf(lists),
    dropped: built.dropped,
    settings: statedOf(settings, built),
    missing,
    summary: summaryOf(outcome, built, subject, missing),
    steps: journal.steps,
    warnings: journal.warnings,
  };
}

/** The kubelet of the node of one who asks. */
export function kubeletOf(view: ClusterView, { node }: ResolvConfSubject, settings: KubeletSettings, clusterDomain: string): KubeletDns {
  const about = node === undefined ? undefined : view.get('Node', '', node);
  const minor = /^v?1\.(\d{1,3})/.exec(about?.status?.nodeInfo?.kubeletVersion ?? view.state.kubernetesVersion ?? '')?.[1];
  return {
    clusterDNS: settings.clusterDNS?.value ?? [],
    clusterDomain,
    readsNoHostFile: settings.resolvConf?.value === '',
    nodeIPs: (about?.status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address),
    limits: searchLimits(minor === undefined ? undefined : Number(minor)),
  };
}

/** The domain of the cluster. Where nothing tells, the one that nearly every cluster has is taken, and said. */
function domainOf({ clusterDomain }: KubeletSettings, subject: ResolvConfSubject, journal: Journal): string {
  if (clusterDomain !== null) return clusterDomain.value;
  if (baseOf(subject) === 'cluster') journal.warn('Nothing in the snapshot tells the cluster domain; cluster.local is taken, which kubeadm and most distributions set.');
  return 'cluster.local';
}

/** What the kubelet reads of its node's file: the last readout of it. */
function hostFile({ node }: ResolvConfSubject, { resolvConf }: KubeletSettings, readouts: readonly NodeReadout[]): HostDns | 'unknown' | 'refused' {
  if (resolvConf?.value === '') return emptyHost;
  const found = readouts.flatMap(({ node: of, readout }) => (of === node && readout.format === 'resolv-conf' ? [readout.parsed.kubelet] : [])).at(-1);
  return found === undefined ? 'unknown' : (found ?? 'refused');
}

function judge(built: BuiltResolvConf, subject: ResolvConfSubject, { clusterDNS, resolvConf }: KubeletSettings, host: HostDns | 'unknown' | 'refused', missing: string[], journal: Journal): ResolvConfOutcome {
  const where = subject.node === undefined ? 'the node on which it will run' : `node ${subject.node}`;
  const wantsCluster = baseOf(subject) === 'cluster';
  if (host === 'refused') return 'not-written';
  if (wantsCluster && clusterDNS === null) {
    missing.push('the clusterDNS of the kubelet: the ConfigMap kube-system/kubelet-config, the Service of the cluster DNS, or a readout `kubelet-config` of the node');
    return 'insufficient-information';
  }
  if (host === 'unknown' && built.base !== 'none') {
    missing.push(`the resolv.conf of ${where} (a readout \`resolv-conf\`)`);
    if (built.base === 'host') return 'insufficient-information';
    journal.warn(`The search domains of ${where} are not known, and come after those of the cluster; here there are none.`);
    return 'partly-known';
  }
  const path = resolvConf?.value;
  if (typeof host === 'object' && path !== undefined && path !== '' && path !== '/etc/resolv.conf' && built.base !== 'none') {
    journal.warn(`The readout of ${where} is taken for ${path}, the file that its kubelet reads.`);
  }
  return 'known';
}

function tell(built: BuiltResolvConf, subject: ResolvConfSubject, settings: KubeletSettings, domain: string, journal: Journal): void {
  const { dnsPolicy, hostNetwork, dnsConfig, pod } = subject;
  const evidence: Evidence[] = pod === undefined ? [] : [{ ...refOf(pod), field: 'spec.dnsPolicy', value: dnsPolicy }, ...(hostNetwork ? [{ ...refOf(pod), field: 'spec.hostNetwork', value: true }] : [])];
  const policy = `dnsPolicy ${dnsPolicy}${hostNetwork ? ' on the network of the node' : ''}`;
  const bases: Readonly<Record<ResolvConfBase, string>> = { cluster: 'the cluster DNS, and the search domains of the node after those of the cluster', host: 'the resolv.conf of the node', none: 'nothing but the pod’s dnsConfig' };
  journal.step('kubelet', 'choose', `${policy}: the file is made of ${bases[baseOf(subject)]}`, evidence);
  if (built.lacksClusterDns && settings.clusterDNS !== null) journal.step('kubelet', 'fall back', 'the kubelet has no clusterDNS: event MissingClusterDNS, and the resolv.conf of the node instead', settings.clusterDNS.evidence);
  if (built.base === 'cluster' && settings.clusterDNS !== null) {
    const { value, evidence: because, isDeduced } = settings.clusterDNS;
    journal.step('kubelet', 'ask', `nameserver ${enumerate(value)}; search domains below ${domain}; ndots:5`, [...because, ...(settings.clusterDomain?.evidence ?? [])]);
    if (isDeduced) journal.warn('The clusterDNS of the kubelet is not in the snapshot; it is taken to be the address of the DNS Service.');
  }
  if (dnsConfig !== undefined) journal.step('kubelet', 'merge', 'dnsConfig adds its nameservers and domains at the end, and its options in place of those of the same name', pod === undefined ? [] : [{ ...refOf(pod), field: 'spec.dnsConfig' }]);
  for (const { field, value, reason } of built.dropped) journal.step('kubelet', 'drop', `${field} ${value} is left out: ${reason} (event DNSConfigForming)`);
}

function statedOf(settings: KubeletSettings, { base }: BuiltResolvConf): readonly StatedSetting[] {
  const state = (setting: StatedSetting['setting'], found: Setting<readonly string[] | string> | null): StatedSetting[] =>
    found === null ? [] : [{ setting, value: [found.value].flat().join(' '), source: found.source, isDeduced: found.isDeduced, evidence: found.evidence }];
  return [...(base === 'none' ? [] : [...state('clusterDNS', settings.clusterDNS), ...state('clusterDomain', settings.clusterDomain)]), ...state('resolvConf', settings.resolvConf)];
}

function summaryOf(outcome: ResolvConfOutcome, built: BuiltResolvConf, { pod, namespace }: ResolvConfSubject, missing: readonly string[]): string {
  const who = pod === undefined ? `a pod of namespace ${namespace}` : formatRef(refOf(pod));
  switch (outcome) {
    case 'not-written':
      return `${who} does not start: the kubelet refuses the resolv.conf of its node`;
    case 'insufficient-information':
      return `which nameservers ${who} has is not known: it takes ${missing.join('; ')}`;
    default: {
      const search = built.searches.length === 0 ? 'no search list' : `search ${built.searches.join(' ')}`;
      const lost = built.dropped.length === 0 ? '' : `; ${built.dropped.length} left out by the kubelet’s limits`;
      return `${who}: nameserver ${built.nameservers.length === 0 ? 'none' : built.nameservers.join(', ')}; ${search}; ${built.options.length === 0 ? 'no options' : built.options.join(' ')}${lost}`;
    }
  }
}
