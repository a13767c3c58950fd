import type { ClusterView } from '../../cluster/index.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import type { ProxyModeName } from '../settings.js';
import type { Withheld } from './withheld.js';

/**
 * The mode of kube-proxy on a node, as far as the snapshot vouches for there being one; or what is missing to tell.
 *
 * @param supposed a mode that the question supposes
 */
export function modeOf(view: ClusterView, told: ProxyOfNode, supposed: ProxyModeName | undefined): ProxyModeName | Withheld {
  const { settings, place } = told.proxy;
  if (supposed !== undefined) return supposed;
  if (settings.agent !== undefined || settings.read.some(({ from }) => from === 'config' || from === 'flag')) return settings.mode;
  const where = place.nodeName === '' ? 'the cluster' : `node ${place.nodeName}`;
  const node = place.nodeName === '' ? {} : { node: place.nodeName };
  if (view.covers('DaemonSet') && view.covers('Pod')) {
    return {
      ...node, outcome: 'insufficient-information', reason: 'no-kube-proxy',
      summary: `Nothing can be told: no kube-proxy runs on ${where}, and how what serves Services in its place (Cilium, OVN-Kubernetes, the agent of k3s …) treats the packet is not in the snapshot.`,
      missing: ['which component serves Services, and its configuration', 'a supposed mode of kube-proxy (`mode`), to ask what kube-proxy would do'],
    };
  }
  return {
    ...node, outcome: 'insufficient-information', reason: 'unknown-mode',
    summary: `Nothing can be told: the snapshot holds no kube-proxy of ${where}, and so not its mode.`,
    missing: ['DaemonSets and ConfigMaps of namespace kube-system: `kubectl get daemonsets,configmaps -n kube-system -o yaml`', 'or a supposed mode of kube-proxy (`mode`)'],
  };
}
