import { cniPlugin } from '../cni-plugin.js';

/** Attaches containers by interfaces with hardware addresses of their own on one of the node. */
export const macvlanPlugin = cniPlugin('macvlan', 'main');
