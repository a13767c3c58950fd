import { sha256 } from '../hash.js';
import { abridge, layoutOf, type Bodies, type ListLayout } from './abridge.js';
import type { EncodedObject } from './draft.js';
import { isEqual } from './is-equal.js';
import type { Varying } from './kind.js';
import { specOf, type KindName, type KindSpec, type KubeObject } from './kinds/catalogue.js';
import type { AbridgedPair } from './object-pair.js';
import { isRecord } from './shape.js';
import { fillerOf, isList, Reader, type Fill } from './template.js';
import { putUnusual, takeUnusual, type Usual } from './usual.js';

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
  readonly #templates = new Map<string, unknown>();
  readonly #layouts = new Map<string, ListLayout | null>();

  /** @param items of other versions of the same object */
  decode(kind: KindName, template: string, body: string, items?: VersionItems): KubeObject {
    const { varying, usual } = specOf(kind);
    const parsed: unknown = JSON.parse(body);
    if (varying === undefined) return parsed as KubeObject;
    return objectOf((reader) => restore(this.#parse(template), varying, reader, items), usual, parsed as readonly unknown[]);
  }

  /** Two versions of one template, without the items of a list that both have; undefined where there is nothing to leave out. */
  decodeAbridged(kind: KindName, template: string, bodies: Bodies): AbridgedPair | undefined {
    const layout = this.#layoutOf(kind, template);
    const abridged = layout === undefined ? undefined : abridge(layout, bodies);
    if (abridged === undefined) return undefined;
    let omitted: ReadonlySet<string> | undefined;
    const omits = (name: unknown) => (omitted ??= abridged.omitted()).has(JSON.stringify(name));
    return { before: this.decode(kind, template, abridged.before), after: this.decode(kind, template, abridged.after), omits };
  }

  #layoutOf(kind: KindName, template: string): ListLayout | undefined {
    const { varying, usual } = specOf(kind);
    if (varying === undefined) return undefined;
    let layout = this.#layouts.get(template);
    if (layout === undefined) {
      layout = layoutOf(this.#parse(template), varying, usual) ?? null;
      this.#layouts.set(template, layout);
    }
    return layout ?? undefined;
  }

  #parse(template: string): unknown {
    let parsed = this.#templates.get(template);
    if (parsed === undefined) {
      parsed = JSON.parse(template);
      this.#templates.set(template, parsed);
    }
    return parsed;
  }
}

/** A template of many objects: where their values go is found once. */
export class Template {
  readonly #fill: Fill;
  readonly #usual: Usual | undefined;

  constructor(text: string) {
    const likeness = JSON.parse(text) as KubeObject;
    const { varying = {}, usual } = specOf(likeness.kind);
    this.#fill = fillerOf(likeness, varying);
    this.#usual = usual;
  }

  /** @param values the body, parsed */
  objectOf(values: readonly unknown[]): KubeObject {
    return objectOf(this.#fill, this.#usual, values);
  }
}

function objectOf(fill: Fill, usual: Usual | undefined, values: readonly unknown[]): KubeObject {
  // Of what varies the name comes first, which is no record.
  const unusual = isRecord(values[0]) ? values[0] : undefined;
  const object = fill(new Reader(values, unusual === undefined ? 0 : 1));
  return (usual === undefined || unusual === undefined ? object : putUnusual(object, usual, unusual)) as KubeObject;
}

/** The inverse of {@link encodeObject}. For many objects, one {@link ObjectDecoder} is faster and shares memory. */
export function decodeObject(kind: KindName, template: string, body: string): KubeObject {
  return new ObjectDecoder().decode(kind, template, body);
}

/** The items of the lists of an object's versions. One that is the same in several is made once, which costs less than to make each and to compare them. */
export class VersionItems {
  /** By the first of their values, which mostly names them; where it does not, the latest. */
  readonly #items = new Map<unknown, unknown>();

  restore(likeness: unknown, varying: Varying, reader: Reader): unknown {
    const start = reader.at;
    const value = reader.values[start];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    const known = this.#items.get(first);
    if (known !== undefined && isMadeOf(known, likeness, varying, reader)) return known;
    reader.at = start;
    const item = restore(likeness, varying, reader, undefined);
    this.#items.set(first, item);
    return item;
  }
}

/** Whether {@link restore} would give the same as `item`. Reads on as far as they agree. */
function isMadeOf(item: unknown, likeness: unknown, varying: Varying, reader: Reader): boolean {
  if (varying === true || isList(varying)) return isEqual(item, restore(likeness, varying, reader, undefined));
  const [whole, parts] = [item as Values, likeness as Values];
  for (const field of Object.keys(varying)) {
    if (parts[field] !== undefined && !isMadeOf(whole[field], parts[field], varying[field] as Varying, reader)) return false;
  }
  const fields = Object.keys(parts);
  return fields.length === Object.keys(whole).length && fields.every((field) => Object.hasOwn(varying, field) || isEqual(whole[field], parts[field]));
}

function restore(likeness: unknown, varying: Varying, reader: Reader, known: VersionItems | undefined): unknown {
  if (varying === true) return reader.next();
  if (isList(varying)) return restoreItems(likeness as readonly unknown[], varying[0], new Reader(reader.next() as readonly unknown[]), known);
  const whole: Values = { ...(likeness as Values) };
  for (const field of Object.keys(varying)) {
    if (whole[field] !== undefined) whole[field] = restore(whole[field], varying[field] as Varying, reader, known);
  }
  return whole;
}

function restoreItems(likenesses: readonly unknown[], varying: Varying, reader: Reader, known: VersionItems | undefined): unknown[] {
  const items: unknown[] = [];
  while (!reader.done) {
    const likeness = likenesses[likenesses.length === 1 ? 0 : (reader.next() as number)];
    items.push(known === undefined ? restore(likeness, varying, reader, undefined) : known.restore(likeness, varying, reader));
  }
  // A list that grew item by item keeps room for more, which of lists of one or two is most of what they take.
  return items.slice();
}
