import fc from 'fast-check';
import { kindNames, type EncodedObject } from '../../core/cluster/index.js';

/** Any object as it goes from one thread to another. */
export const anyEncodedObject: fc.Arbitrary<EncodedObject> = fc.record({
  kind: fc.constantFrom(...kindNames),
  namespace: fc.constantFrom('', 'shop', '__proto__'),
  name: fc.string(),
  uid: fc.option(fc.string()),
  template: fc.constantFrom('', '{}', 'shop'),
  body: fc.string(),
  digest: fc.string(),
});
