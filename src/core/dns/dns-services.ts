import { compareText, type ClusterView, type Service } from '../cluster/index.js';

/** Names under which distributions install the Service of the cluster DNS. */
const names = new Set(['kube-dns', 'coredns', 'rke2-coredns-rke2-coredns', 'dns-default', 'kube-dns-upstream']);
const labels = new Set(['kube-dns', 'coredns', 'core-dns']);

const known = new WeakMap<ClusterView, readonly Service[]>();

/**
 * The Services of the cluster DNS, the likeliest first: those on port 53 that carry its label or one of its names. One that only feeds a cache on each node comes last.
 *
 * Source: kubernetes cluster/addons/dns/coredns/coredns.yaml.base: the label k8s-app=kube-dns; the names of k3s, RKE2 and OpenShift.
 */
export function dnsServices(view: ClusterView): readonly Service[] {
  let found = known.get(view);
  if (found === undefined) {
    const candidates = view.objects('Service').filter((service) => service.spec.ports.some(({ port }) => port === 53) && weightOf(service) > 0);
    found = candidates.sort((a, b) => weightOf(b) - weightOf(a) || compareText(a.metadata.name, b.metadata.name));
    known.set(view, found);
  }
  return found;
}

function weightOf({ metadata }: Service): number {
  const isLabelled = labels.has(metadata.labels?.['k8s-app'] ?? '') || labels.has(metadata.labels?.['app.kubernetes.io/name'] ?? '');
  if (!isLabelled && !names.has(metadata.name)) return 0;
  if (metadata.name === 'kube-dns-upstream' || metadata.name === 'node-local-dns') return 1;
  return 2 + (metadata.namespace === 'kube-system' || metadata.namespace === 'openshift-dns' ? 2 : 0) + (metadata.name === 'kube-dns' ? 1 : 0) + (isLabelled ? 1 : 0);
}

/** The addresses of a Service that can be asked. */
export function clusterIPsOf({ spec }: Service): readonly string[] {
  return (spec.clusterIPs ?? [spec.clusterIP ?? '']).filter((ip) => ip !== '' && ip !== 'None');
}
