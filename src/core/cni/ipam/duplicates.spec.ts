import { expect, it } from 'vitest';
import { finish } from '../../analysis/index.js';
import { clusterOf, node, pod } from '../cluster.table.js';
import { podsWithSharedIP } from './duplicates.js';

it('tells shared addresses from thousands of others, some of which have the hash of another', () => {
  const alone = Array.from({ length: 3000 }, (_, i) => pod(`alone-${i}`, { ip: `10.1.${i >> 8}.${i & 255}` }));
  const view = clusterOf([node('a'), ...alone, pod('third', { ip: '10.9.0.1' }), pod('first', { ip: '10.9.0.1' }), pod('second', { ip: '10.9.0.1' })]);
  const shared = [...finish(podsWithSharedIP(view))].map(([ip, pods]) => [ip, pods.map(({ metadata }) => metadata.name)]);
  expect(shared).toEqual([['10.9.0.1', ['first', 'second', 'third']]]);
});
