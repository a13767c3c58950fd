import type { Evidence } from '../../analysis/index.js';
import type { ClusterView, ConfigMap, Pod } from '../../cluster/index.js';
import { kubeletSettings, type KubeletSettings } from './kubelet-settings.js';
import { kubeletOf, subjectOf } from './resolv-conf-answer.js';
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
