import { cniPlugin } from '../cni-plugin.js';

/** Shapes the traffic of containers. */
export const bandwidthPlugin = cniPlugin('bandwidth', 'meta');
