import type { ServiceEndpoint } from '../../endpoints.js';
import type { NodeProxy } from '../../node-proxy.js';
import type { Protocol, ServicePort } from '../../service-ports.js';
import { nodePortAddresses } from './entries.js';

/** A virtual server of ipvs: where connections come in, and to whom they are handed. */
export interface VirtualServer {
  readonly ip: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** `rr`, `lc`, `sh`, `mh`, … */
  readonly scheduler: string;
  /** Seconds for which a client keeps its real server. */
  readonly persistenceSeconds?: number;
  /** Each with weight 1, by their text. Empty: connections are refused. */
  readonly realServers: readonly ServiceEndpoint[];
}

/** Those of one port of a Service. Source: pkg/proxy/ipvs/proxier.go v1.37.2, syncProxyRules, syncService, syncEndpoint. */
export function virtualServersOf(proxy: NodeProxy, port: ServicePort): readonly VirtualServer[] {
  const internal = realServers(proxy, port, port.internalPolicyLocal);
  const external = realServers(proxy, port, port.externalPolicyLocal);
  const shared = {
    protocol: port.protocol,
    scheduler: proxy.settings.ipvsScheduler,
    ...(port.affinitySeconds !== undefined && { persistenceSeconds: port.affinitySeconds }),
  };
  const at = (ip: string, number: number, real: readonly ServiceEndpoint[]): VirtualServer => ({ ip, port: number, ...shared, realServers: real });
  return [
    at(port.clusterIP, port.port, internal),
    ...[...port.externalIPs, ...port.loadBalancerVIPs].map((ip) => at(ip, port.port, external)),
    ...(port.nodePort === 0 ? [] : nodePortAddresses(proxy).map((ip) => at(ip, port.nodePort, external))),
  ];
}

/** With policy Local and no endpoint on the node, those of the other nodes take their place: pods of this node reach them, others get no answer. */
function realServers(proxy: NodeProxy, port: ServicePort, onlyLocal: boolean): readonly ServiceEndpoint[] {
  const { cluster, local } = proxy.chosen(port);
  return onlyLocal && local.length > 0 ? local : cluster;
}

/** As `ipvsadm --save -n` prints it, and `ipvsadm --restore` reads it. Source: ipvsadm 1.31 ipvsadm.c, print_service_entry. */
export function formatVirtualServer(server: VirtualServer): string {
  const { scheduler, persistenceSeconds } = server;
  // kube-proxy asks of this scheduler alone to hash the port of the client too.
  const flags = scheduler === 'mh' ? ' -b mh-port' : '';
  return `-A ${serviceOf(server)} -s ${scheduler}${persistenceSeconds === undefined ? '' : ` -p ${persistenceSeconds}`}${flags}`;
}

/** By translation of the destination, each with weight 1. */
export function formatRealServer(server: VirtualServer, { text }: ServiceEndpoint): string {
  return `-a ${serviceOf(server)} -r ${text} -m -w 1`;
}

/** `10.96.0.1:443/TCP`, as kube-proxy names it. */
export function nameOfVirtualServer({ ip, port, protocol }: VirtualServer): string {
  return `${hostPort(ip, port)}/${protocol}`;
}

function serviceOf({ ip, port, protocol }: VirtualServer): string {
  const option = protocol === 'TCP' ? '-t' : protocol === 'UDP' ? '-u' : '--sctp-service';
  return `${option} ${hostPort(ip, port)}`;
}

function hostPort(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
