import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Later } from '../../src/modules/chat/later.js';
import { TestApp, apiTokens, tokens } from '../support/app.js';
import { environment, slackCommand } from '../support/platforms.js';
import type { NamedOperation } from '../support/contract.js';

/** The least role for whatever is not open to every viewer. */
const needed: Readonly<Record<string, 'nobody' | 'operator' | 'admin'>> = {
  checkLiveness: 'nobody',
  checkReadiness: 'nobody',
  importSnapshot: 'operator',
  captureSnapshot: 'operator',
  addReadout: 'operator',
  cancelOperation: 'operator',
  createWebhook: 'operator',
  updateWebhook: 'operator',
  deleteWebhook: 'operator',
  rotateWebhookSecret: 'operator',
  testWebhook: 'operator',
  replayDelivery: 'operator',
  createCluster: 'admin',
  updateCluster: 'admin',
  deleteCluster: 'admin',
  deleteSnapshot: 'admin',
};

/** Answered by whom their platform has signed for, and by no token. */
const signed = new Set(['answerSlackCommand', 'answerSlackInteraction', 'answerSlackEvent', 'answerMattermostCommand', 'answerTeamsMessage', 'answerDiscordInteraction']);

const ranks = ['nobody', 'viewer', 'operator', 'admin'] as const;

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start({ demo: false, env: { API_TOKENS: apiTokens, ...environment, CHAT_ACCESS: 'slack:viewer:*:C2147483705' } });
});
afterAll(() => app.close());

describe('with tokens', () => {
  it('every operation answers exactly the roles that may ask it, and the document tells which', async () => {
    const faults: string[] = [];
    for (const operation of app.contract.operations.filter(({ operationId }) => !signed.has(operationId))) {
      const least = needed[operation.operationId] ?? 'viewer';
      const told = (operation as NamedOperation & { readonly 'x-role'?: string })['x-role'] ?? 'nobody';
      if (told !== least) faults.push(`${operation.operationId}: the document tells ${told}, not ${least}`);
      for (const role of ranks) {
        const status = await statusOf(operation, role === 'nobody' ? undefined : tokens[role]);
        const allowed = ranks.indexOf(role) >= ranks.indexOf(least);
        const expected = allowed ? 'neither 401 nor 403' : role === 'nobody' ? '401' : '403';
        const fits = allowed ? status !== 401 && status !== 403 : String(status) === expected;
        if (!fits) faults.push(`${operation.operationId} as ${role}: ${status}, not ${expected}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('what platforms send is taken from nobody else, with a token or without', async () => {
    const operations = app.contract.operations.filter(({ operationId }) => signed.has(operationId));
    expect(operations).toHaveLength(signed.size);
    for (const operation of operations) expect([operation.operationId, await statusOf(operation, undefined), await statusOf(operation, tokens.admin)]).toEqual([operation.operationId, 401, 401]);
  });

  it('chats are answered without a token of their own', async () => {
    vi.spyOn(app.nest.get(Later), 'within').mockImplementation((_, work) => work);
    expect((await app.send(slackCommand('clusters'))).text).toContain('0 clusters. Choose one with: use NAME');
    vi.restoreAllMocks();
    const { json } = await app.send({ method: 'POST', url: '/v1/chat', payload: { text: 'clusters' }, headers: { authorization: `Bearer ${tokens.viewer}` } });
    expect(json<{ verdict: string }>().verdict).toBe('0 clusters. Choose one with: use NAME');
  });

  it('every name in the table above is one of an operation', () => {
    const names = app.contract.operations.map(({ operationId }) => operationId);
    expect(Object.keys(needed).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each([
    ['an unknown token', 'Bearer nobody-has-this'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['a token without its scheme', tokens.admin],
  ])('%s is not let in', async (_, authorization) => {
    const { status, headers } = await app.send({ url: '/v1/clusters', headers: { authorization } });
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="foretrace"']);
  });
});

/** Asks for things that do not exist, so that nobody's question changes anything. */
async function statusOf({ template, method }: NamedOperation, token: string | undefined): Promise<number> {
  const url = template.replace('{snapshot}', '1').replace(/\{\w+\}/g, 'no-such-thing');
  const { status } = await app.send({ method: method as 'GET', url, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  return status;
}
