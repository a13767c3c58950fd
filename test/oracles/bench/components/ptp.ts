import { cniPlugin } from '../cni-plugin.js';

/** Attaches containers by a veth pair alone. */
export const ptpPlugin = cniPlugin('ptp', 'main');
