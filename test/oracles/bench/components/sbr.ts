import { cniPlugin } from '../cni-plugin.js';

/** Routes by source in containers. */
export const sbrPlugin = cniPlugin('sbr', 'meta');
