import { refOf, type Node } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import type { CniPlugin } from '../plugin.js';
import { byDefault, configured, unknown } from '../setting.js';
import type { Fingerprint, Presence } from '../signs.js';

const docs = 'https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips';
const dataplaneV2: Fingerprint = { daemonSet: /^anetd$/, container: /^cilium-agent$/, image: /(?:^|[/-])cilium$/, program: /^cilium-agent$/ };
const netd: Fingerprint = { daemonSet: /^netd$/, container: /^netd$/, image: /(?:^|\/)netd$/ };

/** Google's: routes of the VPC lead to the nodes' ranges; with Dataplane V2 a build of Cilium, anetd, is the dataplane. */
export const gke: CniPlugin = {
  name: 'gke',
  title: 'GKE',
  contains: ['cilium'],
  detect(signs) {
    const node = signs.view.objects('Node').find(isOfGke);
    const v2 = signs.agents.some(({ daemonSet }) => daemonSet.name === 'anetd') ? withoutMarks(signs.presence(dataplaneV2)) : undefined;
    const presence = v2 ?? withoutMarks(signs.presence(netd)) ?? (node && { certainty: 'likely' as const, agent: undefined, configMap: undefined, evidence: [] });
    if (presence === undefined) return undefined;
    const marks = node === undefined ? [] : [{ ...refOf(node), field: 'spec.providerID', value: node.spec?.providerID }];
    const hasDataplaneV2 = v2 !== undefined && v2.agent !== undefined ? v2.agent.daemonSet : undefined;
    const knowsAgents = presence.agent !== undefined || signs.knowsAgents;
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.evidence.length + marks.length > 1 ? 'certain' : presence.certainty,
        daemonSet: presence.agent?.daemonSet ?? null,
        evidence: [...presence.evidence, ...marks],
        version: versionOf(presence.agent, /^(?:cilium-agent|netd)$/),
        ipam: byDefault('host-local', docs),
        addressing: 'node-cidrs',
        podRanges: [],
        encapsulation: byDefault('none', docs),
        mtu: unknown('It is that of the VPC, which no object of the cluster tells.'),
        ...foldersOf(presence),
        kubeProxyReplacement: hasDataplaneV2 !== undefined ? configured(true, hasDataplaneV2) : knowsAgents ? byDefault(false, 'https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2') : unknown('Whether anetd runs is not in the snapshot.'),
        networkPolicy: hasDataplaneV2 !== undefined ? configured(true, hasDataplaneV2) : knowsAgents ? byDefault(false, 'https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2') : unknown('Whether anetd runs is not in the snapshot.'),
      },
    };
  },
};

function withoutMarks(presence: Presence | 'remains' | undefined): Presence | undefined {
  return presence === 'remains' ? undefined : presence;
}

function isOfGke({ metadata, spec }: Node): boolean {
  return spec?.providerID?.startsWith('gce://') === true && metadata.labels?.['cloud.google.com/gke-nodepool'] !== undefined;
}
