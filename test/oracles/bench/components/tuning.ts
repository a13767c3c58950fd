import { cniPlugin } from '../cni-plugin.js';

/** Sets kernel parameters of containers. */
export const tuningPlugin = cniPlugin('tuning', 'meta');
