export { podsWithSharedIP } from './duplicates.js';
export { drawIpam } from './picture.js';
export { rangeOverlaps, type RangeOverlap, type OverlapSide } from './range-overlaps.js';
export { renderIpamMarkdown, renderIpamText } from './render.js';
export { ipamKinds, ipamOf, ipamSteps, type DuplicateAddress, type IpamAnswer, type IpamOutcome } from './usage-of-cluster.js';
export type { BlockUse, Capped, Count, LeakedAddress, NodeLimit, NodeUse, PoolUse, StrayAddress } from './usage.js';
