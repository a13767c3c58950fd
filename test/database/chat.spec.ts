import { afterAll, beforeAll, expect, it } from 'vitest';
import { ChatStore } from '../../src/platform/database/chat.store.js';
import { openTestDatabase, type OpenTestDatabase } from '../support/database.js';

let test: OpenTestDatabase;
let store: ChatStore;
beforeAll(async () => {
  test = await openTestDatabase();
  store = new ChatStore(test.database);
});
afterAll(() => test.close());

const letPass = (time: string) => test.database.manager.query(`UPDATE chat_request SET seen_at = seen_at - interval '${time}'`);

it('a request is the first of its kind once, however many processes are sent it at the same time', async () => {
  const seen = await Promise.all(Array.from({ length: 5 }, () => store.isFirst('a')));
  expect(seen.filter((isFirst) => isFirst)).toHaveLength(1);
  expect(await store.isFirst('b')).toBe(true);
});

it('a request is remembered for as long as it is good for something, and then forgotten', async () => {
  await store.isFirst('c');
  await letPass('6 minutes');
  await store.forgetRequests();
  expect(await store.isFirst('c')).toBe(false);
  await letPass('10 minutes');
  await store.forgetRequests();
  expect(await store.isFirst('c')).toBe(true);
});
