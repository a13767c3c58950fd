import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCursor, sealCursor } from './cursor.js';

const secret = 'a secret of some length';
const refused = expect.objectContaining({ code: 'invalid-cursor' }) as Error;

describe('a cursor', () => {
  it('opens to the position that it was made of, and fits in a URL as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (position, list) => {
        const cursor = sealCursor(position, list, secret);
        expect(openCursor(cursor, list, secret)).toBe(position);
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });

  it('does not open once any character of it is another', () => {
    const cursor = sealCursor('100', '/v1/clusters?', secret);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom('A', 'b', '0', '_', '=', ''), (at, other) => {
        fc.pre(cursor.charAt(at) !== other);
        expect(() => openCursor(cursor.slice(0, at) + other + cursor.slice(at + 1), '/v1/clusters?', secret)).toThrow(refused);
      }),
    );
  });

  it.each([
    ['of another list', () => openCursor(sealCursor('1', 'a', secret), 'b', secret)],
    ['of another service', () => openCursor(sealCursor('1', 'a', 'another secret'), 'a', secret)],
    ['that is nothing', () => openCursor('', 'a', secret)],
    ['that is no base64', () => openCursor('%%%', 'a', secret)],
  ])('%s does not open', (_, open) => {
    expect(open).toThrow(refused);
  });
});
