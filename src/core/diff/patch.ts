import { finish, type Steps } from '../analysis/index.js';
import { isEqual, type ObjectPair } from '../cluster/index.js';
import { isRecord } from '../record.js';
import { common } from './fields.js';

/** One operation of a JSON Patch. Source: RFC 6902 §4. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/**
 * The patch that turns one snapshot into the other, exactly: here nothing counts as noise.
 *
 * It applies to the document `{"<kind>": {"<namespace>/<name>" or, for a cluster-scoped object, "<name>": object}}` that has an entry, if only `{}`,
 * for every kind. So `/Service/shop~1web/spec/ports/0/port` is a path. Operations stand in the order of `pairs`.
 *
 * Source: RFC 6902; paths as in RFC 6901.
 */
export function patchObjects(pairs: Iterable<ObjectPair>): PatchOperation[] {
  return finish(patchSteps(pairs));
}

/** What {@link patchObjects} does, step by step. */
export function* patchSteps(pairs: Iterable<ObjectPair>): Steps<PatchOperation[]> {
  const operations: PatchOperation[] = [];
  for (const pair of pairs) {
    yield;
    operations.push(...patchObject(pair));
  }
  return operations;
}

function patchObject(pair: ObjectPair): PatchOperation[] {
  const { kind, namespace, name } = pair;
  const path = pointer(pointer('', kind), namespace === '' ? name : `${namespace}/${name}`);
  if (pair.only === undefined) return patchValue(path, pair.before, pair.after);
  return pair.only === 'after' ? [{ op: 'add', path, value: pair.object }] : [{ op: 'remove', path }];
}

function patchValue(path: string, before: unknown, after: unknown): PatchOperation[] {
  if (Array.isArray(before) && Array.isArray(after)) return patchList(path, before, after);
  if (isRecord(before) && isRecord(after)) return patchRecord(path, before, after);
  return isEqual(before, after) ? [] : [{ op: 'replace', path, value: after }];
}

function patchRecord(path: string, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): PatchOperation[] {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key) => ({ op: 'remove', path: pointer(path, key) }) as const),
    ...Object.keys(after).flatMap((key): PatchOperation[] =>
      Object.hasOwn(before, key) ? patchValue(pointer(path, key), before[key], after[key]) : [{ op: 'add', path: pointer(path, key), value: after[key] }],
    ),
  ];
}

/** Between what both lists share at their ends: items at one place are patched, the surplus is removed from behind or added. */
function patchList(path: string, before: readonly unknown[], after: readonly unknown[]): PatchOperation[] {
  const { start, end } = common(before, after);
  const [was, is] = [before.length - end, after.length - end];
  const both = Math.min(was, is);
  const operations: PatchOperation[] = [];
  for (let i = start; i < both; i++) operations.push(...patchValue(pointer(path, i), before[i], after[i]));
  for (let i = was - 1; i >= both; i--) operations.push({ op: 'remove', path: pointer(path, i) });
  for (let i = both; i < is; i++) operations.push({ op: 'add', path: pointer(path, i), value: after[i] });
  return operations;
}

function pointer(path: string, step: string | number): string {
  return `${path}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
