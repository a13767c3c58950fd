import { flagIn, textAt, yamlOf, type ClusterView } from '../../cluster/index.js';

/**
 * Whether a kube-proxy runs, and takes for pods of this cluster what lies in its cluster CIDR: its traffic to Services keeps its source, that of all others is masqueraded. That is what it does
 * untold; false where it is told another way, or where none is seen.
 *
 * Source: kubernetes v1.37.2 cmd/kube-proxy/app/server_linux.go, platformApplyDefaults and getLocalDetectors; a flag counts where no `--config` is given
 */
export function tellsPodsByClusterCidr(view: ClusterView): boolean {
  const specs = [...view.objects('DaemonSet').filter(({ metadata }) => metadata.namespace === 'kube-system').map(({ spec }) => spec.template.spec), ...view.podsIn('kube-system').map(({ spec }) => spec)];
  const proxies = specs.flatMap(({ containers }) => containers.filter(({ name }) => name === 'kube-proxy'));
  const configMap = view.get('ConfigMap', 'kube-system', 'kube-proxy') ?? view.get('ConfigMap', 'kube-system', 'kube-proxy-config');
  const written = textAt(yamlOf(configMap?.data['config.conf'] ?? configMap?.data['config']), 'detectLocalMode');
  const modes = [written, ...proxies.map((proxy) => flagIn(proxy, 'detect-local-mode')?.value)];
  return proxies.length > 0 && modes.every((mode) => mode === undefined || mode === 'ClusterCIDR');
}
