import { cniPlugin } from '../cni-plugin.js';

/** Attaches containers by interfaces that share the hardware address of one of the node. */
export const ipvlanPlugin = cniPlugin('ipvlan', 'main');
