import { describe, expect, it } from 'vitest';
import { InputError } from '../errors.js';
import { matchesLabels, matchesSelector, parseLabelSelector, type LabelSelector } from './selector.js';

const labels = { app: 'web', tier: '', 'app.kubernetes.io/name': 'shop' };

describe('matchesLabels', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['every pair is there', { app: 'web', tier: '' }, true],
    ['one value is another', { app: 'web', tier: 'x' }, false],
    ['a key is not there', { zone: '' }, false],
    ['a key is only inherited', { constructor: 'Object' }, false],
    ['nothing is asked', {}, true],
  ])('where %s', (_, selector, expected) => expect(matchesLabels(selector, labels)).toBe(expected));
});

describe('matchesSelector', () => {
  const requires = (key: string, operator: string, ...values: string[]): LabelSelector => ({ matchExpressions: [{ key, operator, values }] });
  it.each<[string, LabelSelector, boolean]>([
    ['In holds the value', requires('app', 'In', 'db', 'web'), true],
    ['In does not hold it', requires('app', 'In', 'db'), false],
    ['In asks an absent key', requires('zone', 'In', 'a'), false],
    ['NotIn asks an absent key', requires('zone', 'NotIn', 'a'), true],
    ['NotIn holds the value', requires('app', 'NotIn', 'web'), false],
    ['Exists asks a key with an empty value', requires('tier', 'Exists'), true],
    ['DoesNotExist asks an absent key', requires('zone', 'DoesNotExist'), true],
    ['DoesNotExist asks a key that is there', requires('app', 'DoesNotExist'), false],
    ['the operator is unknown', requires('app', 'Like', 'web'), false],
    ['labels match and an expression does not', { matchLabels: { app: 'web' }, ...requires('tier', 'DoesNotExist') }, false],
    ['it is empty', {}, true],
  ])('where %s', (_, selector, expected) => expect(matchesSelector(selector, labels)).toBe(expected));
});

describe('parseLabelSelector', () => {
  it.each<[string, string[]]>([
    ['app=web', ['app In web']],
    ['app==web,tier!=db', ['app In web', 'tier NotIn db']],
    ['env in (dev, test),team notin (a)', ['env In dev,test', 'team NotIn a']],
    ['app.kubernetes.io/name, !legacy', ['app.kubernetes.io/name Exists', 'legacy DoesNotExist']],
    ['tier=', ['tier In ']],
    ['', []],
    ['  ', []],
  ])('reads %j', (text, expected) => {
    const { matchExpressions = [] } = parseLabelSelector(text);
    expect(matchExpressions.map(({ key, operator, values }) => [key, operator, ...(values ? [values.join()] : [])].join(' '))).toEqual(expected);
  });

  it.each(['a=b=c', 'a,', '=x', 'in (a)b', 'a in a', 'a b', 'a>1', '-a=b'])('refuses %j and says which part', (text) => {
    expect(() => parseLabelSelector(text)).toThrowError(InputError);
    expect(() => parseLabelSelector(text)).toThrowError(/label requirement/);
  });
});
