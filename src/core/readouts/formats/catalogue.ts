import type { ReadoutFormat } from '../format.js';
import { cniConf, type CniConfReadout } from './cni-conf.js';
import { cniLog, type CniLogReadout } from './cni-log.js';
import { dockerNetwork, type DockerNetworkReadout } from './docker-network.js';
import { ipAddr, type IpAddrReadout } from './ip-addr.js';
import { ipLink, type IpLinkReadout } from './ip-link.js';
import { ipRoute, type IpRouteReadout } from './ip-route.js';
import { iptablesSave, type IptablesSaveReadout } from './iptables-save.js';
import { kubeProxyLog, type KubeProxyLogReadout } from './kube-proxy-log.js';
import { kubeletConfig, type KubeletConfigReadout } from './kubelet-config.js';
import { netstat, type NetstatReadout } from './netstat.js';
import { nftRuleset, type NftRulesetReadout } from './nft-ruleset.js';
import { resolvConf, type ResolvConfReadout } from './resolv-conf.js';
import { ss, type SsReadout } from './ss.js';

/** A readout of any format; `format` tells which. */
export type Readout =
  | CniConfReadout | CniLogReadout | DockerNetworkReadout | IpAddrReadout | IpLinkReadout | IpRouteReadout | IptablesSaveReadout | KubeProxyLogReadout | KubeletConfigReadout | NetstatReadout | NftRulesetReadout | ResolvConfReadout
  | SsReadout;

/** Every format, by id. */
export const readoutFormats: readonly ReadoutFormat<Readout>[] = [cniConf, cniLog, dockerNetwork, ipAddr, ipLink, ipRoute, iptablesSave, kubeProxyLog, kubeletConfig, netstat, nftRuleset, resolvConf, ss];
