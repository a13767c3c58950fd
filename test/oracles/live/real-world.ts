import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { ManifestObject } from '../api-server/manifests.js';

/** Manifests that others published lie beside the repository where it is developed, if at all; nothing of them is part of it. */
const folder = process.env['FORETRACE_MANIFESTS'] ?? join(import.meta.dirname, '../../../../shared/realworld/manifests');

export interface RealWorld {
  readonly objects: readonly { readonly file: string; readonly object: ManifestObject }[];
  /** Files that are no YAML as they stand: templates. */
  readonly unparsed: readonly string[];
}

/** Every object of every file; undefined where there is no such folder. */
export async function realWorldManifests(): Promise<RealWorld | undefined> {
  const entries = await readdir(folder, { recursive: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const objects: { file: string; object: ManifestObject }[] = [];
  const unparsed: string[] = [];
  for (const file of entries.filter((entry) => /\.ya?ml$/.test(entry)).sort()) {
    try {
      const documents = loadAll(await readFile(join(folder, file), 'utf8'));
      objects.push(...documents.flatMap(objectsIn).map((object) => ({ file, object })));
    } catch {
      unparsed.push(file);
    }
  }
  return { objects, unparsed };
}

function objectsIn(document: unknown): ManifestObject[] {
  if (typeof document !== 'object' || document === null) return [];
  const { items } = document as { items?: unknown };
  if (Array.isArray(items)) return items.flatMap(objectsIn);
  const { apiVersion, kind, metadata } = document as Partial<ManifestObject>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string' ? [document as ManifestObject] : [];
}
