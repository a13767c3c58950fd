import type { EntityManager } from 'typeorm';
import type { Steps } from '../../core/analysis/index.js';
import { ObjectDecoder, type AbridgedPair, type KindName, type KubeObject, type VersionItems } from '../../core/cluster/index.js';
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

/** Many rows in one, as handing over each for itself takes longer than all that is done with it. */
export interface PackedRows {
  readonly count: number;
  /** Parted by commas. */
  readonly kinds: string;
  /** Ids, '' for none, parted by commas. */
  readonly templates: string;
  /** Parted by commas: the inside of a JSON list. */
  readonly bodies: string;
}

/** What selects {@link PackedRows} from rows of `object_version`. */
export const packedColumns = "count(*)::integer AS count, string_agg(kind, ',') AS kinds, string_agg(coalesce(template_id::text, ''), ',') AS templates, string_agg(body, ',') AS bodies";

/** Turns rows of one cluster into objects, and looks up the templates that they need. */
export class RowDecoder {
  private readonly decoder = new ObjectDecoder();
  private readonly templates = new Map<number, string>();
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

  /** The object of a row that {@link prepare} has seen. `items` are those of other rows of the same object. */
  objectOf({ kind, template_id, body }: ObjectRow, items?: VersionItems): KubeObject {
    return this.decoder.decode(kind, this.#templateOf(template_id), body, items);
  }

  /** Both sides of an object, of rows that {@link prepare} has seen; undefined where it cannot be abridged. */
  abridge(before: ObjectRow, after: ObjectRow): AbridgedPair | undefined {
    if (before.template_id === null || before.template_id !== after.template_id) return undefined;
    return this.decoder.decodeAbridged(before.kind, this.#templateOf(before.template_id), { before: before.body, after: after.body });
  }

  /**
   * The objects of packed rows.
   *
   * @param onTemplates called once the database has been asked for the templates, so that what else it is asked for comes after
   */
  async unpack({ kinds, templates, bodies }: PackedRows, onTemplates: () => void): Promise<KubeObject[]> {
    const ids = templates.split(',').map((id) => (id === '' ? null : Number(id)));
    const prepared = this.#lookUp(ids);
    onTemplates();
    await prepared;
    return inTurns(this.#unpackSteps(kinds.split(',') as KindName[], ids, bodies));
  }

  *#unpackSteps(kinds: readonly KindName[], ids: readonly (number | null)[], bodies: string): Steps<KubeObject[]> {
    const parsed = JSON.parse(`[${bodies}]`) as readonly unknown[];
    const objects: KubeObject[] = [];
    for (const [i, body] of parsed.entries()) {
      yield;
      objects.push(this.decoder.restore(kinds[i] as KindName, this.#templateOf(ids[i] ?? null), body));
    }
    return objects;
  }

  #templateOf(id: number | null): string {
    return id === null ? '' : (this.templates.get(id) ?? '');
  }

  prepare(rows: readonly ObjectRow[]): Promise<void> {
    return this.#lookUp(rows.map(({ template_id }) => template_id));
  }

  async #lookUp(ids: readonly (number | null)[]): Promise<void> {
    const missing = new Set<number>();
    for (const id of ids) if (id !== null && !this.templates.has(id)) missing.add(id);
    if (missing.size === 0) return;
    const found = await this.manager.query<{ id: number; text: string }[]>('SELECT id, text FROM template WHERE cluster_id = $1 AND id = ANY ($2)', [
      this.clusterId,
      [...missing],
    ]);
    for (const { id, text } of found) {
      this.size += text.length;
      this.templates.set(id, text);
    }
  }
}
