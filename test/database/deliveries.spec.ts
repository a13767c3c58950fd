import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEvent, type NotificationEvent } from '../../src/core/notifications/index.js';
import { DeliveryStore, insertDeliveries } from '../../src/platform/database/delivery.store.js';
import { WebhookStore } from '../../src/platform/database/webhook.store.js';
import type { ClaimedDelivery, DeliveryOutcome } from '../../src/platform/database/webhook-record.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';

let test: OpenTestDatabase;
let webhooks: WebhookStore;
let deliveries: DeliveryStore;
beforeAll(async () => {
  test = await openTestDatabase();
  webhooks = new WebhookStore(test.database);
  deliveries = new DeliveryStore(test.database);
});
afterAll(() => test.close());
beforeEach(() => query('DELETE FROM webhook'));

const query = (statement: string) => test.database.manager.query(statement);
const letLeasesPass = () => query('UPDATE webhook_delivery SET leased_until = now() WHERE leased_until IS NOT NULL');
let serial = 0;

async function makeWebhook(enabled = true): Promise<string> {
  const { id } = await webhooks.create({ name: '', url: 'https://receiver.example.com/', preset: 'discord', events: ['finding.opened'], clusters: [], namespaces: [], severities: [], enabled, createdBy: null, secret: 'whsec_x' });
  return id;
}

async function add(webhookId: string, count: number, thread: string | null = null): Promise<NotificationEvent[]> {
  const events = Array.from({ length: count }, () => ({ ...testEvent(webhookId, String(serial++), '2026-03-02T14:31:00.000Z'), thread }));
  await insertDeliveries(test.database.manager, events.map((event, i) => ({ id: `00000000-0000-4000-8000-${String(serial * 1000 + i).padStart(12, '0')}`, webhookId, event })));
  return events;
}

const attempt = { at: '2026-03-02T14:31:00.000Z', status: 200, error: null, milliseconds: 1 };
const delivered: DeliveryOutcome = { attempt, status: 'delivered', pause: 0, message: null, isGone: false, hasLostMessage: false };
const conclude = (claimed: readonly ClaimedDelivery[], owner: string, outcome = delivered) => Promise.all(claimed.map((each) => deliveries.conclude(each, owner, outcome)));

describe('what is due', () => {
  it('goes to one of those who look only, until its lease is over', async () => {
    for (let i = 0; i < 5; i++) await add(await makeWebhook(), 3);
    const claims = await Promise.all(['a', 'b', 'c'].map((owner) => deliveries.claimDue(owner, 100)));
    const ids = claims.flat().map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([15, 15]);
    expect(await deliveries.claimDue('d', 100)).toEqual([]);
    await letLeasesPass();
    expect((await deliveries.claimDue('d', 100)).map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(await conclude(claims.flat(), 'a'), 'who comes too late changes nothing').toEqual(ids.map(() => false));
  });

  it('stays with who has taken it and says that it is at work', async () => {
    await add(await makeWebhook(), 2);
    const [kept, left] = await deliveries.claimDue('a', 100);
    await letLeasesPass();
    await deliveries.extend(kept?.id ?? '', 'a');
    await deliveries.extend(left?.id ?? '', 'b');
    expect((await deliveries.claimDue('c', 100)).map(({ id }) => id)).toEqual([left?.id]);
  });

  it('goes to one receiver four at a time, so that it does not hold up the others', async () => {
    const [slow, quick] = [await makeWebhook(), await makeWebhook()];
    await add(slow, 20);
    await add(quick, 1);
    const first = await deliveries.claimDue('a', 100);
    expect(first.map(({ webhookId }) => webhookId).sort()).toEqual([slow, slow, slow, slow, quick].sort());
    expect(await deliveries.claimDue('b', 100)).toEqual([]);
    await conclude(first, 'a');
    expect((await deliveries.claimDue('b', 100)).map(({ webhookId }) => webhookId)).toEqual([slow, slow, slow, slow]);
  });

  it('is of one thread the first that is not delivered, which is told as the message to be changed then', async () => {
    const id = await makeWebhook();
    const events = await add(id, 3, 'finding');
    const order: (string | null)[] = [];
    for (const [i, event] of events.entries()) {
      const claimed = await deliveries.claimDue('a', 100);
      expect(claimed.map((each) => each.event.id)).toEqual([event.id]);
      order.push(claimed[0]?.earlier ?? null);
      await conclude(claimed, 'a', { ...delivered, message: `message-${i}`, hasLostMessage: i === 1 });
    }
    expect(order).toEqual([null, 'message-0', null]);
  });

  it('is nothing of a webhook that is disabled, until it is enabled', async () => {
    const id = await makeWebhook(false);
    await add(id, 1);
    expect(await deliveries.claimDue('a', 100)).toEqual([]);
    await webhooks.update(id, { enabled: true });
    expect(await deliveries.claimDue('a', 100)).toHaveLength(1);
  });

  it('is what failed after its pause', async () => {
    await add(await makeWebhook(), 1);
    await conclude(await deliveries.claimDue('a', 100), 'a', { ...delivered, status: 'pending', pause: 60_000 });
    expect(await deliveries.claimDue('a', 100)).toEqual([]);
    await query("UPDATE webhook_delivery SET due_at = due_at - interval '1 minute'");
    expect(await deliveries.claimDue('a', 100)).toMatchObject([{ tries: 1, attempts: [attempt] }]);
  });
});

it('an event is made for a webhook once, and for none that is gone', async () => {
  const id = await makeWebhook();
  const [event] = (await add(id, 1)) as [NotificationEvent];
  const again = { id: '11111111-0000-4000-8000-000000000000', webhookId: id, event };
  const gone = { id: '22222222-0000-4000-8000-000000000000', webhookId: '33333333-0000-4000-8000-000000000000', event };
  await insertDeliveries(test.database.manager, [again, gone]);
  expect((await deliveries.list(id, {}, { limit: 10 })).items).toHaveLength(1);
});

it('an event with NUL characters in it is kept as it is', async () => {
  const id = await makeWebhook();
  const event = { ...testEvent(id, 'nul', '2026-03-02T14:31:00.000Z'), summary: 'a\0b \ud83d\ude00' };
  await insertDeliveries(test.database.manager, [{ id: '44444444-0000-4000-8000-000000000000', webhookId: id, event }]);
  expect((await deliveries.claimDue('a', 1))[0]?.event).toEqual(event);
});
