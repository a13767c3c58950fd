import { describe, expect, it } from 'vitest';
import { findKind } from './find-kind.js';

describe('a kind is found by', () => {
  it.each([
    ['its name', 'Service', 'Service'],
    ['its name in any case', 'endpointSLICE', 'EndpointSlice'],
    ['its plural', 'ingresses', 'Ingress'],
    ['its plural in any case', 'Pods', 'Pod'],
    ['its short name', 'po', 'Pod'],
    ['its short name in any case', 'NetPol', 'NetworkPolicy'],
    ['any of several short names', 'crds', 'CustomResourceDefinition'],
    ['a plural that is the short name of another kind elsewhere', 'ippools', 'IPPool'],
  ])('%s', (_, word, kind) => {
    expect(findKind(word, '?kind')).toBe(kind);
  });

  it.each([
    ['a slip', 'Servce', 'No kind “Servce” is kept; near: Service'],
    ['a slip in small letters', 'deployement', 'near: Deployment.'],
    ['a slip of which several words of one kind are near', 'deploymentz', 'near: Deployment.'],
    ['a word that is near to nothing', 'xyzzyxyzzy', 'known: Node, Namespace, Pod, Service'],
    ['what every object inherits', 'constructor', 'No kind “constructor” is kept'],
  ])('no word but those: %s is told the near ones', (_, word, hint) => {
    expect(() => findKind(word, '?kind')).toThrow(expect.objectContaining({ code: 'invalid-request', message: expect.stringContaining(hint) as string, faults: [expect.objectContaining({ pointer: '?kind' })] }));
  });
});
