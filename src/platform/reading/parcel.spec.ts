import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EncodedObject } from '../../core/cluster/index.js';
import { anyEncodedObject } from './encoded-object.table.js';
import { packObjects, Unpacker, type Parcel } from './parcel.js';

/** As a copy from one thread to another leaves it. */
const send = (parcel: Parcel): Parcel => structuredClone(parcel);

function unpack(parcels: Iterable<Parcel>): readonly EncodedObject[] {
  const unpacker = new Unpacker();
  for (const parcel of parcels) unpacker.add(send(parcel));
  return unpacker.objects;
}

describe('parcels', () => {
  it('bring every object as it was, in its order', () => {
    fc.assert(
      fc.property(fc.array(anyEncodedObject), fc.integer({ min: 1, max: 700 }), (objects, times) => {
        const many = Array.from({ length: times }, () => objects).flat();
        expect(unpack(packObjects(many))).toEqual(many);
      }),
      { numRuns: 30 },
    );
  });

  it('bring a text that many objects share once', () => {
    const pods = Array.from({ length: 2_500 }, (_, i): EncodedObject => ({ kind: 'Pod', namespace: 'shop', name: `web-${i}`, uid: null, template: 'long', body: '[]', digest: '' }));
    const parcels = [...packObjects(pods)];
    expect(parcels.map(({ objects }) => objects.length)).toEqual([1_000, 1_000, 500]);
    expect(parcels.flatMap(({ texts }) => texts)).toEqual(['Pod', 'shop', 'long']);
  });
});
