import { weaveRange } from '../capacity.js';
import { cidrOf } from '../cidr-text.js';
import type { Counter } from '../counter.js';
import { countPieces } from '../pieces.js';
import { countOf, share } from '../usage.js';

/** One range, of which any node takes any part: nothing is kept for a node, and none runs short before the whole does. */
export const clusterRange: Counter = {
  addressing: 'cluster-range',
  *count({ plugin, ranges, view }) {
    const pools = ranges.filter((range) => range.plugin === plugin.name).map(({ cidr, source }) => ({ cidr, source, nodePrefixLength: null }));
    const counted = yield* countPieces({ pools, given: [], rule: weaveRange, isBound: false, warnings: [] }, view);
    const nodes = plugin.name === 'weave-net' ? BigInt(view.objects('Node').length) : 0n;
    return {
      ...counted,
      pools: counted.pools.map((pool) => {
        const cidr = cidrOf(pool.cidr);
        if (cidr === undefined) return pool;
        const whole = weaveRange.capacity(cidr) - nodes;
        const capacity = whole > 0n ? whole : 0n;
        const allocated = BigInt(pool.allocated);
        return { ...pool, capacity: countOf(capacity), free: countOf(capacity > allocated ? capacity - allocated : 0n), utilisation: share(allocated, capacity), blocksUsed: null };
      }),
    };
  },
};
