import { Journal, type Evidence } from '../../analysis/index.js';
import { refOf, type ClusterView, type ConfigMap, type Pod } from '../../cluster/index.js';
import { kubeletSettings, type KubeletSettings, type NodeReadout } from './kubelet-settings.js';
import { answerResolvConf, kubeletOf, subjectOf } from './resolv-conf-answer.js';
import type { Dropped } from './resolv-conf-limits.js';
import { baseOf, buildResolvConf, type BuiltResolvConf, type ResolvConfBase } from './resolv-conf.js';

/** Of what the resolv.conf of a pod is made. */
export function baseOfPod({ spec: { dnsPolicy, hostNetwork } }: Pod): ResolvConfBase {
  return baseOf({ dnsPolicy, hostNetwork: hostNetwork === true });
}

/** The search domains of a pod as far as they are of the cluster and its own, and the `ndots` with which they are used. */
export function searchesOfPod(view: ClusterView, pod: Pod): { readonly searches: readonly string[]; readonly ndots: number } {
  const { searches, options } = builtOf(view, pod);
  const written = options.find((option) => option.startsWith('ndots:'))?.slice('ndots:'.length) ?? '';
  return { searches, ndots: /^\d{1,3}$/.test(written) ? Math.min(Number(written), 15) : 1 };
}

/** What the kubelet's limits leave out of a pod's file, without what the node's own file adds. */
export function droppedOfPod(view: ClusterView, pod: Pod): readonly Dropped[] {
  return builtOf(view, pod).dropped;
}

/** A nameserver in the resolv.conf of a pod. */
export interface NameserverOfPod {
  readonly address: string;
  /** The node whose file names it; null where it is the clusterDNS of the kubelet. */
  readonly node: string | null;
  /** False where what leads to it is only likely: the clusterDNS of the kubelet is not written anywhere, or nothing says which file it reads. */
  readonly isCertain: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * The nameservers in the resolv.conf of a pod, without those of its dnsConfig; [] where they are not known. A readout `resolv-conf` is the file `/etc/resolv.conf` of its node: of a kubelet
 * that reads another one nothing is known.
 */
export function nameserversOfPod(view: ClusterView, pod: Pod, readouts: readonly NodeReadout[]): readonly NameserverOfPod[] {
  const { outcome, nameservers, settings, node, base } = answerResolvConf(view, subjectOf(pod), readouts, () => null, new Journal());
  if (outcome !== 'known' && outcome !== 'partly-known') return [];
  const setting = (wanted: string) => settings.find((each) => each.setting === wanted);
  const given = (pod.spec.dnsConfig?.nameservers ?? []);
  const own = nameservers.filter((address) => !given.includes(address));
  if (base === 'cluster') {
    const stated = setting('clusterDNS');
    return own.map((address) => ({ address, node: null, isCertain: stated?.isDeduced === false, evidence: [{ ...refOf(pod), field: 'spec.dnsPolicy', value: pod.spec.dnsPolicy }, ...(stated?.evidence ?? [])] }));
  }
  const path = setting('resolvConf');
  if (base !== 'host' || node === null || (path !== undefined && path.value !== '/etc/resolv.conf')) return [];
  return own.map((address) => ({ address, node, isCertain: path !== undefined, evidence: [{ kind: 'Node', name: node, field: 'readout resolv-conf nameserver', value: address }, ...(path?.evidence ?? [])] }));
}

/** The clusterDNS that a ConfigMap states for the kubelets; null where none does. */
export function clusterDnsSetting(view: ClusterView): { readonly addresses: readonly string[]; readonly configMap: ConfigMap } | null {
  const { clusterDNS } = settingsOf(view, undefined);
  const [first] = clusterDNS?.evidence ?? [];
  if (clusterDNS === null || clusterDNS.isDeduced || first?.kind !== 'ConfigMap' || clusterDNS.value.length === 0) return null;
  const configMap = view.get('ConfigMap', first.namespace ?? '', first.name);
  return configMap === undefined ? null : { addresses: clusterDNS.value, configMap };
}

/** The cluster domain that kubelet-config, k3s or kubeadm state; null where none does. */
export function clusterDomainSetting(view: ClusterView): { readonly value: string; readonly evidence: readonly Evidence[] } | null {
  const { clusterDomain } = settingsOf(view, undefined);
  return clusterDomain === null || clusterDomain.isDeduced || clusterDomain.value === '' ? null : clusterDomain;
}

function builtOf(view: ClusterView, pod: Pod): BuiltResolvConf {
  const subject = subjectOf(pod);
  const settings = settingsOf(view, subject.node);
  return buildResolvConf(subject, kubeletOf(view, subject, settings, settings.clusterDomain?.value ?? 'cluster.local'), { nameservers: [], searches: [], options: [] });
}

function settingsOf(view: ClusterView, node: string | undefined): KubeletSettings {
  return kubeletSettings(view, node, [], () => null);
}
