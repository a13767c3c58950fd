import type { EntityManager } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { encodeObject, normalizeObject } from '../../core/cluster/index.js';
import type { ObjectRow } from './object-rows.js';
import { RecentDecoders } from './recent-decoders.js';

describe('RecentDecoders', () => {
  const normalized = normalizeObject({ kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop' }, spec: { containers: [{ name: 'web', image: 'web:1' }] } });
  if (normalized.outcome !== 'kept') throw new Error('not a pod');
  const { kind, namespace, name, template: text, body } = encodeObject(normalized.object);
  const row: ObjectRow = { kind, namespace, name, valid_from: 1, valid_to: null, uid: null, template_id: 7, body };

  /** A database of one template that counts how often it is asked. */
  function database() {
    const asked = { times: 0 };
    const query = () => Promise.resolve([{ id: 7, text }]).finally(() => asked.times++);
    return { asked, manager: { query } as unknown as EntityManager };
  }

  it('ask for a template once', async () => {
    const { asked, manager } = database();
    const decoders = new RecentDecoders();
    for (let i = 0; i < 2; i++) expect(await decoders.of(manager, 1).decode([row])).toEqual([normalized.object]);
    expect(asked.times).toBe(1);
  });

  it('are those of one cluster', async () => {
    const { asked, manager } = database();
    const decoders = new RecentDecoders();
    for (const cluster of [1, 2]) await decoders.of(manager, cluster).decode([row]);
    expect(asked.times).toBe(2);
  });

  it('let all go once they hold more than they may', async () => {
    const { asked, manager } = database();
    const decoders = new RecentDecoders(text.length - 1);
    for (let i = 0; i < 2; i++) await decoders.of(manager, 1).decode([row]);
    expect(asked.times).toBe(2);
  });
});
