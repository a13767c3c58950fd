import type { Steps } from '../../analysis/index.js';
import type { CiliumNode, ClusterView, IPAMBlock } from '../../cluster/index.js';
import type { Addressing, DetectedPlugin, StatedPodRange } from '../detection/index.js';
import type { Counted } from './usage.js';

/** What is counted: the addresses of the pods, within the ranges of the plugin that gave them out. */
export interface Question {
  readonly view: ClusterView;
  readonly plugin: DetectedPlugin;
  readonly ranges: readonly StatedPodRange[];
  readonly ipamBlocks: readonly IPAMBlock[];
  readonly ciliumNodes: readonly CiliumNode[];
}

/** One way in which addresses are kept, and how they are counted then. */
export interface Counter {
  readonly addressing: Addressing;
  count(question: Question): Steps<Counted>;
}
