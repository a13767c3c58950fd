import { refOf, type ClusterView } from '../../cluster/index.js';
import { clusterDnsOf } from '../cluster-dns.js';
import type { KubernetesConfig } from '../kubernetes/config.js';
import type { Setting } from '../pod/kubelet-settings.js';

/** The cluster domain as the Corefile has it: the first zone of its plugin `kubernetes` that is no reverse zone, without the trailing dot. */
export function corefileZone(view: ClusterView): Setting<string> | null {
  const dns = clusterDnsOf(view);
  if ('missing' in dns) return null;
  const [config] = dns.loaded.blocks.flatMap(({ plugins }) => plugins.filter(({ plugin }) => plugin.name === 'kubernetes').flatMap(({ configs }) => configs as readonly KubernetesConfig[]));
  if (config === undefined) return null;
  const value = config.primaryZone.replace(/\.$/, '');
  return { value, source: 'Corefile', evidence: [{ ...refOf(dns.configMap), field: 'data.Corefile kubernetes', value }], isDeduced: true };
}
