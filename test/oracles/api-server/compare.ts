import { isDeepStrictEqual } from 'node:util';
import { normalizeObject, specOf } from '../../../src/core/cluster/index.js';
import { compareFields } from '../../../src/core/diff/fields.js';
import { isRecord } from '../../../src/core/record.js';
import type { ManifestObject } from './manifests.js';
import { withoutStamps, withoutStatus } from './stamps.js';

/**
 * What normalising makes of a manifest, against what it makes of the server's answer to it: `spec.replicas: ours undefined, the server's 1`.
 * undefined where no analysis reads the object.
 */
export function defaultingDifferences(manifest: ManifestObject, answer: ManifestObject): string[] | undefined {
  const [ours, theirs] = [normalizeObject(withoutStatus(manifest)), normalizeObject(withoutStamps(answer, manifest))];
  if (ours.outcome !== 'kept' && ours.outcome === theirs.outcome) return undefined;
  if (ours.outcome !== 'kept' || theirs.outcome !== 'kept') return [`ours is ${ours.outcome}, the server's ${theirs.outcome}`];
  const fields = compareFields(specOf(ours.object.kind).shape.form, ours.object, theirs.object);
  return fields.map(({ field, before, after }) => `${field}: ours ${JSON.stringify(before)}, the server's ${JSON.stringify(after)}`);
}

/** What normalising says of an answer though the server does not: `spec.ports[0].protocol`. Lists may be in another order. */
export function inventions(answer: ManifestObject): string[] {
  const normal = normalizeObject(answer);
  return normal.outcome === 'kept' ? unsaid(normal.object, answer, '') : [];
}

function unsaid(normal: unknown, raw: unknown, field: string): string[] {
  if (isDeepStrictEqual(normal, raw)) return [];
  if (Array.isArray(normal) && Array.isArray(raw)) return normal.flatMap((item, i) => least(raw.map((each) => unsaid(item, each, `${field}[${i}]`))) ?? [`${field}[${i}]`]);
  if (isRecord(normal) && isRecord(raw)) return Object.entries(normal).flatMap(([key, value]) => unsaid(value, raw[key], field === '' ? key : `${field}.${key}`));
  return [field];
}

function least(candidates: readonly string[][]): string[] | undefined {
  return [...candidates].sort((a, b) => a.length - b.length)[0];
}
