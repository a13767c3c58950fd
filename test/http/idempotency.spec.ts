import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/platform/database/database.js';
import { OperationStore } from '../../src/platform/database/index.js';
import { TestApp, dumpOf } from '../support/app.js';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start({ demo: false });
});
afterAll(() => app.close());

const query = (statement: string) => app.nest.get(Database).manager.query(statement);

describe('a request with an Idempotency-Key whose process died before it had answered', () => {
  let cluster = 'keyed-0';
  let keyed = {};
  beforeEach(() => {
    cluster = `keyed-${Number(cluster.split('-')[1]) + 1}`;
    keyed = { 'idempotency-key': cluster };
  });

  const send = (headers: object = {}) => app.import(cluster, dumpOf(80), { headers: { ...keyed, ...headers } });
  /** As the process leaves it that has no time to note its answer, and some time later. */
  const lose = (later: string) => query(`UPDATE idempotency_key SET status = NULL, headers = NULL, body = NULL, begun_at = begun_at - interval '${later}' WHERE key = '${cluster}'`);
  const end = (status: string) => query(`UPDATE operation SET status = '${status}', owner = 'a process that died', heartbeat_at = now() WHERE cluster = '${cluster}'`);

  it.each(['0', '16 minutes'])('is answered from what its operation has stored, when it is sent again after %s', async (later) => {
    const first = await send();
    await lose(later);
    for (let i = 0; i < 2; i++) {
      const again = await send();
      expect([again.status, again.text, again.headers['location'], again.headers['idempotency-replayed']]).toEqual([201, first.text, `/v1/clusters/${cluster}/snapshots/1`, 'true']);
    }
    expect(await app.get(`/v1/clusters/${cluster}`)).toMatchObject({ snapshots: 1 });
  });

  it('is answered with its operation where it did not want to wait', async () => {
    const prefer = { prefer: 'respond-async' };
    const { id } = (await send(prefer)).json<{ id: string }>();
    for await (const { status } of app.nest.get(OperationStore).watch(id)) if (status === 'succeeded') break;
    await lose('16 minutes');
    const again = await send(prefer);
    expect([again.status, again.json<{ id: string }>().id, again.headers['location']]).toEqual([202, id, `/v1/operations/${id}`]);
    expect(await app.get(`/v1/clusters/${cluster}`)).toMatchObject({ snapshots: 1 });
  });

  it('waits for its operation, however long that takes', async () => {
    await send();
    await end('running');
    await lose('16 minutes');
    expect((await send()).json()).toMatchObject({ code: 'idempotency-in-progress' });
  });

  it.each(['failed', 'cancelled'])('begins anew where its operation has %s', async (status) => {
    await send();
    await end(status);
    await lose('0');
    expect((await send()).json()).toMatchObject({ number: 2 });
  });
});
