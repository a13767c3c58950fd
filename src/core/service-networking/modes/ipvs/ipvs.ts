import type { ProxyMode } from '../../mode.js';
import { printTables, programSteps } from './program.js';
import { walk } from './walk.js';

/** kube-proxy's mode of virtual servers in the kernel, by `ipvsadm`'s interface, with ipsets and a few chains. Deprecated since 1.35. */
export const ipvs: ProxyMode = { id: 'ipvs', programSteps, print: printTables, walk };
