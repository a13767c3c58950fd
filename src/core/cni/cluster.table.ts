import { ClusterView, kindNames, readCluster, type Coverage } from '../cluster/index.js';

/** What the specs of this room share: small clusters as a live API server would list them. */
export function clusterOf(objects: readonly object[], coverage: Partial<Coverage> = {}): ClusterView {
  const whole = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
  return new ClusterView({ ...readCluster(objects), coverage: { ...whole, ...coverage } });
}

/** The objects alone, as an upload holds them that vouches for nothing else. */
export function uploadOf(objects: readonly object[]): ClusterView {
  return new ClusterView(readCluster(objects));
}

export interface ContainerParts {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: Readonly<Record<string, string>>;
}

/** A DaemonSet of kube-system, unless `namespace` says otherwise. `hostPaths` are its volumes. */
export function daemonSet(name: string, containers: readonly ContainerParts[], { namespace = 'kube-system', hostPaths = {} }: { readonly namespace?: string; readonly hostPaths?: Readonly<Record<string, string>> } = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, uid: name },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          hostNetwork: true,
          containers: containers.map(({ env = {}, mounts = {}, ...rest }) => ({
            ...rest,
            env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
            volumeMounts: Object.entries(mounts).map(([volume, mountPath]) => ({ name: volume, mountPath })),
          })),
          volumes: Object.entries(hostPaths).map(([volume, path]) => ({ name: volume, hostPath: { path } })),
        },
      },
    },
    status: { desiredNumberScheduled: 1, numberReady: 1 },
  };
}

export function configMap(name: string, data: Readonly<Record<string, string>>, namespace = 'kube-system'): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, uid: name }, data };
}

export interface NodeParts {
  readonly podCIDRs?: readonly string[];
  readonly annotations?: object;
  readonly labels?: object;
  readonly providerID?: string;
  readonly address?: string;
  readonly pods?: string;
  readonly kubelet?: string;
  readonly runtime?: string;
  readonly conditions?: readonly object[];
  readonly taints?: readonly object[];
}

/** A ready node, unless `conditions` say otherwise. */
export function node(name: string, { podCIDRs, annotations, labels, providerID, address, pods = '110', kubelet = 'v1.34.0', runtime = 'containerd://2.1.0', conditions = [{ type: 'Ready', status: 'True' }], taints }: NodeParts = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, ...(annotations && { annotations }), ...(labels && { labels }) },
    spec: { ...(podCIDRs && { podCIDR: podCIDRs[0], podCIDRs }), ...(providerID && { providerID }), ...(taints && { taints }) },
    status: { capacity: { pods }, conditions, nodeInfo: { kubeletVersion: kubelet, containerRuntimeVersion: runtime }, ...(address && { addresses: [{ type: 'InternalIP', address }] }) },
  };
}

export interface PodParts {
  readonly ip?: string;
  readonly ips?: readonly string[];
  readonly node?: string;
  readonly phase?: string;
  readonly hostNetwork?: boolean;
  readonly namespace?: string;
  readonly annotations?: object;
  readonly metadata?: object;
  readonly containers?: readonly object[];
}

/** A running pod of namespace `shop` on node `a`, unless `parts` say otherwise. */
export function pod(name: string, { ip, ips, node: nodeName = 'a', phase = 'Running', hostNetwork, namespace = 'shop', annotations, metadata, containers = [] }: PodParts = {}): object {
  const [first = ip] = ips ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, uid: `${namespace}/${name}`, ...(annotations && { annotations }), ...metadata },
    spec: { nodeName, ...(hostNetwork === true && { hostNetwork }), containers },
    status: { phase, hostIP: '192.168.10.11', ...(first !== undefined && { podIP: first, podIPs: (ips ?? [first]).map((each) => ({ ip: each })) }) },
  };
}

/** A pod of kube-controller-manager or the like, as kubeadm starts it. */
export function controlPlanePod(name: string, args: readonly string[]): object {
  return pod(`${name}-cp`, { namespace: 'kube-system', hostNetwork: true, containers: [{ name, image: `registry.k8s.io/${name}:v1.34.0`, command: [name, ...args] }] });
}
