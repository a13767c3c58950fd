import type { ProxyMode } from '../mode.js';
import { iptables } from './iptables/iptables.js';
import { ipvs } from './ipvs/ipvs.js';
import { nftables } from './nftables/nftables.js';

/** Every way in which kube-proxy programs a node of Linux. */
export const modes: readonly ProxyMode[] = [iptables, ipvs, nftables];
