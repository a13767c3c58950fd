import { variableOf } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, configured } from '../setting.js';
import type { Fingerprint } from '../signs.js';
import { holdsFlannel } from './calico.js';
import { flannelNetwork } from '../flannel-network.js';

const fingerprint: Fingerprint = {
  daemonSet: /canal$/,
  container: /^kube-flannel$/,
  image: /flannel$/,
  program: /^flanneld$/,
  not: (agent) => !holdsFlannel(agent),
  configMap: /^(?:rke2-)?canal-config$/,
};

/** Calico for policy and flannel for the network, in one pod. */
export const canal: CniPlugin = {
  name: 'canal',
  title: 'Canal (Calico and flannel)',
  contains: ['calico', 'flannel'],
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const usesPodCidr = agent && variableOf(agent, /^calico-node$/, 'USE_POD_CIDR');
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, /^calico-node$/),
        ipam: usesPodCidr === undefined ? byDefault('host-local', 'calico manifests/canal.yaml v3.26.3: subnet usePodCidr') : configured('host-local', usesPodCidr.evidence),
        addressing: 'node-cidrs',
        ...flannelNetwork(signs, presence),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(false, 'calico manifests/canal.yaml v3.26.3'),
        networkPolicy: byDefault(true, 'calico felix v3.26.3: policy is enforced in every mode'),
      },
    };
  },
};
