import { describe, expect, it } from 'vitest';
import type { ClusterView } from '../../cluster/index.js';
import { clusterOf, configMap, controlPlanePod, daemonSet, node, pod, uploadOf } from '../cluster.table.js';
import { detectCni, type DetectedPlugin } from './detect.js';
import { cniPlugins } from './index.js';
import { renderCniMarkdown, renderCniText } from './render.js';

const folders = { hostPaths: { conf: '/etc/cni/net.d', bin: '/opt/cni/bin' } };
const crd = (name: string, group: string) => ({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name }, spec: { group, scope: 'Cluster', names: { kind: 'X' } } });
const ipPool = (name: string, spec: object) => ({ apiVersion: 'crd.projectcalico.org/v1', kind: 'IPPool', metadata: { name }, spec });
const network = (networkType: string) => ({
  apiVersion: 'config.openshift.io/v1',
  kind: 'Network',
  metadata: { name: 'cluster' },
  spec: {},
  status: { networkType, clusterNetwork: [{ cidr: '10.128.0.0/14', hostPrefix: 23 }], serviceNetwork: ['172.30.0.0/16'], clusterNetworkMTU: 1450 },
});

const flannelDs = daemonSet('kube-flannel-ds', [{ name: 'kube-flannel', image: 'ghcr.io/flannel-io/flannel:v0.27.4', command: ['/opt/bin/flanneld'], args: ['--ip-masq', '--kube-subnet-mgr'] }], { namespace: 'kube-flannel', ...folders });
const flannelConfig = (config: object) => configMap('kube-flannel-cfg', { 'net-conf.json': JSON.stringify(config) }, 'kube-flannel');
const calicoDs = (env: Record<string, string> = {}, more: readonly { name: string; image: string; command?: string[]; args?: string[] }[] = [{ name: 'install-cni', image: 'docker.io/calico/cni:v3.26.3' }]) =>
  daemonSet('calico-node', [{ name: 'calico-node', image: 'docker.io/calico/node:v3.26.3', env }, ...more], folders);
const ciliumDs = daemonSet('cilium', [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium:v1.18.1@sha256:00', command: ['cilium-agent'] }], folders);
const weaveDs = (env: Record<string, string>, containers = ['weave-npc']) =>
  daemonSet('weave-net', [{ name: 'weave', image: 'weaveworks/weave-kube:2.8.1', env }, ...containers.map((name) => ({ name, image: `weaveworks/${name}:2.8.1` }))], { hostPaths: { conf: '/etc', bin: '/opt' } });

/** What a case expects of the plugin that gives pods their interface. */
type Expected = Partial<Omit<DetectedPlugin, 'evidence' | 'defaults' | 'missing' | 'daemonSet'>> & { readonly name: string };

const cases: readonly { readonly name: string; readonly view: ClusterView; readonly plugins: readonly Expected[] }[] = [
  {
    name: 'flannel with VXLAN between subnets alone',
    view: clusterOf([flannelDs, flannelConfig({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan', DirectRouting: true, MTU: 1400 } }), node('a')]),
    plugins: [{ name: 'flannel', role: 'primary', certainty: 'certain', version: 'v0.27.4', ipam: 'host-local', addressing: 'node-cidrs', podCIDRs: ['10.244.0.0/16'], encapsulation: 'vxlan-cross-subnet', mtu: 1400, confDir: '/etc/cni/net.d', binDir: '/opt/cni/bin', kubeProxyReplacement: false, networkPolicy: false }],
  },
  { name: 'flannel without a backend takes UDP', view: clusterOf([flannelDs, flannelConfig({ Network: '10.244.0.0/16' }), node('a')]), plugins: [{ name: 'flannel', encapsulation: 'udp', mtu: null }] },
  { name: 'flannel of two families', view: clusterOf([flannelDs, flannelConfig({ Network: '10.244.0.0/16', EnableIPv6: true, IPv6Network: 'fd00:244::/56', Backend: { Type: 'host-gw' } })]), plugins: [{ name: 'flannel', podCIDRs: ['10.244.0.0/16', 'fd00:244::/56'], encapsulation: 'none' }] },
  { name: 'flannel by a mirror, of which only pods are known', view: clusterOf([pod('f', { hostNetwork: true, metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'kube-flannel-ds', uid: 'x', controller: true }] }, containers: [{ name: 'kube-flannel', image: 'registry.example/mirrored-flannelcni-flannel:v0.18.0-amd64', command: ['/opt/bin/flanneld'] }] })], { DaemonSet: { state: 'absent' } }), plugins: [{ name: 'flannel', certainty: 'certain', version: 'v0.18.0' }] },
  { name: 'flannel within k3s, by its annotations', view: clusterOf([node('a', { kubelet: 'v1.30.4+k3s1', annotations: { 'flannel.alpha.coreos.com/backend-type': 'vxlan' } })]), plugins: [{ name: 'flannel', certainty: 'certain', encapsulation: 'vxlan', networkPolicy: null, confDir: '/var/lib/rancher/k3s/agent/etc/cni/net.d' }] },
  {
    name: 'Calico by its pools, not by the variables that made them',
    view: clusterOf([calicoDs({ CALICO_IPV4POOL_CIDR: '172.16.0.0/16', CALICO_IPV4POOL_IPIP: 'Always' }), configMap('calico-config', { veth_mtu: '1440', cni_network_config: '{"plugins":[{"mtu": __CNI_MTU__, "ipam": {"type": "calico-ipam"}}]}' }), ipPool('p', { cidr: '10.10.0.0/16', vxlanMode: 'CrossSubnet' })]),
    plugins: [{ name: 'calico', role: 'primary', version: 'v3.26.3', ipam: 'calico-ipam', addressing: 'calico-blocks', podCIDRs: ['10.10.0.0/16'], encapsulation: 'vxlan-cross-subnet', mtu: 1440, networkPolicy: true, kubeProxyReplacement: false }],
  },
  { name: 'Calico before its first start, by its variables', view: uploadOf([calicoDs({ CALICO_IPV4POOL_CIDR: '172.16.0.0/16', CALICO_IPV4POOL_IPIP: 'Always' }), configMap('calico-config', { veth_mtu: '0' })]), plugins: [{ name: 'calico', podCIDRs: ['172.16.0.0/16'], encapsulation: 'ipip', mtu: null }] },
  { name: 'Calico takes the range of kubeadm', view: uploadOf([calicoDs(), configMap('kubeadm-config', { ClusterConfiguration: 'networking:\n  podSubnet: 10.5.0.0/16\n' })]), plugins: [{ name: 'calico', podCIDRs: ['10.5.0.0/16'] }] },
  { name: 'Calico with the range of each node', view: clusterOf([calicoDs({ USE_POD_CIDR: 'true', FELIX_BPFENABLED: 'true' })]), plugins: [{ name: 'calico', ipam: 'host-local', addressing: 'node-cidrs', podCIDRs: [], kubeProxyReplacement: true }] },
  { name: 'Calico by its operator, of which only the Installation is known', view: uploadOf([{ apiVersion: 'operator.tigera.io/v1', kind: 'Installation', metadata: { name: 'default' }, spec: { calicoNetwork: { linuxDataplane: 'BPF', mtu: 1400, ipPools: [{ cidr: '192.168.0.0/16', encapsulation: 'IPIP' }] } } }]), plugins: [{ name: 'calico', certainty: 'likely', podCIDRs: ['192.168.0.0/16'], encapsulation: 'ipip', mtu: 1400, kubeProxyReplacement: true }] },
  { name: 'Calico for policy alone, beside Amazon’s', view: clusterOf([calicoDs({ CALICO_NETWORKING_BACKEND: 'none' }, []), daemonSet('aws-node', [{ name: 'aws-node', image: '602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.19.0' }], folders)]), plugins: [{ name: 'aws-vpc-cni', role: 'primary' }, { name: 'calico', role: 'chained', encapsulation: null }] },
  {
    name: 'Canal, which is neither Calico nor flannel, though it has the marks of both',
    view: clusterOf([
      daemonSet('canal', [{ name: 'calico-node', image: 'calico/node:v3.26.3', env: { USE_POD_CIDR: 'true' } }, { name: 'kube-flannel', image: 'flannel/flannel:v0.21.3', command: ['/opt/bin/flanneld'] }], folders),
      configMap('canal-config', { 'net-conf.json': '{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}' }),
      crd('ippools.crd.projectcalico.org', 'crd.projectcalico.org'),
      node('a', { annotations: { 'flannel.alpha.coreos.com/backend-type': 'vxlan', 'projectcalico.org/IPv4Address': '10.0.0.1/24' } }),
    ]),
    plugins: [{ name: 'canal', podCIDRs: ['10.244.0.0/16'], encapsulation: 'vxlan', networkPolicy: true, ipam: 'host-local' }],
  },
  {
    name: 'Cilium with a pool for the cluster',
    view: clusterOf([ciliumDs, configMap('cilium-config', { ipam: 'cluster-pool', 'enable-ipv6': 'false', 'cluster-pool-ipv4-cidr': '10.0.0.0/10 10.192.0.0/10', 'cluster-pool-ipv4-mask-size': '25', 'cluster-pool-ipv6-cidr': 'fd00::/104', 'tunnel-protocol': 'geneve', mtu: '1400', 'kube-proxy-replacement': 'true' })]),
    plugins: [{ name: 'cilium', version: 'v1.18.1', ipam: 'cluster-pool', addressing: 'cilium-nodes', podCIDRs: ['10.0.0.0/10', '10.192.0.0/10'], encapsulation: 'geneve', mtu: 1400, kubeProxyReplacement: true, networkPolicy: true }],
  },
  { name: 'Cilium in the cloud, where the keys of the pool mean nothing', view: clusterOf([ciliumDs, configMap('cilium-config', { ipam: 'eni', 'cluster-pool-ipv4-cidr': '10.0.0.0/8', 'routing-mode': 'native', 'enable-policy': 'never' })]), plugins: [{ name: 'cilium', addressing: 'cloud', podCIDRs: [], encapsulation: 'none', networkPolicy: false, kubeProxyReplacement: false }] },
  { name: 'Cilium of before 1.14', view: clusterOf([ciliumDs, configMap('cilium-config', { ipam: 'kubernetes', tunnel: 'disabled', 'kube-proxy-replacement': 'partial' })]), plugins: [{ name: 'cilium', addressing: 'node-cidrs', encapsulation: 'none', kubeProxyReplacement: null }] },
  { name: 'Cilium without its ConfigMap: nothing is guessed', view: clusterOf([ciliumDs]), plugins: [{ name: 'cilium', version: 'v1.18.1', ipam: null, addressing: 'unknown', podCIDRs: [], encapsulation: null, mtu: null, kubeProxyReplacement: null, networkPolicy: null, confDir: '/etc/cni/net.d' }] },
  { name: 'Cilium chained behind another', view: clusterOf([ciliumDs, configMap('cilium-config', { 'cni-chaining-mode': 'aws-cni' }), daemonSet('aws-node', [{ name: 'aws-node', image: 'x/amazon-k8s-cni:v1.19.0', env: { AWS_VPC_ENI_MTU: '8901', ENABLE_PREFIX_DELEGATION: 'true' } }, { name: 'aws-eks-nodeagent', image: 'x/aws-network-policy-agent:v1.1.0', args: ['--enable-network-policy=true'] }])]), plugins: [{ name: 'aws-vpc-cni', ipam: 'ipamd with /28 prefixes', mtu: 8901, networkPolicy: true, addressing: 'cloud' }, { name: 'cilium', role: 'chained' }] },
  { name: 'Cilium by the reason that it gave the node', view: uploadOf([node('a', { conditions: [{ type: 'NetworkUnavailable', status: 'False', reason: 'CiliumIsUp' }] })]), plugins: [{ name: 'cilium', certainty: 'likely' }] },
  { name: 'Weave Net with a range', view: clusterOf([weaveDs({ IPALLOC_RANGE: '10.32.1.0/24', WEAVE_MTU: '1300' })]), plugins: [{ name: 'weave-net', version: '2.8.1', podCIDRs: ['10.32.1.0/24'], mtu: 1300, encapsulation: 'vxlan', addressing: 'cluster-range', networkPolicy: true, confDir: '/etc/cni/net.d', binDir: '/opt/cni/bin' }] },
  { name: 'Weave Net without one, and without its policy controller', view: clusterOf([weaveDs({}, [])]), plugins: [{ name: 'weave-net', podCIDRs: ['10.32.0.0/12'], mtu: 1376, networkPolicy: false }] },
  { name: 'kindnet, before it watched policies', view: clusterOf([daemonSet('kindnet', [{ name: 'kindnet-cni', image: 'docker.io/kindest/kindnetd:v20240513-cd2ac642', env: { POD_SUBNET: '10.244.0.0/16,fd00:10:244::/56' } }])]), plugins: [{ name: 'kindnet', podCIDRs: ['10.244.0.0/16', 'fd00:10:244::/56'], encapsulation: 'none', networkPolicy: false }] },
  { name: 'kindnet, since', view: clusterOf([daemonSet('kindnet', [{ name: 'kindnet-cni', image: 'docker.io/kindest/kindnetd:v20240813-c6f155d6' }])]), plugins: [{ name: 'kindnet', podCIDRs: [], networkPolicy: true }] },
  { name: 'Antrea', view: clusterOf([daemonSet('antrea-agent', [{ name: 'antrea-agent', image: 'antrea/antrea-agent-ubuntu:v2.2.0' }]), configMap('antrea-config', { 'antrea-agent.conf': 'trafficEncapMode: hybrid\ntunnelType: vxlan\ndefaultMTU: 1450\nantreaProxy:\n  proxyAll: true\n' })]), plugins: [{ name: 'antrea', version: 'v2.2.0', encapsulation: 'vxlan-cross-subnet', mtu: 1450, kubeProxyReplacement: true, networkPolicy: true, addressing: 'node-cidrs' }] },
  { name: 'Antrea says nothing: Geneve', view: clusterOf([daemonSet('antrea-agent', [{ name: 'antrea-agent', image: 'antrea/antrea-agent-ubuntu:latest' }]), configMap('antrea-config', { 'antrea-agent.conf': 'ovsBridge: br-int\n' })]), plugins: [{ name: 'antrea', version: null, encapsulation: 'geneve', kubeProxyReplacement: false }] },
  { name: 'kube-router, all of it', view: clusterOf([daemonSet('kube-router', [{ name: 'kube-router', image: 'cloudnativelabs/kube-router:v2.2.1', args: ['--run-firewall=false', '--overlay-type', 'full'] }])]), plugins: [{ name: 'kube-router', role: 'primary', encapsulation: 'ipip', kubeProxyReplacement: true, networkPolicy: false }] },
  { name: 'kube-router for its firewall, beside flannel', view: clusterOf([flannelDs, daemonSet('kube-router', [{ name: 'kube-router', image: 'cloudnativelabs/kube-router', args: ['--run-router=false', '--run-service-proxy=false'] }])]), plugins: [{ name: 'flannel' }, { name: 'kube-router', role: 'chained', kubeProxyReplacement: false, networkPolicy: true, version: null }] },
  { name: 'Azure CNI with its policy manager', view: clusterOf([daemonSet('azure-cns', [{ name: 'cns-container', image: 'mcr.microsoft.com/containernetworking/azure-cns:v1.5.10' }], folders), daemonSet('azure-npm', [{ name: 'azure-npm', image: 'mcr.microsoft.com/containernetworking/azure-npm:v1.6.29' }])]), plugins: [{ name: 'azure-cni', role: 'primary', addressing: 'cloud', networkPolicy: true, confDir: '/etc/cni/net.d' }] },
  { name: 'Azure CNI as the IPAM of Cilium', view: clusterOf([daemonSet('azure-cns', [{ name: 'cns-container', image: 'mcr.microsoft.com/containernetworking/azure-cns:v1.5.10' }]), ciliumDs, configMap('cilium-config', { ipam: 'delegated-plugin' })]), plugins: [{ name: 'cilium', role: 'primary' }, { name: 'azure-cni', role: 'chained' }] },
  { name: 'GKE with Dataplane V2, which is no Cilium of one’s own', view: clusterOf([daemonSet('anetd', [{ name: 'cilium-agent', image: 'gke.gcr.io/cilium/cilium:v1.15.6-gke.1', command: ['cilium-agent'] }]), crd('ciliumnodes.cilium.io', 'cilium.io'), node('a', { providerID: 'gce://p/z/a', labels: { 'cloud.google.com/gke-nodepool': 'default' } })]), plugins: [{ name: 'gke', role: 'primary', certainty: 'certain', networkPolicy: true, kubeProxyReplacement: true }] },
  { name: 'GKE with routes', view: clusterOf([node('a', { providerID: 'gce://p/z/a', labels: { 'cloud.google.com/gke-nodepool': 'default' } })]), plugins: [{ name: 'gke', certainty: 'likely', networkPolicy: false }] },
  { name: 'OVN-Kubernetes', view: clusterOf([daemonSet('ovnkube-node', [{ name: 'ovn-controller', image: 'ghcr.io/ovn-org/ovn-kubernetes/ovn-kube-u:v1.0.0' }], { namespace: 'ovn-kubernetes' }), configMap('ovn-config', { net_cidr: '10.128.0.0/14/23,fd00:10:244::/48', mtu: '1350' }, 'ovn-kubernetes')]), plugins: [{ name: 'ovn-kubernetes', podCIDRs: ['10.128.0.0/14', 'fd00:10:244::/48'], encapsulation: 'geneve', mtu: 1350, kubeProxyReplacement: true }] },
  { name: 'OVN-Kubernetes of OpenShift, with Multus', view: clusterOf([daemonSet('ovnkube-node', [{ name: 'ovn-controller', image: 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:00' }], { namespace: 'openshift-ovn-kubernetes' }), daemonSet('multus', [{ name: 'kube-multus', image: 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:01' }], { namespace: 'openshift-multus' }), network('OVNKubernetes')]), plugins: [{ name: 'ovn-kubernetes', role: 'primary', version: null, podCIDRs: ['10.128.0.0/14'], mtu: 1450 }, { name: 'multus', role: 'meta' }] },
  { name: 'OpenShift SDN', view: clusterOf([daemonSet('sdn', [{ name: 'sdn', image: 'quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:00' }], { namespace: 'openshift-sdn' }), network('OpenShiftSDN')]), plugins: [{ name: 'openshift-sdn', certainty: 'certain', podCIDRs: ['10.128.0.0/14'], encapsulation: 'vxlan', mtu: 1450, networkPolicy: true }] },
  { name: 'kubenet, by the routes of the cloud', view: clusterOf([node('a', { kubelet: 'v1.20.7', conditions: [{ type: 'NetworkUnavailable', status: 'False', reason: 'RouteCreated' }] })]), plugins: [{ name: 'kubenet', certainty: 'likely', addressing: 'node-cidrs' }] },
  { name: 'no plugin but Docker’s bridge', view: clusterOf([node('a', { kubelet: 'v1.13.3', runtime: 'docker://18.6.2' }), pod('web', { ip: '172.17.0.4' })]), plugins: [{ name: 'docker-bridge', certainty: 'likely', podCIDRs: ['172.17.0.0/16'] }] },
  { name: 'quiet: the same addresses given by containerd', view: clusterOf([node('a'), pod('web', { ip: '172.17.0.4' })]), plugins: [] },
  { name: 'quiet: routes of the cloud beside a kubelet that has no kubenet', view: clusterOf([node('a', { conditions: [{ type: 'NetworkUnavailable', status: 'False', reason: 'RouteCreated' }] })]), plugins: [] },
  { name: 'quiet: a DaemonSet that has but the name', view: clusterOf([daemonSet('cilium', [{ name: 'app', image: 'registry.example/dashboard:1' }])]), plugins: [] },
  { name: 'quiet: kindnetd is not netd', view: clusterOf([daemonSet('x', [{ name: 'y', image: 'registry.example/mynetd:1' }])]), plugins: [] },
  { name: 'quiet: the envoy of Cilium', view: clusterOf([daemonSet('cilium-envoy', [{ name: 'cilium-envoy', image: 'quay.io/cilium/cilium-envoy:v1.34' }])]), plugins: [] },
];

describe('detectCni', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { view, plugins }) => {
    const { plugins: found } = detectCni(view);
    expect(found.map(({ name }) => name)).toEqual(plugins.map(({ name }) => name));
    plugins.forEach((expected, i) => expect(found[i]).toMatchObject(expected));
  });

  it('has a case for each plugin of the catalogue', () => {
    const shown = new Set(cases.flatMap(({ plugins }) => plugins.map(({ name }) => name)));
    expect(cniPlugins.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(cases.filter(({ plugins }) => plugins.length > 0).map((each) => [each.name, each] as const))('tells each setting as written, as a default with its source, or as missing: %s', (_, { view }) => {
    for (const plugin of detectCni(view).plugins) {
      for (const field of ['version', 'ipam', 'encapsulation', 'mtu', 'confDir', 'binDir', 'kubeProxyReplacement', 'networkPolicy'] as const) {
        expect([field, plugin[field] === null]).toEqual([field, plugin.missing.some((each) => each.field === field)]);
      }
      for (const { source } of plugin.defaults) expect(source).not.toBe('');
      expect(plugin.evidence.length).toBeGreaterThan(0);
    }
  });
});

describe('what the cluster says', () => {
  it('tells of two that would both give pods their interface', () => {
    const answer = detectCni(clusterOf([flannelDs, ciliumDs, node('a')]));
    expect([answer.outcome, answer.summary]).toEqual(['several', '2 CNI plugins would give pods their interface: Cilium v1.18.1 and flannel v0.27.4. On each node the first file of the configuration folder decides.']);
  });

  it('tells what one has left that runs no more, and does not take it for a plugin', () => {
    const left = node('a', { annotations: { 'flannel.alpha.coreos.com/backend-type': 'vxlan' } });
    const answer = detectCni(clusterOf([ciliumDs, left]));
    expect(answer.plugins.map(({ name }) => name)).toEqual(['cilium']);
    expect(answer.leftovers.map(({ name }) => name)).toEqual(['flannel']);
    expect(answer.warnings).toContainEqual('flannel has left Node a, but no agent of it runs.');
  });

  it('takes the same marks for a plugin where its agent could not be seen', () => {
    const answer = detectCni(uploadOf([node('a', { annotations: { 'flannel.alpha.coreos.com/backend-type': 'host-gw' } })]));
    expect(answer).toMatchObject({ outcome: 'one', plugins: [{ name: 'flannel', certainty: 'likely', encapsulation: 'none' }], leftovers: [] });
  });

  it('tells that no plugin runs where the nodes wait for one', () => {
    const waiting = { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized' };
    expect(detectCni(clusterOf([node('a', { conditions: [waiting] })]))).toMatchObject({ outcome: 'none', summary: 'No CNI plugin runs; without a configuration: 1 node.', plugins: [] });
  });

  it('names what is missing', () => {
    const answer = detectCni(uploadOf([node('a')]));
    expect(answer.outcome).toBe('insufficient-information');
    expect(answer.missing.slice(0, 3)).toEqual([
      'The snapshot does not hold the DaemonSets of all namespaces, of which one is the agent of the plugin.',
      'The snapshot does not hold the Pods of all namespaces, some of which are of the agent.',
      'The snapshot does not hold the ConfigMaps in which plugins keep their settings.',
    ]);
    expect(detectCni(clusterOf([node('a')])).missing).toEqual([expect.stringContaining('/etc/cni/net.d')]);
  });

  it('tells the ranges of every component, each with its source', () => {
    const view = clusterOf([
      flannelDs,
      flannelConfig({ Network: '10.244.0.0/16', Backend: { Type: 'vxlan' } }),
      controlPlanePod('kube-controller-manager', ['--cluster-cidr=10.244.0.0/16,fd00::/56']),
      controlPlanePod('kube-apiserver', ['--service-cluster-ip-range=10.96.0.0/12']),
      configMap('kubeadm-config', { ClusterConfiguration: 'networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12}' }),
      configMap('kube-proxy', { 'config.conf': 'clusterCIDR: 10.244.0.0/16' }),
      { apiVersion: 'networking.k8s.io/v1', kind: 'ServiceCIDR', metadata: { name: 'kubernetes' }, spec: { cidrs: ['10.96.0.0/12'] } },
    ]);
    const { podCIDRs, serviceCIDRs } = detectCni(view);
    expect(podCIDRs.map(({ cidr, source, plugin }) => [cidr, source, plugin])).toEqual([
      ['10.244.0.0/16', 'net-conf.json', 'flannel'],
      ['10.244.0.0/16', 'controller-manager-flag', null],
      ['fd00::/56', 'controller-manager-flag', null],
      ['10.244.0.0/16', 'kubeadm-config', null],
      ['10.244.0.0/16', 'kube-proxy-config', null],
    ]);
    expect(serviceCIDRs.map(({ source }) => source)).toEqual(['ServiceCIDR', 'apiserver-flag', 'kubeadm-config']);
  });

  it('takes a template that nobody filled in for unknown', () => {
    const answer = detectCni(clusterOf([ciliumDs, configMap('cilium-config', { 'cluster-pool-ipv4-cidr': '{{ .PodSubnet }}' })]));
    expect(answer.plugins[0]).toMatchObject({ podCIDRs: [], missing: expect.arrayContaining([{ field: 'podCIDRs', detail: 'The snapshot holds no object that states it.' }]) as unknown });
    expect(answer.warnings).toContainEqual('The pod range of Cilium in cluster-pool-ipv4-cidr reads “{{ .PodSubnet }}”, a template that nobody has filled in.');
  });

  it('is the same object for the same state, and leaves the state untouched', () => {
    const view = clusterOf([flannelDs, node('a')]);
    const before = JSON.stringify(view.state);
    expect(detectCni(view)).toBe(detectCni(view));
    expect(JSON.stringify(view.state)).toBe(before);
  });
});

describe('the renderings', () => {
  const answer = detectCni(clusterOf([weaveDs({}), node('a')]));

  it('tell defaults as defaults', () => {
    expect(renderCniText(answer)).toBe(
      [
        'Weave Net 2.8.1: pods in 10.32.0.0/12, vxlan, enforces NetworkPolicy.',
        '',
        'Plugins',
        '- Weave Net primary, certain by DaemonSet kube-system/weave-net',
        '    version 2.8.1; IPAM weave (by default); encapsulation vxlan (by default);',
        '      MTU 1376 (by default); configuration in /etc/cni/net.d (by default);',
        '      programs in /opt/cni/bin (by default); replaces kube-proxy no (by',
        '      default); enforces NetworkPolicy yes',
        '',
        'Pod ranges',
        '- 10.32.0.0/12 default: weave prog/weave-kube/launch.sh v2.8.1',
        '',
        'Not known',
        '- No object states a pod range of Weave Net: 10.32.0.0/12 is what it takes then',
        '  (weave prog/weave-kube/launch.sh v2.8.1).',
        '',
      ].join('\n'),
    );
  });

  it('are Markdown', () => {
    expect(renderCniMarkdown(answer).split('\n').slice(0, 5)).toEqual(['**Weave Net 2.8.1: pods in 10.32.0.0/12, vxlan, enforces NetworkPolicy.**', '', '### Plugins', '', '- **Weave Net** primary, certain by `DaemonSet kube-system/weave-net`']);
  });
});
