import type { Counter } from '../counter.js';
import { calicoBlocks } from './calico-blocks.js';
import { ciliumNodes } from './cilium-nodes.js';
import { clusterRange } from './cluster-range.js';
import { nodeAnnotations } from './node-annotations.js';
import { nodeCidrs } from './node-cidrs.js';

/** Every way of counting, by name. What a cloud keeps is counted by none. */
export const counters: readonly Counter[] = [calicoBlocks, ciliumNodes, clusterRange, nodeAnnotations, nodeCidrs];
