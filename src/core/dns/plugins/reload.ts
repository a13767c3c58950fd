import { formatDuration, parseDuration, second } from '../go/duration.js';
import { fail, orFail, passive } from '../setup-tools.js';

const [leastInterval, leastJitter] = [2n * second, second];

/** Source: coredns 1.14.7, plugin/reload/setup.go */
export const reload = passive('reload', false, (c) => {
  c.next();
  const args = c.remainingArgs();
  if (args.length > 2) throw c.argErr();
  const [interval, jitter] = args;
  if (interval !== undefined && orFail(c, parseDuration(interval)) < leastInterval) fail(c, `interval value must be greater or equal to ${formatDuration(leastInterval)}`);
  if (jitter === undefined) return;
  const value = orFail(c, parseDuration(jitter));
  if (value !== 0n && value < leastJitter) fail(c, `jitter value must be 0 or greater or equal to ${formatDuration(leastJitter)}`);
});
