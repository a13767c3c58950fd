import type { ClusterView } from '../../cluster/index.js';
import { tellPeers, type Peers } from './peers.js';
import { serviceUses, type ServiceRangeUse } from './service-uses.js';
import { tellSoonest, trendOf, trendWarnings, usageAt, type Trend, type UsageAt } from './trend.js';
import type { IpamAnswer } from './usage-of-cluster.js';

/** How full the ranges of a cluster are, how that came about, and how they lie to those of its peers. */
export interface IpamOverTime extends IpamAnswer {
  /** The ranges of the Services. */
  readonly services: readonly ServiceRangeUse[];
  readonly trend: Trend;
  /** Null where the cluster is of no group. */
  readonly peers: Peers | null;
}

/**
 * Adds to the answer on a snapshot how full the ranges of the Services are, and how the use of all ranges developed.
 *
 * @param number of the snapshot of which `view` is
 * @param earlier the use in snapshots of the same cluster before it
 */
export function ipamOverTime(view: ClusterView, number: number, answer: IpamAnswer, earlier: readonly UsageAt[], peers: Peers | null = null): IpamOverTime {
  const services = serviceUses(view);
  const now = usageAt(number, view, answer, services);
  const trend = trendOf(now, earlier);
  const told = [answer.summary, peers === null ? undefined : tellPeers(peers), tellSoonest(trend)];
  return {
    ...answer,
    summary: told.filter((each) => each !== undefined).join(' '),
    services,
    trend,
    peers,
    warnings: [...answer.warnings, ...trendWarnings(now, earlier, trend)],
  };
}
