import { start } from './processes.mjs';

/**
 * How long others waited while the service was at work, in milliseconds.
 *
 * @typedef {object} Waits
 * @property {number} count of requests that asked
 * @property {number} p99
 * @property {number} max
 * @property {number} loopP99 the delay of the service's event loop, as it tells itself
 */

/** Does `work` while another process asks the service whether it lives. @template T @param {import('./service.mjs').Service} service @param {() => Promise<T>} work @returns {Promise<{ result: T, waits: Waits }>} */
export async function withWaits(service, work) {
  const probe = await start('probe.mjs', { args: [service.url] });
  await service.metrics();
  const result = await work();
  /** @type {Promise<unknown>} */
  const told = new Promise((resolve) => void probe.child.once('message', resolve));
  probe.child.send('enough');
  const seen = /** @type {Omit<Waits, 'loopP99'>} */ (await told);
  const metrics = await service.metrics();
  return { result, waits: { ...seen, loopP99: metrics('nodejs_eventloop_lag_p99_seconds') * 1000 } };
}
