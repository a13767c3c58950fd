import { enumerate } from '../../analysis/index.js';
import type { Replacement } from '../proxy/replacement.js';
import type { ProxyOfNode } from '../proxy-of-node.js';
import type { ProxyModeName } from '../settings.js';
import type { Atlas } from './atlas.js';
import type { Withheld } from './withheld.js';

/**
 * The mode of kube-proxy on a node, as far as the snapshot vouches for it; or what is missing to tell.
 *
 * @param supposed a mode that the question supposes
 */
export function modeOf(atlas: Atlas, told: ProxyOfNode, supposed: ProxyModeName | undefined): ProxyModeName | Withheld {
  const { settings, place } = told.proxy;
  if (supposed !== undefined) return supposed;
  const where = place.nodeName === '' ? 'the cluster' : `node ${place.nodeName}`;
  const node = place.nodeName === '' ? {} : { node: place.nodeName };
  const { replacements, view } = atlas;
  if (replacements.length > 0) return { ...node, ...replacedBy(replacements, where) };
  if (settings.agent !== undefined || settings.read.some(({ from }) => from === 'config' || from === 'flag')) return settings.mode;
  if (view.covers('DaemonSet') && view.covers('Pod')) {
    return {
      ...node, outcome: 'insufficient-information', reason: 'no-kube-proxy',
      summary: `Nothing can be told: the snapshot holds no kube-proxy of ${where}, and how what serves Services there (the agent of k3s, OVN-Kubernetes …) treats the packet is not in it.`,
      missing: ['which component serves Services there, and its configuration', supposal],
    };
  }
  return {
    ...node, outcome: 'insufficient-information', reason: 'unknown-mode',
    summary: `Nothing can be told: the snapshot holds no kube-proxy of ${where}, and so not its mode.`,
    missing: ['the DaemonSets and ConfigMaps of kube-proxy: `kubectl get daemonsets,configmaps -n kube-system -o yaml`', supposal],
  };
}

const supposal = 'or a mode of kube-proxy to suppose (`mode`), to learn what kube-proxy would do';

function replacedBy(replacements: readonly Replacement[], where: string): Withheld {
  return {
    outcome: 'insufficient-information', reason: 'no-kube-proxy',
    summary: `Nothing can be told: ${enumerate(replacements.map(({ title }) => title))} does on ${where} what kube-proxy does, by rules of its own.`,
    missing: [`how ${enumerate(replacements.map(({ title }) => title))} treats the packet, by its own tools`, supposal],
    evidence: replacements.flatMap(({ evidence }) => evidence),
  };
}
