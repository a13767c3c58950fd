import type { ProxyMode } from '../../mode.js';
import { printTables, programSteps } from './program.js';
import { walk } from './walk.js';

/** kube-proxy's mode of tables of its own in nftables, by `nft`. */
export const nftables: ProxyMode = { id: 'nftables', programSteps, print: printTables, walk };
