import { cniPlugin } from '../cni-plugin.js';

/** Gives addresses of ranges, kept in files on the node. */
export const hostLocalPlugin = cniPlugin('host-local', 'ipam');
