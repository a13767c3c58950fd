import type { EntityManager } from 'typeorm';
import type { Steps } from '../../core/analysis/index.js';
import { Template, type KubeObject } from '../../core/cluster/index.js';
import { inTurns } from '../in-turns.js';
import { templateTexts } from './object-rows.js';

/** Many rows of `object_version` in one, as handing over each for itself takes longer than all that is done with it. */
export interface PackedRows {
  readonly count: number;
  /** Their ids; null for none. */
  readonly templates: readonly (number | null)[];
  /** One a line: JSON as it is stored holds no line feed. */
  readonly bodies: string;
}

/** What selects {@link PackedRows}. */
export const packedColumns = "count(*)::integer AS count, json_agg(template_id) AS templates, string_agg(body, E'\\n') AS bodies";

/** Turns packed rows of one cluster into objects, and looks up the templates that they need. */
export class PackedDecoder {
  readonly #templates = new Map<number, Template>();

  constructor(
    private readonly manager: EntityManager,
    private readonly clusterId: number,
  ) {}

  /** @param onTemplates called once the database has been asked for the templates, so that what else it is asked for comes after */
  async unpack(rows: PackedRows, onTemplates: () => void): Promise<KubeObject[]> {
    const missing = new Set(rows.templates.filter((id): id is number => id !== null && !this.#templates.has(id)));
    const texts = templateTexts(this.manager, this.clusterId, missing);
    onTemplates();
    return inTurns(this.#unpackSteps(rows, await texts));
  }

  *#unpackSteps({ templates, bodies }: PackedRows, texts: ReadonlyMap<number, string>): Steps<KubeObject[]> {
    for (const [id, text] of texts) {
      yield;
      this.#templates.set(id, new Template(text));
    }
    const objects: KubeObject[] = [];
    for (const [i, text] of bodies.split('\n').entries()) {
      yield;
      const body: unknown = JSON.parse(text);
      const template = this.#templates.get(templates[i] ?? 0);
      objects.push(template === undefined ? (body as KubeObject) : template.objectOf(body as readonly unknown[]));
    }
    return objects;
  }
}
