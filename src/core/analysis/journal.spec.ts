import { expect, it } from 'vitest';
import { Journal } from './journal.js';

it('keeps steps in their order, and a warning once', () => {
  const journal = new Journal();
  journal.step('coredns', 'answer', 'first');
  const early = journal.steps;
  journal.step('kube-proxy', 'dnat', 'second', [{ kind: 'Service', namespace: 'shop', name: 'web' }]);
  journal.warn('no Nodes');
  journal.warn('no Nodes');
  expect(early).toHaveLength(1);
  expect(journal.steps.map(({ detail }) => detail)).toEqual(['first', 'second']);
  expect(journal.warnings).toEqual(['no Nodes']);
});
