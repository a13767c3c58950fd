import type { ProxyMode } from '../../mode.js';
import { printTables, programSteps } from './program.js';
import { walk } from './walk.js';

/** kube-proxy's oldest mode of today: chains of tables filter and nat, by `iptables-restore`. */
export const iptables: ProxyMode = { id: 'iptables', walk, programSteps, print: printTables };
