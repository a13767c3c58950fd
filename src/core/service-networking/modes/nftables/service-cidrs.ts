import type { ClusterView } from '../../../cluster/index.js';
import type { KubeProxyBehaviour } from '../../behaviour.js';
import { readGoNetwork, type IpFamily } from '../../go-address.js';

/** The blocks of the ServiceCIDR objects in that family, as they are written, each once. kube-proxy keeps no order of them. Source: pkg/proxy/config/config.go v1.37.2, handleServiceCIDREvent. */
export function serviceCIDRsOf(view: ClusterView, ipFamily: IpFamily, { watchesServiceCIDRs }: KubeProxyBehaviour): readonly string[] {
  if (!watchesServiceCIDRs) return [];
  const all = view.objects('ServiceCIDR').flatMap(({ spec }) => spec.cidrs ?? []);
  return [...new Set(all)].filter((cidr) => readGoNetwork(cidr)?.family === ipFamily);
}
