import { containersOf, flagOf, imageTail, refOf } from '../../../cluster/index.js';
import { foldersOf, versionOf } from '../agent-settings.js';
import { remains, type CniPlugin } from '../plugin.js';
import type { Profile } from '../profile.js';
import { byDefault, configured, unknown } from '../setting.js';
import type { Fingerprint, Presence, Signs } from '../signs.js';
import { holdsFlannel } from './calico.js';
import { flannelNetwork } from '../flannel-network.js';

const main = /^kube-flannel$/;
const fingerprint: Fingerprint = {
  daemonSet: /flannel/,
  container: main,
  image: /flannel$|flanneld$/,
  program: /^flanneld$/,
  not: holdsFlannel,
  configMap: /^kube-flannel-cfg$/,
  nodeAnnotations: ['flannel.alpha.coreos.com/'],
  nodeReason: 'FlannelIsUp',
};

/** flannel, also where k3s runs it within its own agent: then only its annotations on the nodes tell of it. */
export const flannel: CniPlugin = {
  name: 'flannel',
  title: 'flannel',
  detect(signs) {
    const presence = signs.presence(fingerprint);
    const within = withinK3s(signs);
    if (presence !== undefined && presence !== 'remains') return { found: 'plugin', profile: profileOf(signs, presence) };
    if (within !== undefined) return { found: 'plugin', profile: profileOf(signs, within) };
    return presence === 'remains' ? remains(signs, fingerprint) : undefined;
  },
};

function withinK3s(signs: Signs): Presence | undefined {
  const mark = signs.nodeWith('flannel.alpha.coreos.com/backend-type');
  const kubelet = mark?.node.status?.nodeInfo?.kubeletVersion;
  if (mark === undefined || kubelet?.includes('+k3s') !== true) return undefined;
  const node = refOf(mark.node);
  const evidence = [
    { ...node, field: 'status.nodeInfo.kubeletVersion', value: kubelet },
    { ...node, field: `metadata.annotations[${mark.key}]`, value: mark.node.metadata.annotations?.[mark.key] },
  ];
  return { certainty: 'certain', agent: undefined, configMap: undefined, evidence };
}

function profileOf(signs: Signs, presence: Presence): Profile {
  const { agent } = presence;
  const isK3s = agent === undefined && presence.certainty === 'certain';
  const policies = agent && containersOf(agent).find(({ container }) => /kube-network-policies$/.test(imageTail(container.image ?? '')));
  const usesEtcd = agent !== undefined && flagOf(agent, main, 'kube-subnet-mgr') === undefined;
  const k3sFolder = (path: string) => (isK3s ? { known: 'default' as const, value: path, source: 'k3s pkg/agent/config/config.go v1.30: CNIConfDir, below the default --data-dir' } : undefined);
  const confDir = k3sFolder('/var/lib/rancher/k3s/agent/etc/cni/net.d');
  return {
    role: 'primary',
    certainty: presence.certainty,
    daemonSet: agent?.daemonSet ?? null,
    evidence: presence.evidence,
    version: versionOf(agent, main),
    ipam: byDefault('host-local', 'flannel-io/cni-plugin flannel_linux.go v1.2.0: delegates to bridge with host-local'),
    addressing: usesEtcd ? 'cluster-range' : 'node-cidrs',
    ...flannelNetwork(signs, presence),
    ...foldersOf(presence, { ...(confDir && { confDir }) }),
    kubeProxyReplacement: byDefault(false, 'flannel README.md v0.26.1: it gives a layer 3 network between nodes, and nothing else'),
    networkPolicy:
      agent !== undefined && policies !== undefined
        ? configured(true, { ...agent.object, field: `${policies.field}.image`, value: policies.container.image })
        : isK3s
          ? unknown('k3s enforces policy with a controller of its own, unless started with --disable-network-policy, which no object tells.')
          : byDefault(false, 'flannel README.md v0.26.1: for policy, other projects can be used'),
  };
}
