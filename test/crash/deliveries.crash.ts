import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dumpOfLonely } from '../support/lonely.js';
import { Receiver, receiverEnvironment, verified, type ReceivedEvent } from '../support/receiver.js';
import { chance, moments, seed } from './chance.js';
import { kills } from './kills.js';
import { hasServer, makePlace, makeServerPlace, placeNames, type Place } from './place.js';
import { letHeartbeatsPass, letLeasesPass } from './rows.js';
import { Service } from './service.js';
import { all } from './snapshots.js';
import { tell } from './tally.js';
import { waitUntil } from './waiting.js';

interface Delivery {
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
}

/** Findings of each snapshot. */
const names = (snapshot: number) => Array.from({ length: 6 }, (_, i) => `lonely-${snapshot}-${i}`);

describe.each(placeNames.map((place) => ({ place })))('kill -9, on the $place database, while events are worked out and delivered', ({ place: where }) => {
  describe.skipIf(where === 'server' && !hasServer)('loses none', () => {
    let place: Place;
    let receiver: Receiver;
    let service: Service;
    beforeAll(async () => {
      place = await (where === 'server' ? makeServerPlace() : makePlace());
      receiver = await Receiver.start();
      service = await start();
    });
    afterAll(async () => {
      await service.stop();
      await receiver.close();
      await place.discard();
    });
    beforeEach(() => {
      receiver.received.length = 0;
    });
    afterEach(() => {
      receiver.reply = () => 204;
    });

    const start = () => Service.start({ ...place.env, ...receiverEnvironment });

    it('and every repeat keeps its id and its body', async () => {
      const draw = chance(seed);
      const made = await service.must('/v1/webhooks', { method: 'POST', body: { url: receiver.url('/events'), events: ['snapshot.completed', 'diff.changed', 'finding.opened', 'finding.resolved'] } });
      const { id, secret } = made.json<{ id: string; secret: string }>();
      await store(1);
      await untilDelivered(id, 1);
      const unverified: string[] = [];
      // On arrival: later they would be too old.
      const take = (request: ReceivedEvent) => {
        try {
          verified(request, secret);
        } catch (error) {
          unverified.push(String(error));
        }
      };
      receiver.reply = async (request) => {
        take(request);
        await setTimeout(draw() * 40);
        return draw() < 0.8 ? 204 : 503;
      };
      let snapshot = 1;
      const repeats: number[] = [];
      for (const moment of moments(kills, 1_500, draw)) {
        await store(++snapshot);
        await setTimeout(moment);
        await service.kill();
        await letHeartbeatsPass(place);
        await letLeasesPass(place);
        service = await start();
      }
      await store(++snapshot);
      receiver.reply = (request) => {
        take(request);
        return 204;
      };
      await untilDelivered(id, snapshot);
      const byId = new Map<string, ReceivedEvent[]>();
      for (const request of receiver.received) byId.set(String(request.headers['webhook-id']), [...(byId.get(String(request.headers['webhook-id'])) ?? []), request]);
      const deliveries = await all<Delivery>(service, `/v1/webhooks/${id}/deliveries`);
      expect(deliveries.filter(({ status }) => status !== 'delivered')).toEqual([]);
      expect(new Set(deliveries.map(({ eventId }) => eventId)).size).toBe(deliveries.length);
      expect([...byId.keys()].sort(), 'what was received is what was made').toEqual(deliveries.map(({ eventId }) => eventId).sort());
      for (const [, requests] of byId) {
        expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
        repeats.push(requests.length - 1);
      }
      expect(unverified).toEqual([]);
      expect(countOf(deliveries), 'one of each kind for each snapshot and finding').toEqual({ 'snapshot.completed': snapshot, 'diff.changed': snapshot - 1, 'finding.opened': 6 * snapshot, 'finding.resolved': 6 * (snapshot - 1) });
      expect(service.defects).toEqual([]);
      await tell({ what: 'kill -9 during deliveries', where, times: kills, seen: `${deliveries.length} events, none lost, ${repeats.reduce((sum, n) => sum + n, 0)} repeats under their id` });
    });

    const store = (snapshot: number) => service.must('/v1/clusters/told/snapshots/import', { method: 'POST', body: JSON.stringify(dumpOfLonely(...names(snapshot))) });

    /** What failed waits for minutes: as if they had passed. On the embedded database by replaying, as only its service may write to it. */
    async function untilDelivered(id: string, snapshots: number): Promise<void> {
      await waitUntil('all has been delivered', async () => {
        if (where === 'server') await place.query("UPDATE webhook_delivery SET due_at = now() WHERE status = 'pending' AND leased_until IS NULL");
        const deliveries = await all<Delivery>(service, `/v1/webhooks/${id}/deliveries`);
        const isDone = deliveries.filter(({ type }) => type === 'snapshot.completed').length === snapshots && deliveries.every(({ status }) => status === 'delivered');
        if (!isDone && where === 'embedded' && deliveries.some(({ status }) => status === 'pending')) await restartLater();
        return isDone;
      });
    }

    async function restartLater(): Promise<void> {
      await setTimeout(1_000);
      await service.stop();
      await place.query("UPDATE webhook_delivery SET due_at = now() WHERE status = 'pending'");
      service = await start();
      await setTimeout(2_000);
    }
  });
});

function countOf(deliveries: readonly Delivery[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of deliveries) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
