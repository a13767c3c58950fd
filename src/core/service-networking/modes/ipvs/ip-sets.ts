import type { IpFamily } from '../../go-address.js';

/** The sets of kube-proxy, by their names of IPv4. */
export type IpSetName =
  | 'KUBE-LOOP-BACK' | 'KUBE-CLUSTER-IP' | 'KUBE-EXTERNAL-IP' | 'KUBE-EXTERNAL-IP-LOCAL'
  | 'KUBE-LOAD-BALANCER' | 'KUBE-LOAD-BALANCER-FW' | 'KUBE-LOAD-BALANCER-LOCAL' | 'KUBE-LOAD-BALANCER-SOURCE-IP' | 'KUBE-LOAD-BALANCER-SOURCE-CIDR'
  | 'KUBE-NODE-PORT-TCP' | 'KUBE-NODE-PORT-LOCAL-TCP' | 'KUBE-NODE-PORT-UDP' | 'KUBE-NODE-PORT-LOCAL-UDP' | 'KUBE-NODE-PORT-SCTP-HASH' | 'KUBE-NODE-PORT-LOCAL-SCTP-HASH'
  | 'KUBE-HEALTH-CHECK-NODE-PORT' | 'KUBE-IPVS-IPS';

export interface IpSet {
  readonly type: 'hash:ip' | 'hash:ip,port' | 'hash:ip,port,ip' | 'hash:ip,port,net' | 'bitmap:port';
  /** What rules say that refer to it. */
  readonly comment: string;
}

/** In the order in which kube-proxy makes them. Source: pkg/proxy/ipvs/proxier.go v1.37.2, ipsetInfo; ipset.go. */
export const ipSets: Readonly<Record<IpSetName, IpSet>> = {
  'KUBE-LOOP-BACK': { type: 'hash:ip,port,ip', comment: 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose' },
  'KUBE-CLUSTER-IP': { type: 'hash:ip,port', comment: 'Kubernetes service cluster ip + port for masquerade purpose' },
  'KUBE-EXTERNAL-IP': { type: 'hash:ip,port', comment: 'Kubernetes service external ip + port for masquerade and filter purpose' },
  'KUBE-EXTERNAL-IP-LOCAL': { type: 'hash:ip,port', comment: 'Kubernetes service external ip + port with externalTrafficPolicy=local' },
  'KUBE-LOAD-BALANCER': { type: 'hash:ip,port', comment: 'Kubernetes service lb portal' },
  'KUBE-LOAD-BALANCER-FW': { type: 'hash:ip,port', comment: 'Kubernetes service load balancer ip + port for load balancer with sourceRange' },
  'KUBE-LOAD-BALANCER-LOCAL': { type: 'hash:ip,port', comment: 'Kubernetes service load balancer ip + port with externalTrafficPolicy=local' },
  'KUBE-LOAD-BALANCER-SOURCE-IP': { type: 'hash:ip,port,ip', comment: 'Kubernetes service load balancer ip + port + source IP for packet filter purpose' },
  'KUBE-LOAD-BALANCER-SOURCE-CIDR': { type: 'hash:ip,port,net', comment: 'Kubernetes service load balancer ip + port + source cidr for packet filter purpose' },
  'KUBE-NODE-PORT-TCP': { type: 'bitmap:port', comment: 'Kubernetes nodeport TCP port for masquerade purpose' },
  'KUBE-NODE-PORT-LOCAL-TCP': { type: 'bitmap:port', comment: 'Kubernetes nodeport TCP port with externalTrafficPolicy=local' },
  'KUBE-NODE-PORT-UDP': { type: 'bitmap:port', comment: 'Kubernetes nodeport UDP port for masquerade purpose' },
  'KUBE-NODE-PORT-LOCAL-UDP': { type: 'bitmap:port', comment: 'Kubernetes nodeport UDP port with externalTrafficPolicy=local' },
  'KUBE-NODE-PORT-SCTP-HASH': { type: 'hash:ip,port', comment: "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'" },
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH': { type: 'hash:ip,port', comment: "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'" },
  'KUBE-HEALTH-CHECK-NODE-PORT': { type: 'bitmap:port', comment: 'Kubernetes health check node port' },
  'KUBE-IPVS-IPS': { type: 'hash:ip', comment: 'Addresses on the ipvs interface' },
};

export const ipSetNames = Object.keys(ipSets) as readonly IpSetName[];

/** Longest name of a set in the kernel. */
const longestName = 31;

/** The name of a set in that family. Source: pkg/proxy/ipvs/ipset.go v1.37.2, NewIPSet. */
export function setNameOf(name: IpSetName, ipFamily: IpFamily): string {
  return ipFamily === 'IPv4' ? name : name.replace('KUBE-', 'KUBE-6-').slice(0, longestName);
}

/** How `ipset restore` is told to make it. Source: pkg/proxy/ipvs/ipset/ipset.go v1.37.2, createSet, setIPSetDefaults. */
export function setDeclaration(name: IpSetName, ipFamily: IpFamily): string {
  const { type } = ipSets[name];
  const options = type === 'bitmap:port' ? 'range 0-65535' : `family ${ipFamily === 'IPv4' ? 'inet' : 'inet6'} hashsize 1024 maxelem 65536`;
  return `create ${setNameOf(name, ipFamily)} ${type} ${options}`;
}
