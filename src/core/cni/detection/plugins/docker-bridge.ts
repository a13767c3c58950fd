import { contains, isAddress, parseAddress, parseCidr } from '../../../ip/index.js';
import { minorOf, refOf, type Pod } from '../../../cluster/index.js';
import type { CniPlugin } from '../plugin.js';
import { byDefault, unknown } from '../setting.js';

const docker0 = parseCidr('172.17.0.0/16');
const source = 'moby daemon/daemon_unix.go v20.10: the default bridge; kubernetes pkg/kubelet/dockershim/network/plugins.go v1.23: NoopNetworkPlugin';

/** No plugin at all: the kubelet's dockershim, which left with 1.24, lets Docker give pods addresses of its bridge, on every node the same. */
export const dockerBridge: CniPlugin = {
  name: 'docker-bridge',
  title: 'Docker’s bridge, without a CNI plugin',
  isLastResort: true,
  detect({ view }) {
    const pod = view.objects('Pod').find(isOnDocker0);
    if (pod === undefined) return undefined;
    const nodes = view.objects('Node');
    const node = nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName);
    const info = node?.status?.nodeInfo;
    if (nodes.length > 0 && (info?.containerRuntimeVersion?.startsWith('docker://') !== true || (minorOf(info.kubeletVersion) ?? 0) >= 24)) return undefined;
    return {
      found: 'plugin',
      profile: {
        role: 'primary',
        certainty: 'likely',
        daemonSet: null,
        evidence: [{ ...refOf(pod), field: 'status.podIP', value: pod.status?.podIP }, ...(node === undefined ? [] : [{ ...refOf(node), field: 'status.nodeInfo.containerRuntimeVersion', value: info?.containerRuntimeVersion }])],
        version: unknown('It is a part of Docker.'),
        ipam: byDefault('docker', source),
        addressing: 'cloud',
        podRanges: [{ cidr: '172.17.0.0/16', source: `default: ${source}`, nodePrefixLength: null, isDefault: true, evidence: [] }],
        encapsulation: byDefault('none', source),
        mtu: unknown('Docker’s flag --mtu is in no object.'),
        confDir: unknown('It reads none.'),
        binDir: unknown('It reads none.'),
        kubeProxyReplacement: byDefault(false, source),
        networkPolicy: byDefault(false, source),
        warnings: nodes.length > 1 ? ['Docker gives out the same addresses on every node: pods of two nodes cannot reach each other.'] : [],
      },
    };
  },
};

function isOnDocker0({ spec, status }: Pod): boolean {
  const ip = status?.podIP;
  return spec.hostNetwork !== true && ip !== undefined && ip.startsWith('172.17.') && isAddress(ip) && contains(docker0, parseAddress(ip));
}
