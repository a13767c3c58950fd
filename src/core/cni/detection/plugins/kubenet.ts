import { minorOf, refOf } from '../../../cluster/index.js';
import type { CniPlugin } from '../plugin.js';
import { byDefault, unknown } from '../setting.js';

const docs = 'https://v1-23.docs.kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/#kubenet';

/**
 * The kubelet's own, which it lost with 1.24: a bridge and host-local on each node, routes by the cloud. No object names it; where no plugin has an agent,
 * the route controller's mark on a node whose kubelet is old enough tells of it.
 */
export const kubenet: CniPlugin = {
  name: 'kubenet',
  title: 'kubenet',
  isLastResort: true,
  detect(signs) {
    const routed = signs.nodeReason('RouteCreated');
    const node = routed && signs.view.get('Node', '', routed.name);
    const minor = minorOf(node?.status?.nodeInfo?.kubeletVersion);
    if (routed === undefined || node === undefined || minor === undefined || minor >= 24) return undefined;
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: 'likely',
        daemonSet: null,
        evidence: [routed, { ...refOf(node), field: 'status.nodeInfo.kubeletVersion', value: node.status?.nodeInfo?.kubeletVersion }],
        version: unknown('It is a part of the kubelet.'),
        ipam: byDefault('host-local', docs),
        addressing: 'node-cidrs',
        podRanges: [],
        encapsulation: byDefault('none', docs),
        mtu: unknown('The kubelet’s flag --network-plugin-mtu is in no object.'),
        confDir: unknown('It reads none.'),
        binDir: byDefault('/opt/cni/bin', docs),
        kubeProxyReplacement: byDefault(false, docs),
        networkPolicy: byDefault(false, docs),
      },
    };
  },
};
