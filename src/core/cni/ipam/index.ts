export { podsWithSharedIP } from './duplicates.js';
export { drawIpam } from './picture.js';
export { rangeOverlaps, type RangeOverlap, type OverlapSide } from './range-overlaps.js';
export { renderIpamMarkdown, renderIpamText } from './render.js';
export { ipamKinds, ipamOf, ipamSteps, type DuplicateAddress, type IpamAnswer, type IpamOutcome } from './usage-of-cluster.js';
export { capped, share, type BlockUse, type Capped, type Count, type LeakedAddress, type NodeLimit, type NodeUse, type PoolUse, type StrayAddress } from './usage.js';
