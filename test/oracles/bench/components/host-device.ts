import { cniPlugin } from '../cni-plugin.js';

/** Moves interfaces of the node into containers. */
export const hostDevicePlugin = cniPlugin('host-device', 'main');
