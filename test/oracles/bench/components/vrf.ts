import { cniPlugin } from '../cni-plugin.js';

/** Puts interfaces of containers into a virtual routing domain. */
export const vrfPlugin = cniPlugin('vrf', 'meta');
