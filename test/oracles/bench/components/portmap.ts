import { cniPlugin } from '../cni-plugin.js';

/** Forwards ports of the node to containers. */
export const portmapPlugin = cniPlugin('portmap', 'meta');
