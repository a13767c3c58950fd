import { cniPlugin } from '../cni-plugin.js';

/** Attaches containers to a bridge of the node. */
export const bridgePlugin = cniPlugin('bridge', 'main');
