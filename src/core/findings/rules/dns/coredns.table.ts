import { pod, service } from '../../cluster.table.js';
import { configMap } from '../cni/networks.table.js';

/** A cluster DNS in kube-system: its Service at 10.96.0.10, one ready pod of this release at 10.244.0.53, and the Corefile that it mounts. */
export function coredns(corefile: string, { tag = 'v1.11.1', hostNetwork = false, spec = {} }: { readonly tag?: string; readonly hostNetwork?: boolean; readonly spec?: object } = {}): object[] {
  const container = { name: 'coredns', image: `registry.k8s.io/coredns/coredns:${tag}`, args: ['-conf', '/etc/coredns/Corefile'], volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }] };
  return [
    service({ clusterIP: '10.96.0.10', selector: { 'k8s-app': 'kube-dns' }, ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] }, 'kube-dns', { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
    pod('coredns-1', {
      labels: { 'k8s-app': 'kube-dns' },
      metadata: { namespace: 'kube-system' },
      spec: { containers: [container], volumes: [{ name: 'config', configMap: { name: 'coredns' } }], ...(hostNetwork && { hostNetwork }), ...spec },
      status: { podIP: '10.244.0.53', podIPs: [{ ip: '10.244.0.53' }] },
    }),
    configMap('coredns', { Corefile: corefile }),
  ];
}

/** One server block for all names. */
export function block(...lines: readonly string[]): string {
  return `.:53 {\n${lines.map((line) => `    ${line}\n`).join('')}}\n`;
}

export const kubernetes = 'kubernetes cluster.local in-addr.arpa ip6.arpa {\n      pods disabled\n      fallthrough in-addr.arpa ip6.arpa\n    }';
