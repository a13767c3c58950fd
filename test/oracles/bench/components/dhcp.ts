import { cniPlugin } from '../cni-plugin.js';

/** Gives addresses of a DHCP server. */
export const dhcpPlugin = cniPlugin('dhcp', 'ipam');
