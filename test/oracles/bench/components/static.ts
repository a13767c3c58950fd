import { cniPlugin } from '../cni-plugin.js';

/** Gives the same addresses to everyone. */
export const staticPlugin = cniPlugin('static', 'ipam');
