import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { unknown } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^kube-multus$/;
const fingerprint: Fingerprint = {
  daemonSet: /multus/,
  container: main,
  image: /multus(?:-cni)?$/,
  configMap: /^multus-(?:cni|daemon)-config$/,
  groups: ['k8s.cni.cncf.io'],
  podAnnotations: ['k8s.v1.cni.cncf.io/network-status', 'k8s.v1.cni.cncf.io/networks-status'],
};
const delegates = 'Multus leaves it to the plugins that it calls.';

/** Multus: calls another plugin for the network of a pod, and more for further interfaces. */
export const multus: CniPlugin = {
  name: 'multus',
  title: 'Multus',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    return {
      found: 'plugin',
      profile: {
        role: 'meta',
        certainty: presence.certainty,
        daemonSet: presence.agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(presence.agent, main),
        ipam: unknown(delegates),
        addressing: 'other',
        podRanges: [],
        encapsulation: unknown(delegates),
        mtu: unknown(delegates),
        ...foldersOf(presence),
        kubeProxyReplacement: unknown(delegates),
        networkPolicy: unknown(delegates),
      },
    };
  },
};
