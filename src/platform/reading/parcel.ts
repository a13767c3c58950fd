import type { EncodedObject, KindName } from '../../core/cluster/index.js';

/** Some objects of a draft, on their way from one thread to another. What many share is sent once: a copy of text is a new text. */
export interface Parcel {
  /** Texts that no earlier parcel held. An object names its kind, namespace and template by their place among all. */
  readonly texts: readonly string[];
  readonly objects: readonly PackedObject[];
}

type PackedObject = readonly [kind: number, namespace: number, name: string, uid: string | null, template: number, body: string, digest: string];

/** About a megabyte, so that unpacking one stops nobody for long. */
const parcelSize = 1_000;

/** The objects in parcels, in their order. */
export function* packObjects(objects: readonly EncodedObject[]): Generator<Parcel> {
  const places = new Map<string, number>();
  for (let start = 0; start < objects.length; start += parcelSize) {
    const texts: string[] = [];
    const place = (text: string): number => {
      const known = places.get(text);
      if (known !== undefined) return known;
      texts.push(text);
      places.set(text, places.size);
      return places.size - 1;
    };
    const packed = objects.slice(start, start + parcelSize).map(({ kind, namespace, name, uid, template, body, digest }): PackedObject => [place(kind), place(namespace), name, uid, place(template), body, digest]);
    yield { texts, objects: packed };
  }
}

/** Takes parcels in the order in which they were packed. */
export class Unpacker {
  readonly objects: EncodedObject[] = [];
  readonly #texts: string[] = [];

  add({ texts, objects }: Parcel): void {
    this.#texts.push(...texts);
    const text = (place: number) => this.#texts[place] as string;
    for (const [kind, namespace, name, uid, template, body, digest] of objects) {
      this.objects.push({ kind: text(kind) as KindName, namespace: text(namespace), name, uid, template: text(template), body, digest });
    }
  }
}
