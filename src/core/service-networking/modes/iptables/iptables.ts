import type { ProxyMode } from '../../mode.js';
import { printTables, programSteps } from './program.js';

/** kube-proxy's oldest mode of today: chains of tables filter and nat, by `iptables-restore`. */
export const iptables: Omit<ProxyMode, 'walk'> = { id: 'iptables', programSteps, print: printTables };
