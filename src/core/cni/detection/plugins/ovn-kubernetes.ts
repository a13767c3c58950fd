import { countIn, refOf } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import type { PodRange } from '../profile.js';
import { byDefault, configured, unknown, type Setting } from '../setting.js';
import type { Fingerprint, Presence } from '../signs.js';
import { mtuOfNetwork, openShiftNetwork, rangesOfNetwork } from '../openshift-network.js';

const main = /^(?:ovnkube-controller|ovnkube-node|ovn-controller)$/;
const source = 'ovn-kubernetes go-controller/pkg/config/config.go 6c366bb4';

/** OVN-Kubernetes: each node has a switch of its own, whose range an annotation of the node tells. */
export const ovnKubernetes: CniPlugin = {
  name: 'ovn-kubernetes',
  title: 'OVN-Kubernetes',
  detect(signs) {
    const network = openShiftNetwork(signs, /^OVNKubernetes$/i);
    const fingerprint: Fingerprint = {
      daemonSet: /^ovnkube-(?:node|single-node-zone|db-raft)/,
      container: main,
      image: /ovn-?kube|ovn-daemonset/,
      configMap: /^ovn-config$/,
      groups: ['k8s.ovn.org'],
      nodeAnnotations: ['k8s.ovn.org/'],
      podAnnotations: ['k8s.ovn.org/'],
      states: network === undefined ? [] : [network],
    };
    const presence = signs.presence(fingerprint);
    if (presence === undefined) return undefined;
    if (presence === 'remains') return remains(signs, fingerprint);
    const stated = rangesOfConfig(presence);
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: presence.certainty,
        daemonSet: presence.agent?.daemonSet ?? null,
        evidence: presence.evidence,
        version: versionOf(presence.agent, main),
        ipam: byDefault('ovn-kubernetes', 'ovn-kubernetes go-controller/pkg/util/subnet_annotations.go 6c366bb4'),
        addressing: 'node-annotations',
        podRanges: stated.length > 0 ? stated : rangesOfNetwork(network),
        encapsulation: byDefault('geneve', source),
        mtu: mtuOfConfig(presence) ?? mtuOfNetwork(network) ?? byDefault(1400, source),
        ...foldersOf(presence),
        kubeProxyReplacement: byDefault(true, 'ovn-kubernetes docs/design/topology.md 6c366bb4: Services are load balancers of OVN'),
        networkPolicy: byDefault(true, 'ovn-kubernetes docs/features/network-security-controls/network-policy.md 6c366bb4'),
      },
    };
  },
};

/** `net_cidr` is a list of `range/prefix of a node`: `10.128.0.0/14/23`. Source: go-controller/pkg/config/utils.go 6c366bb4, ParseClusterSubnetEntries; without the second, 24 or 64 bits. */
function rangesOfConfig({ configMap }: Presence): PodRange[] {
  const written = configMap?.data['net_cidr'];
  if (configMap === undefined || written === undefined) return [];
  const entries = written.includes('{') ? [written] : written.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  return entries.map((entry) => {
    const [address = '', prefix = '', nodePrefix] = entry.split('/');
    const cidr = nodePrefix === undefined ? entry : `${address}/${prefix}`;
    return { cidr, source: 'net_cidr', nodePrefixLength: countIn(nodePrefix) ?? (cidr.includes(':') ? 64 : 24), isDefault: false, evidence: [{ ...refOf(configMap), field: 'data.net_cidr', value: written }] };
  });
}

function mtuOfConfig({ configMap }: Presence): Setting<number> | undefined {
  const written = configMap?.data['mtu'];
  if (configMap === undefined || written === undefined || written.trim() === '') return undefined;
  const mtu = countIn(written);
  return mtu === undefined ? unknown(`mtu of ConfigMap ovn-config reads “${written}”.`) : configured(mtu, { ...refOf(configMap), field: 'data.mtu', value: written });
}
