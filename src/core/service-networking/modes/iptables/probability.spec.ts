import { expect, it } from 'vitest';
import { probabilityOf } from './probability.js';

it.each([
  [2, '0.5000000000'],
  [3, '0.3333333333'],
  [6, '0.1666666667'],
  [1024, '0.0009765625'],
  [2047, '0.0004885198'],
  [2048, '0.0004882812'],
  [2049, '0.0004880429'],
])('of one in %i is what Go prints', (n, printed) => {
  expect(probabilityOf(n)).toBe(printed);
});
