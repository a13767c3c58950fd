import { start } from '../processes.mjs';
import { ms, tell } from '../quantities.mjs';
import { Service } from '../service.mjs';
import { clusterName } from '../stages.mjs';

/** The first of them, which are all in the database: together half a minute of work, and more. */
const snapshots = [1, 2, 3, 4, 5, 6, 7];
const namespace = 'kube-system';

/** @type {import('../row.mjs').Row} */
export const acknowledgementRow = {
  id: 'acknowledgement',
  title: 'How soon a platform of chat is acknowledged',
  what: `A service that has nothing in memory is asked for the findings of ${snapshots.length} snapshots of the largest cluster. From then on until it has all of them, another process asks for the same as Slack (command and button), Mattermost and Discord do, signed, ten times a second, whether the one before was acknowledged or not: the 99th percentile of how long that took. Beside it the median and the longest, of how many, and how long the findings took. Teams takes no answer later: what is told is how long it took to say so.`,
  note: 'A platform is told that the answer follows after 200 ms, or sooner where the request waited before. What was answered at once, as the findings were there, is not counted.',
  measure: ({ stages, onEach }) =>
    onEach(async (database) => {
      const { home } = await stages.captured(database);
      const { seen, seconds } = await acknowledgements(home);
      return seen.map(({ name: platform, putOff }) => {
        if (putOff.length === 0) return { case: `${database.name}: ${platform}`, absent: 'nobody had to wait' };
        const sorted = [...putOff].sort((a, b) => a - b);
        const at = (/** @type {number} */ share) => ms(sorted[Math.ceil(sorted.length * share) - 1] ?? NaN);
        const detail = `median ${tell(at(0.5))}, longest ${tell(at(1))}, of ${sorted.length}; the findings took ${tell(ms(seconds * 1000))}`;
        return { case: `${database.name}: ${platform}`, measured: at(0.99), detail, reach: { atMost: ms(platform === 'Teams' ? 5_000 : 500) } };
      });
    }),
};

/** @typedef {{ readonly seen: readonly { readonly name: string, readonly putOff: readonly number[] }[], readonly failures: readonly string[], readonly followed: number }} Seen */

/** @type {(home: import('../databases.mjs').Home) => Promise<Seen & { readonly seconds: number }>} */
async function acknowledgements(home) {
  const probe = await start('chat-probe.mjs');
  /** @type {unknown} */
  const told = JSON.parse(probe.line);
  /** @type {Service | undefined} */ let service;
  try {
    service = await Service.start(home, { .../** @type {Record<string, string>} */ (told), NODE_OPTIONS: `--import=${new URL('../divert.mjs', import.meta.url).href}` });
    const running = service;
    const begun = performance.now();
    const analyses = snapshots.map((number) => running.get(`/v1/clusters/${clusterName}/snapshots/${number}/findings?namespace=${namespace}`));
    probe.child.send({ url: running.url, lines: snapshots.map((number) => `findings namespace ${namespace} in ${clusterName} at ${number}`) });
    await Promise.all(analyses);
    const seconds = (performance.now() - begun) / 1000;
    /** @type {Promise<unknown>} */
    const found = new Promise((resolve) => void probe.child.once('message', resolve));
    probe.child.send('enough');
    const seen = /** @type {Seen} */ (await found);
    if (seen.failures.length > 0) throw new Error(`${seen.failures.length} requests of chat failed: ${seen.failures[0]}`);
    return { ...seen, seconds };
  } finally {
    // What a failure leaves behind would work on, beside all rows that follow.
    await Promise.all([service?.stop(), probe.stop()]);
  }
}
