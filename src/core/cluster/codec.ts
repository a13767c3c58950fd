import { sha256 } from '../hash.js';
import { isRecord } from '../record.js';
import { abridge, layoutOf, type Bodies, type ListLayout } from './abridge.js';
import type { EncodedObject } from './draft.js';
import type { Varying } from './kind.js';
import { specOf, type KindName, type KindSpec, type KubeObject } from './kinds/catalogue.js';
import type { AbridgedPair } from './object-pair.js';
import { fillerOf, isList, Reader, type Fill } from './template.js';
import { putUnusual, takeUnusual } from './usual.js';

type Values = Record<string, unknown>;

/**
 * The two texts of an object in normal form. Of a kind whose replicas resemble each other, `template` holds the object with a
 * null in the place of each field that varies, and `body` the values of these, in the order of the kind's `varying`.
 * A list that varies stands in the template as its distinct items, and in the body as one flat list: item after item,
 * each the index of its likeness (left out where there is but one) and its values. What is not as the kind's `usual` says stands
 * in the template as if it were, and as a record before the values of the body.
 */
export function encodeObject(object: KubeObject, { varying, usual }: Pick<KindSpec, 'varying' | 'usual'> = specOf(object.kind)): EncodedObject {
  const { metadata } = object;
  const values: unknown[] = [];
  const likeness = usual === undefined ? object : takeUnusual(object, usual, values);
  const template = varying === undefined ? '' : JSON.stringify(extract(likeness, varying, values));
  const body = JSON.stringify(varying === undefined ? object : values);
  const uid = metadata.uid ?? null;
  const namespace = 'namespace' in metadata ? metadata.namespace : '';
  return { kind: object.kind, namespace, name: metadata.name, uid, template, body, digest: digestOf(template, body, uid) };
}

/** JSON on one line holds no line feed, so that the parts cannot run into one another. A migration writes the same in SQL. */
function digestOf(template: string, body: string, uid: string | null): string {
  return sha256(`${template}\n${body}\n${uid ?? ''}`).slice(0, 32);
}

function extract(value: unknown, varying: Varying, values: unknown[]): unknown {
  if (varying === true) {
    values.push(value);
    return null;
  }
  if (isList(varying)) return extractItems(value as readonly unknown[], varying[0], values);
  const rest: Values = { ...(value as Values) };
  for (const field of Object.keys(varying)) {
    if (rest[field] !== undefined) rest[field] = extract(rest[field], varying[field] as Varying, values);
  }
  return rest;
}

function extractItems(items: readonly unknown[], varying: Varying, values: unknown[]): unknown[] {
  const likenesses = new Map<string, { readonly index: number; readonly item: unknown }>();
  const rows = items.map((item) => {
    const row: unknown[] = [];
    const likeness = extract(item, varying, row);
    const text = JSON.stringify(likeness);
    const known = likenesses.get(text) ?? { index: likenesses.size, item: likeness };
    likenesses.set(text, known);
    return { index: known.index, row };
  });
  values.push(rows.flatMap(({ index, row }) => (likenesses.size === 1 ? row : [index, ...row])));
  return [...likenesses.values()].map(({ item }) => item);
}

/** Turns stored texts into objects. Objects of one template share the parts that they have in common. */
export class ObjectDecoder {
  readonly #templates = new Map<string, Template>();

  decode(kind: KindName, template: string, body: string): KubeObject {
    const parsed: unknown = JSON.parse(body);
    return specOf(kind).varying === undefined ? (parsed as KubeObject) : this.#templateOf(template).objectOf(parsed as readonly unknown[]);
  }

  #templateOf(text: string): Template {
    let template = this.#templates.get(text);
    if (template === undefined) {
      template = new Template(text);
      this.#templates.set(text, template);
    }
    return template;
  }
}

/** A template of many objects: where their values go is found once. */
export class Template {
  readonly #likeness: KubeObject;
  readonly #spec: Pick<KindSpec, 'varying' | 'usual'>;
  readonly #fill: Fill;
  /** null where there is none. */
  #layout: ListLayout | null | undefined;

  constructor(text: string) {
    this.#likeness = JSON.parse(text) as KubeObject;
    this.#spec = specOf(this.#likeness.kind);
    this.#fill = fillerOf(this.#likeness, this.#spec.varying ?? {});
  }

  /** @param values the body, parsed */
  objectOf(values: readonly unknown[]): KubeObject {
    const { usual } = this.#spec;
    // Of what varies the name comes first, which is no record.
    const unusual = isRecord(values[0]) ? values[0] : undefined;
    const object = this.#fill(new Reader(values, unusual === undefined ? 0 : 1));
    return (usual === undefined || unusual === undefined ? object : putUnusual(object, usual, unusual)) as KubeObject;
  }

  /** Two versions of an object, without the items of a list that both have; undefined where there is nothing to leave out. */
  abridge(bodies: Bodies): AbridgedPair | undefined {
    this.#layout ??= layoutOf(this.#likeness, this.#spec.varying ?? {}, this.#spec.usual) ?? null;
    const abridged = this.#layout === null ? undefined : abridge(this.#layout, bodies);
    if (abridged === undefined) return undefined;
    let omitted: ReadonlySet<string> | undefined;
    const omits = (name: unknown) => (omitted ??= abridged.omitted()).has(JSON.stringify(name));
    const [before, after] = [abridged.before, abridged.after].map((body) => this.objectOf(JSON.parse(body) as readonly unknown[])) as [KubeObject, KubeObject];
    return { before, after, omits };
  }
}

/** The inverse of {@link encodeObject}. For many objects, one {@link ObjectDecoder} is faster and shares memory. */
export function decodeObject(kind: KindName, template: string, body: string): KubeObject {
  return new ObjectDecoder().decode(kind, template, body);
}
