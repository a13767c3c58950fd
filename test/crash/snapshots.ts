import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Service } from './service.js';
import { waitUntil } from './waiting.js';

export interface Snapshot {
  readonly number: number;
  readonly label: string | null;
  /** When it was stored. */
  readonly createdAt: string;
  readonly counts: Readonly<Record<string, number>>;
}

export interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly cluster: string;
  readonly status: string;
  readonly createdAt: string;
  readonly progress: { readonly phase: string } | null;
  readonly result: Snapshot | null;
  readonly problem: { readonly detail: string } | null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** Every item of a list, page by page. */
export async function all<T>(service: Service, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor = '';
  for (;;) {
    const { items: more, next } = await service.get<Page<T>>(`${path}?limit=1000${cursor}`);
    items.push(...more);
    if (next === null) return items;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

/** Newest last; none where the cluster does not exist. */
export async function snapshotsOf(service: Service, cluster: string): Promise<Snapshot[]> {
  if ((await service.ask(`/v1/clusters/${cluster}`)).status === 404) return [];
  return (await all<Snapshot>(service, `/v1/clusters/${cluster}/snapshots`)).reverse();
}

/** The hash of all objects of a snapshot as they are told. @throws where the snapshot does not hold as many as it says */
export async function hashOf(service: Service, cluster: string, { number, counts }: Snapshot): Promise<string> {
  const objects = await all<{ readonly kind: string }>(service, `/v1/clusters/${cluster}/snapshots/${number}/objects`);
  const counted: Record<string, number> = {};
  for (const { kind } of objects) counted[kind] = (counted[kind] ?? 0) + 1;
  expect(counted, `the objects of ${cluster}/${number}`).toEqual(counts);
  return createHash('sha256').update(JSON.stringify(objects)).digest('hex');
}

export function importInto(service: Service, cluster: string, body: string, label: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return service.ask(`/v1/clusters/${cluster}/snapshots/import?label=${label}`, { method: 'POST', body, headers });
}

export function capture(service: Service, cluster: string, label: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return service.ask(`/v1/clusters/${cluster}/snapshots`, { method: 'POST', body: { label }, headers });
}

/** Waits until no operation is at work. A database that is kept busy for long is told as 503, after which one comes again. */
export async function untilIdle(service: Service): Promise<Operation[]> {
  let operations: Operation[] = [];
  await waitUntil(`no operation goes on:\n${service.said.slice(-2000)}`, async () => {
    if ((await service.ask('/v1/operations?limit=1')).status === 503) return false;
    operations = await all<Operation>(service, '/v1/operations');
    return operations.every(({ status }) => status !== 'pending' && status !== 'running');
  });
  return operations;
}
