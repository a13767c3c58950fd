import { normalizeExact } from './corefile/zone-address.js';
import { matchZone } from './name.js';

/** The zones whose name errors a plugin passes on; [] for none. */
export type Fall = readonly string[];

/** What `fallthrough [ZONE...]` says: all zones where none is named. Source: coredns 1.14.7, plugin/pkg/fall/fall.go. */
export function fallOf(args: readonly string[]): Fall {
  return args.length === 0 ? ['.'] : args.flatMap(normalizeExact);
}

export function fallsThrough(fall: Fall, name: string): boolean {
  return matchZone(fall, name) !== undefined;
}
