import type { Evidence } from '../../analysis/index.js';
import type { ClusterView, Node } from '../../cluster/index.js';
import { detectCni } from '../../cni/index.js';

/** A program that does what kube-proxy does. */
export interface Replacement {
  readonly name: string;
  readonly title: string;
  readonly certainty: 'certain' | 'likely';
  /** One sentence: what says so. */
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

/** CNI plugins of the cluster that do what kube-proxy does, by their settings. */
export function replacementsIn(view: ClusterView): Replacement[] {
  return detectCni(view).plugins.flatMap(({ name, title, certainty, kubeProxyReplacement, defaults, evidence }) => {
    if (kubeProxyReplacement !== true) return [];
    const byDefault = defaults.find(({ field }) => field === 'kubeProxyReplacement');
    return [{ name, title, certainty, detail: `${title} does what kube-proxy does${byDefault === undefined ? ', as its settings say' : ` (${byDefault.source})`}.`, evidence }];
  });
}

/** Why a node has no pod of kube-proxy by design; undefined where it should have one. */
export function withoutPodByDesign({ metadata, status }: Node): { readonly detail: string; readonly hasProxy: boolean; readonly evidence: Evidence } | undefined {
  const ref = { kind: 'Node', name: metadata.name };
  const { kubeletVersion } = status?.nodeInfo ?? {};
  const labels = metadata.labels ?? {};
  if (kubeletVersion?.includes('+k3s') === true) return { detail: 'k3s runs kube-proxy within its own process, unless it was started with --disable-kube-proxy.', hasProxy: true, evidence: { ...ref, field: 'status.nodeInfo.kubeletVersion', value: kubeletVersion } };
  if (Object.hasOwn(labels, 'microk8s.io/cluster')) return { detail: 'MicroK8s runs kube-proxy within kubelite.', hasProxy: true, evidence: { ...ref, field: 'metadata.labels[microk8s.io/cluster]' } };
  if (labels['eks.amazonaws.com/compute-type'] === 'fargate') return { detail: 'Fargate runs kube-proxy itself, beside each pod.', hasProxy: true, evidence: { ...ref, field: 'metadata.labels[eks.amazonaws.com/compute-type]', value: 'fargate' } };
  if (labels['type'] === 'virtual-kubelet') return { detail: 'A virtual node has no network stack of its own that kube-proxy could program.', hasProxy: false, evidence: { ...ref, field: 'metadata.labels[type]', value: 'virtual-kubelet' } };
  return undefined;
}

