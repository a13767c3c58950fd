import { cniPlugin } from '../cni-plugin.js';

/** Attaches containers to a VLAN of an interface of the node. */
export const vlanPlugin = cniPlugin('vlan', 'main');
