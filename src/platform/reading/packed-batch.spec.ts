import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainObject } from '../../core/cluster/index.js';
import { anyEncodedObject } from './encoded-object.table.js';
import { BatchPacker, BatchUnpacker } from './packed-batch.js';

const object: fc.Arbitrary<PlainObject> = fc.record({ encoded: anyEncodedObject, resourceVersion: fc.option(fc.string(), { nil: undefined }) });

describe('packed batches', () => {
  it('bring every object as it was, in its place, and the bytes with them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.option(object, { nil: undefined }))), (batches) => {
        const [packer, unpacker] = [new BatchPacker(), new BatchUnpacker()];
        for (const [i, batch] of batches.entries()) {
          const packed = structuredClone(packer.pack(new Uint8Array([i]), batch));
          expect(packed.bytes).toEqual(new Uint8Array([i]));
          expect(unpacker.unpack(packed)).toEqual(batch);
        }
      }),
    );
  });
});
