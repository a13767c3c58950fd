import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCalicoSelector } from './calico-selector.js';

const labels = { rack: 'a', 'kubernetes.io/role': 'node', zone: 'eu-west-1' };

describe('a selector of Calico', () => {
  it.each([
    ['', true],
    ['all()', true],
    ['all( )', true],
    ['global()', false],
    ['has(rack)', true],
    ['!has(rack)', false],
    ['has(lamp)', false],
    ["rack == 'a'", true],
    ['rack=="a"', true],
    ["rack != 'a'", false],
    ["lamp != 'a'", true],
    ["kubernetes.io/role == 'node'", true],
    ["rack in {'b', 'a'}", true],
    ["rack in {}", false],
    ["rack not in {'b'}", true],
    ["rack notin {'a'}", false],
    ["lamp not in {'a'}", true],
    ["zone contains 'west'", true],
    ["zone starts with 'eu'", true],
    ["zone ends with 'eu'", false],
    ["lamp contains 'a'", false],
    ["has(lamp) || rack == 'a' && has(zone)", true],
    ["(has(lamp) || rack == 'a') && !has(zone)", false],
    ["!(rack == 'b')", true],
    ["!!has(rack)", true],
    ["has(toString)", false],
  ])('%s: %s', (text, selects) => {
    expect(parseCalicoSelector(text)?.(labels)).toBe(selects);
  });

  it.each(['rack', 'rack =', "rack = 'a'", "== 'a'", 'has(', 'has()', 'all', "rack == a", "rack in ('a')", '(all()', 'all())', 'all() &', 'all() && ', "'a'", 'rack ~ b', `${'('.repeat(500)}all()${')'.repeat(500)}`])('%s is none', (text) => {
    expect(parseCalicoSelector(text)).toBeUndefined();
  });

  it('of whatever text is read or none', () => {
    const parts = fc.array(fc.constantFrom('rack', "'a'", '"', '==', '!=', '!', '&&', '||', '(', ')', '{', '}', ',', 'in', 'not', 'has', 'all', ' ', 'x'.repeat(50)), { maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(parts.map((words) => words.join(' ')), parts.map((words) => words.join('')), fc.string()), (text) => {
        expect(['boolean', 'undefined']).toContain(typeof parseCalicoSelector(text)?.(labels));
      }),
    );
  });
});
