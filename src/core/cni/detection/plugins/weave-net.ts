import { containersOf, countIn, variableOf } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { statedRanges } from '../pod-ranges.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, configured, unknown } from '../setting.js';
import type { Fingerprint } from '../signs.js';

const main = /^weave$/;
const launch = 'weave prog/weave-kube/launch.sh v2.8.1';
/** Its `setup-cni`, which launch.sh calls. */
const script = 'weave weave v2.8.1: setup-cni';
const fingerprint: Fingerprint = {
  daemonSet: /^weave-net$/,
  container: main,
  image: /weave-kube$/,
  nodeReason: 'WeaveIsUp',
};

/** Weave Net: one range for the cluster, of which its peers share out what they need. The range of a node's spec means nothing to it. */
export const weaveNet: CniPlugin = {
  name: 'weave-net',
  title: 'Weave Net',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const { agent } = presence;
    const range = agent && variableOf(agent, main, 'IPALLOC_RANGE');
    const mtu = agent && variableOf(agent, main, 'WEAVE_MTU');
    const mtuValue = countIn(mtu?.value);
    const fast = agent && variableOf(agent, main, 'WEAVE_NO_FASTDP');
    const npc = agent && containersOf(agent).find(({ container: { name } }) => name === 'weave-npc');
    const npcEvidence = agent && npc && { ...agent.object, field: `${npc.field}.name`, value: npc.container.name };
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(agent, main),
        ipam: byDefault('weave', 'weave ipam/ring v2.8.1'),
        addressing: 'cluster-range',
        podRanges:
          range !== undefined
            ? statedRanges(range.value, 'IPALLOC_RANGE', range.evidence)
            : agent !== undefined
              ? [{ cidr: '10.32.0.0/12', source: `default: ${launch}`, nodePrefixLength: null, isDefault: true, evidence: [] }]
              : [],
        encapsulation: agent === undefined ? unknown('No agent of it is in the snapshot.') : fast === undefined ? byDefault('vxlan', 'weave router/fastdp.go v2.8.1: fast datapath, UDP 6784; it falls back to sleeve, UDP 6783') : configured('udp', fast.evidence),
        mtu: mtu !== undefined && mtuValue !== undefined ? configured(mtuValue, mtu.evidence) : agent === undefined ? unknown('No agent of it is in the snapshot.') : byDefault(1376, 'weave net/bridge.go v2.8.1: the fast datapath’s, where none is given'),
        ...foldersOf(presence, agent === undefined ? {} : { confDir: byDefault('/etc/cni/net.d', script), binDir: byDefault('/opt/cni/bin', script) }),
        kubeProxyReplacement: byDefault(false, 'weave prog/weave-kube v2.8.1: it handles no Services'),
        networkPolicy: agent === undefined ? unknown('No agent of it is in the snapshot.') : npcEvidence === undefined ? configured(false, agent.object) : configured(true, npcEvidence),
      },
    };
  },
};
