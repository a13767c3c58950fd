import type { ClusterView } from '../../cluster/index.js';
import { serviceUses, type ServiceRangeUse } from './service-uses.js';
import { tellSoonest, trendOf, trendWarnings, usageAt, type Trend, type UsageAt } from './trend.js';
import type { IpamAnswer } from './usage-of-cluster.js';

/** How full the ranges of a cluster are, and how that came about. */
export interface IpamOverTime extends IpamAnswer {
  /** The ranges of the Services. */
  readonly services: readonly ServiceRangeUse[];
  readonly trend: Trend;
}

/**
 * Adds to the answer on a snapshot how full the ranges of the Services are, and how the use of all ranges developed.
 *
 * @param number of the snapshot of which `view` is
 * @param earlier the use in snapshots of the same cluster before it
 */
export function ipamOverTime(view: ClusterView, number: number, answer: IpamAnswer, earlier: readonly UsageAt[]): IpamOverTime {
  const services = serviceUses(view);
  const now = usageAt(number, view, answer, services);
  const trend = trendOf(now, earlier);
  const soonest = tellSoonest(trend);
  return {
    ...answer,
    summary: soonest === undefined ? answer.summary : `${answer.summary} ${soonest}`,
    services,
    trend,
    warnings: [...answer.warnings, ...trendWarnings(now, earlier, trend)],
  };
}
