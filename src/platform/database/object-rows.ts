import type { EntityManager } from 'typeorm';
import type { Steps } from '../../core/analysis/index.js';
import { Template, type AbridgedPair, type KindName, type KubeObject } from '../../core/cluster/index.js';
import { inTurns } from '../in-turns.js';

/** A row of `object_version`, as the readers select it. */
export interface ObjectRow {
  readonly kind: KindName;
  readonly namespace: string;
  readonly name: string;
  readonly valid_from: number;
  readonly valid_to: number | null;
  readonly uid: string | null;
  readonly template_id: number | null;
  readonly body: string;
}

export const objectColumns = 'kind, namespace, name, valid_from, valid_to, uid, template_id, body';

/** Names one object among those of a cluster. */
export function keyOf({ kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string }): string {
  return `${kind}\0${namespace}\0${name}`;
}

/** Whether the database can be asked for this text: Postgres holds no NUL character, and refuses to look for one. */
export function isAskable(text: string): boolean {
  return !text.includes('\0');
}

/** Turns rows of one cluster into objects, and looks up the templates that they need. */
export class RowDecoder {
  private readonly templates = new Map<number, Template>();
  /** Characters of the templates that were needed. */
  size = 0;

  constructor(
    private readonly manager: EntityManager,
    private readonly clusterId: number,
  ) {}

  async decode(rows: readonly ObjectRow[]): Promise<KubeObject[]> {
    await this.prepare(rows);
    return inTurns(this.#decodeSteps(rows));
  }

  *#decodeSteps(rows: readonly ObjectRow[]): Steps<KubeObject[]> {
    const objects: KubeObject[] = [];
    for (const row of rows) {
      yield;
      objects.push(this.objectOf(row));
    }
    return objects;
  }

  /** The object of a row that {@link prepare} has seen. */
  objectOf(row: ObjectRow): KubeObject {
    const body: unknown = JSON.parse(row.body);
    const template = this.#templateOf(row);
    return template === undefined ? (body as KubeObject) : template.objectOf(body as readonly unknown[]);
  }

  /** Both sides of an object, of rows that {@link prepare} has seen; undefined where it cannot be abridged. */
  abridge(before: ObjectRow, after: ObjectRow): AbridgedPair | undefined {
    return before.template_id === after.template_id ? this.#templateOf(before)?.abridge({ before: before.body, after: after.body }) : undefined;
  }

  #templateOf({ template_id: id }: ObjectRow): Template | undefined {
    return id === null ? undefined : this.templates.get(id);
  }

  async prepare(rows: readonly ObjectRow[]): Promise<void> {
    const missing = new Set<number>();
    for (const { template_id: id } of rows) if (id !== null && !this.templates.has(id)) missing.add(id);
    const texts = await templateTexts(this.manager, this.clusterId, missing);
    await inTurns(this.#addSteps(texts));
  }

  *#addSteps(texts: ReadonlyMap<number, string>): Steps<void> {
    for (const [id, text] of texts) {
      yield;
      if (this.templates.has(id)) continue;
      this.templates.set(id, new Template(text));
      this.size += text.length;
    }
  }
}

/** By their ids. */
export async function templateTexts(manager: EntityManager, clusterId: number, ids: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  if (ids.size === 0) return new Map();
  const found = await manager.query<{ id: number; text: string }[]>('SELECT id, text FROM template WHERE cluster_id = $1 AND id = ANY ($2)', [clusterId, [...ids]]);
  return new Map(found.map(({ id, text }) => [id, text]));
}
