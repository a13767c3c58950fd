import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import { byDefault, unknown } from '../setting.js';
import type { Fingerprint } from '../signs.js';
import { mtuOfNetwork, openShiftNetwork, rangesOfNetwork } from '../openshift-network.js';

const main = /^sdn$/;
const operator = 'openshift/cluster-network-operator pkg/network/openshift_sdn.go release-4.14';
const daemon = 'openshift/cluster-network-operator bindata/network/openshift-sdn/sdn.yaml release-4.14';

/** OpenShift SDN, to 4.16. Its images are named by digest alone: its DaemonSet and OpenShift's Network tell of it. */
export const openshiftSdn: CniPlugin = {
  name: 'openshift-sdn',
  title: 'OpenShift SDN',
  detect(signs) {
    const network = openShiftNetwork(signs, /^OpenShiftSDN$/i);
    const fingerprint: Fingerprint = {
      daemonSet: main,
      container: main,
      image: /(?:^|\/)(?:openshift-)?sdn$/,
      not: ({ daemonSet }) => daemonSet.namespace !== 'openshift-sdn',
      groups: ['network.openshift.io'],
      states: network === undefined ? [] : [network],
    };
    const presence = signs.presence(fingerprint);
    if (presence === undefined || (network === undefined && (presence === 'remains' || presence.agent === undefined))) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: presence.agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(presence.agent, main),
        ipam: byDefault('host-local', 'openshift/sdn pkg/network/node/pod.go 006be0b9: getIPAMConfig'),
        addressing: 'node-annotations',
        podRanges: rangesOfNetwork(network),
        encapsulation: byDefault('vxlan', `${operator}: VXLANPort 4789`),
        mtu: mtuOfNetwork(network) ?? unknown('The snapshot holds no Network cluster that tells it.'),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(true, `${daemon}: the container sdn runs kube-proxy within itself`),
        networkPolicy: byDefault(true, `${operator}: mode NetworkPolicy, where none is given`),
      },
    };
  },
};
