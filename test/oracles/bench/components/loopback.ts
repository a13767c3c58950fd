import { cniPlugin } from '../cni-plugin.js';

/** Brings the loopback of containers up. */
export const loopbackPlugin = cniPlugin('loopback', 'main');
