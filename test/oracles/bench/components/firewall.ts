import { cniPlugin } from '../cni-plugin.js';

/** Lets the traffic of containers through the firewall of the node. */
export const firewallPlugin = cniPlugin('firewall', 'meta');
