import { containersOf, imageTag, imageTail, variableOf, type Agent } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { statedRanges } from '../pod-ranges.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, unknown, type Setting } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^kindnet-cni$/;
const fingerprint: Fingerprint = { daemonSet: /^kindnet$/, container: main, image: /(?:kindest\/|^)kindnetd?$|networking\/kindnet$/, program: /^kindnetd$/ };

/** kindnet: kind's own, and what grew out of it. It routes the nodes' ranges, without a tunnel. */
export const kindnet: CniPlugin = {
  name: 'kindnet',
  title: 'kindnet',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const subnet = agent && variableOf(agent, main, 'POD_SUBNET');
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: byDefault('host-local', 'kind images/kindnetd/cmd/kindnetd/cni.go v0.24.0'),
        addressing: 'node-cidrs',
        podRanges: subnet === undefined ? [] : statedRanges(subnet.value, 'POD_SUBNET', subnet.evidence),
        encapsulation: byDefault('none', 'kind images/kindnetd/cmd/kindnetd/routes.go v0.24.0'),
        mtu: unknown('kindnet takes it from the interface of each node.'),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(false, 'kind images/kindnetd v0.24.0: it handles no Services'),
        networkPolicy: policyOf(agent),
      },
    };
  },
};

/** kind v0.24.0 was the first whose kindnetd, v20240813, watches NetworkPolicies; their tags begin with the day. */
function policyOf(agent: Agent | undefined): Setting<boolean> {
  const image = agent && containersOf(agent).find(({ container: { name } }) => main.test(name))?.container.image;
  const day = /^v(\d{8})-/.exec((image && imageTag(image)) ?? '')?.[1];
  if (image === undefined || day === undefined || !imageTail(image).endsWith('kindnetd')) return unknown('The tag of its image does not tell whether it enforces policy.');
  return byDefault(day >= '20240813', 'kind pkg/build/nodeimage/const_cni.go v0.24.0');
}
