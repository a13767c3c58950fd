import type { KindName, PlainObject } from '../../core/cluster/index.js';

/** What was read of a batch, on its way from one thread to another. What many objects share is sent once: a copy of text is a new text. */
export interface PackedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Texts that no earlier one held. An object names its kind, namespace and template by their place among all. */
  readonly texts: readonly string[];
  /** The numbers of each object: kind, namespace and template; -1 where a text became none. */
  readonly places: Int32Array<ArrayBuffer>;
  /** The texts of each object that there is: name, uid, body, digest, resource version. */
  readonly values: readonly (string | null | undefined)[];
}

const [placesEach, valuesEach] = [3, 5];

/** Packs batches in the order in which they are unpacked. */
export class BatchPacker {
  readonly #known = new Map<string, number>();

  pack(bytes: Uint8Array<ArrayBuffer>, objects: readonly (PlainObject | undefined)[]): PackedBatch {
    const texts: string[] = [];
    const place = (text: string): number => {
      const known = this.#known.get(text);
      if (known !== undefined) return known;
      texts.push(text);
      this.#known.set(text, this.#known.size);
      return this.#known.size - 1;
    };
    const places = new Int32Array(placesEach * objects.length).fill(-1);
    const values: (string | null | undefined)[] = [];
    objects.forEach((object, i) => {
      if (object === undefined) return;
      const { kind, namespace, name, uid, template, body, digest } = object.encoded;
      places.set([place(kind), place(namespace), place(template)], placesEach * i);
      values.push(name, uid, body, digest, object.resourceVersion);
    });
    return { bytes, texts, places, values };
  }
}

/** Takes batches in the order in which they were packed. */
export class BatchUnpacker {
  readonly #texts: string[] = [];

  unpack({ texts, places, values }: PackedBatch): (PlainObject | undefined)[] {
    for (const text of texts) this.#texts.push(text);
    const objects: (PlainObject | undefined)[] = [];
    for (let i = 0, at = 0; i < places.length; i += placesEach) {
      if (places[i] === -1) {
        objects.push(undefined);
        continue;
      }
      const [kind, namespace, template] = [0, 1, 2].map((which) => this.#texts[places[i + which] as number]) as [KindName, string, string];
      const [name, uid, body, digest, resourceVersion] = values.slice(at, at + valuesEach) as [string, string | null, string, string, string | undefined];
      objects.push({ encoded: { kind, namespace, name, uid, template, body, digest }, resourceVersion });
      at += valuesEach;
    }
    return objects;
  }
}
