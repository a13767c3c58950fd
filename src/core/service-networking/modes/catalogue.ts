import type { ProxyMode } from '../mode.js';
import { iptables } from './iptables/iptables.js';

/** Every way in which kube-proxy programs a node of Linux. */
export const modes: readonly Omit<ProxyMode, 'walk'>[] = [iptables];
