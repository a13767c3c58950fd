import type { Evidence } from '../../analysis/index.js';
import { at, controlPlaneFlag, flagIn, refOf, textAt, yamlOf, type ClusterView, type ConfigMap, type Pod } from '../../cluster/index.js';
import type { PodRange } from './profile.js';

/** Whether a range is a template that nobody has filled in: `{{ .PodSubnet }}`, `$POD_CIDR`. */
export function isTemplate(cidr: string): boolean {
  return /\{\{|\}\}|\$/.test(cidr);
}

/** A range that is written in the cluster, as it is written there; of a list of several, each. */
export function statedRanges(cidrs: string, source: string, evidence: Evidence, nodePrefixLength: number | null = null): PodRange[] {
  return (isTemplate(cidrs) ? [cidrs.trim()] : cidrs.split(/[\s,]+/))
    .filter((cidr) => cidr !== '')
    .map((cidr) => ({ cidr, source, nodePrefixLength, isDefault: false, evidence: [evidence] }));
}

/** What the components of the cluster itself take for the pods' range, whatever the plugin: kube-controller-manager, kubeadm, kube-proxy. */
export function clusterPodRanges(view: ClusterView): PodRange[] {
  return [...ofControllerManager(view, 'cluster-cidr'), ...ofKubeadm(view, 'podSubnet'), ...ofKubeProxy(view)];
}

/** The ranges of the Services: ServiceCIDR objects, the flag of kube-apiserver, kubeadm, OpenShift's Network. Their `nodePrefixLength` is null. */
export function serviceRanges(view: ClusterView): PodRange[] {
  const objects = view.objects('ServiceCIDR').flatMap((object) => (object.spec.cidrs ?? []).map((cidr, i): PodRange => ({ cidr, source: 'ServiceCIDR', nodePrefixLength: null, isDefault: false, evidence: [{ ...refOf(object), field: `spec.cidrs[${i}]`, value: cidr }] })));
  const networks = view.objects('Network').flatMap((object) =>
    (object.status?.serviceNetwork ?? object.spec.serviceNetwork ?? []).map((cidr): PodRange => ({ cidr, source: 'Network', nodePrefixLength: null, isDefault: false, evidence: [{ ...refOf(object), field: 'status.serviceNetwork', value: cidr }] })),
  );
  return [...objects, ...ofStaticPod(view, /^kube-apiserver/, 'service-cluster-ip-range', 'apiserver-flag'), ...ofKubeadm(view, 'serviceSubnet'), ...networks];
}

function ofControllerManager(view: ClusterView, flag: string): PodRange[] {
  return ofStaticPod(view, /^kube-controller-manager/, flag, 'controller-manager-flag');
}

function ofStaticPod(view: ClusterView, component: RegExp, flag: string, source: string): PodRange[] {
  const found = controlPlaneFlag(view, component, flag);
  return found === undefined ? [] : statedRanges(found.value, source, found.evidence);
}

function ofKubeadm(view: ClusterView, key: 'podSubnet' | 'serviceSubnet'): PodRange[] {
  const found = kubeadmNetworking(view);
  const cidrs = textAt(found?.networking, key);
  return found === undefined || cidrs === undefined ? [] : statedRanges(cidrs, 'kubeadm-config', { ...refOf(found.configMap), field: `data.ClusterConfiguration: networking.${key}`, value: cidrs });
}

function kubeadmNetworking(view: ClusterView): { readonly configMap: ConfigMap; readonly networking: unknown } | undefined {
  const configMap = view.get('ConfigMap', 'kube-system', 'kubeadm-config');
  if (configMap === undefined) return undefined;
  const written = yamlOf(configMap.data['ClusterConfiguration'] ?? configMap.data['MasterConfiguration']);
  return { configMap, networking: at(written, 'networking') };
}

function ofKubeProxy(view: ClusterView): PodRange[] {
  const configMap = view.get('ConfigMap', 'kube-system', 'kube-proxy') ?? view.get('ConfigMap', 'kube-system', 'kube-proxy-config');
  const key = configMap?.data['config.conf'] === undefined ? 'config' : 'config.conf';
  const cidrs = textAt(yamlOf(configMap?.data[key]), 'clusterCIDR');
  if (configMap !== undefined && cidrs !== undefined) return statedRanges(cidrs, 'kube-proxy-config', { ...refOf(configMap), field: `data[${key}]: clusterCIDR`, value: cidrs });
  const [first] = kubeProxyFlags(view);
  return first === undefined ? [] : statedRanges(first.value, 'kube-proxy-flag', first.evidence);
}

function* kubeProxyFlags(view: ClusterView): Iterable<{ value: string; evidence: Evidence }> {
  const specs: readonly { object: Parameters<typeof refOf>[0]; path: string; spec: Pod['spec'] }[] = [
    ...view.objects('DaemonSet').filter(({ metadata }) => metadata.namespace === 'kube-system').map((object) => ({ object, path: 'spec.template.spec', spec: object.spec.template.spec })),
    ...view.podsIn('kube-system').map((object) => ({ object, path: 'spec', spec: object.spec })),
  ];
  for (const { object, path, spec } of specs) {
    for (const [i, container] of spec.containers.entries()) {
      const found = container.name === 'kube-proxy' ? flagIn(container, 'cluster-cidr') : undefined;
      if (found !== undefined) yield { value: found.value, evidence: { ...refOf(object), field: `${path}.containers[${i}].${found.list}`, value: found.written } };
    }
  }
}
