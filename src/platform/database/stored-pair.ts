import type { AbridgedPair, KubeObject, ObjectPair } from '../../core/cluster/index.js';
import type { ObjectRow, RowDecoder } from './object-rows.js';

/** The versions of one object, of which at least one is there and the decoder has seen the row. They are decoded when they are looked at. */
export function storedPair(decoder: RowDecoder, before: ObjectRow | undefined, after: ObjectRow | undefined): ObjectPair {
  if (before === undefined) return new StoredSide(decoder, 'after', after as ObjectRow);
  return after === undefined ? new StoredSide(decoder, 'before', before) : new StoredPair(decoder, before, after);
}

/** An object that came or went, of which nobody may ask more than the name. */
class StoredSide {
  readonly kind = this.row.kind;
  readonly namespace = this.row.namespace;
  readonly name = this.row.name;

  constructor(
    private readonly decoder: RowDecoder,
    readonly only: 'before' | 'after',
    private readonly row: ObjectRow,
  ) {}

  get object(): KubeObject {
    return this.decoder.objectOf(this.row);
  }
}

class StoredPair {
  readonly kind = this.beforeRow.kind;
  readonly namespace = this.beforeRow.namespace;
  readonly name = this.beforeRow.name;
  readonly only = undefined;

  constructor(
    private readonly decoder: RowDecoder,
    private readonly beforeRow: ObjectRow,
    private readonly afterRow: ObjectRow,
  ) {}

  get before(): KubeObject {
    return this.decoder.objectOf(this.beforeRow);
  }

  get after(): KubeObject {
    return this.decoder.objectOf(this.afterRow);
  }

  get abridged(): AbridgedPair | undefined {
    return this.decoder.abridge(this.beforeRow, this.afterRow);
  }
}
