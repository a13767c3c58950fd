import { describe, expect, it } from 'vitest';
import { isSubDomain, labelsOf } from './name.js';

describe('the labels of a name', () => {
  it.each<readonly [name: string, labels: readonly string[]]>([
    ['', []],
    ['.', []],
    ['web.shop.', ['web', 'shop']],
    ['web.shop', ['web', 'shop']],
    ['web..shop.', ['web', '', 'shop']],
    ['.web.', ['web']],
    ['..', ['']],
    ['a\\.b.c.', ['a\\.b', 'c']],
  ])('%j', (name, labels) => {
    expect(labelsOf(name)).toEqual(labels);
  });
});

describe('a name below another', () => {
  it.each<readonly [parent: string, child: string, is: boolean]>([
    ['.', 'web.', true],
    ['cluster.local.', 'cluster.local.', true],
    ['cluster.local.', 'web.Cluster.LOCAL.', true],
    ['cluster.local.', 'mycluster.local.', false],
    ['local.', 'my\\.local.', false],
    ['web.cluster.local.', 'cluster.local.', false],
  ])('%s: %s', (parent, child, is) => {
    expect(isSubDomain(parent, child)).toBe(is);
  });
});
