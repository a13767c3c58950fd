import { describe, expect, it } from 'vitest';
import { copierOf } from './copiers.js';

describe('copierOf', () => {
  it('copies objects of more shapes than any place of the code should see, each field in its order', () => {
    for (let i = 0; i < 100; i++) {
      const shared = { deep: i };
      const whole = { [`b${i}`]: shared, a: null };
      const copy = copierOf(whole)(whole);
      expect(Object.entries(copy)).toEqual([[`b${i}`, shared], ['a', null]]);
      expect(copy).not.toBe(whole);
      expect(copy[`b${i}`]).toBe(shared);
    }
  });
});
