import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specOf, type Form, type KindName } from '../cluster/index.js';
import { Notes } from '../cluster/shape.js';
import { compareFields, type FieldChange } from './fields.js';

/** The changes as a person would note them down: `field: before -> after`. */
function notes(changes: readonly FieldChange[]): string[] {
  const tell = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
  return changes.map(({ field, before, after, reordered }) => `${field}: ${tell(before)} -> ${tell(after)}${reordered ? ' (reordered)' : ''}`);
}

function compareManifests(kind: KindName, before: object, after: object): string[] {
  const { shape } = specOf(kind);
  const read = (raw: object) => shape.read({ metadata: { name: 'web', namespace: 'shop' }, ...raw }, new Notes());
  return notes(compareFields(shape.form, read(before), read(after)));
}

describe('compareFields', () => {
  const http = { name: 'http', port: 80, targetPort: 8080 };
  const https = { name: 'https', port: 443, targetPort: 8443 };
  const route = (value: string) => ({ matches: [{ path: { type: 'PathPrefix', value } }] });
  const rule = (host: string, service = 'web') => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }] } });

  it.each<{ name: string; kind: KindName; before: object; after: object; changes: string[] }>([
    {
      name: 'a scalar, at its place in the list item that its key names',
      kind: 'Service',
      before: { spec: { ports: [http] } },
      after: { spec: { ports: [{ ...http, targetPort: 'http' }] } },
      changes: ['spec.ports[80,TCP].targetPort: 8080 -> "http"'],
    },
    {
      name: 'a list item that is gone, whatever its position',
      kind: 'Service',
      before: { spec: { ports: [http, https] } },
      after: { spec: { ports: [https] } },
      changes: ['spec.ports[80,TCP]: {"name":"http","protocol":"TCP","port":80,"targetPort":8080} -> nothing'],
    },
    {
      name: 'an ordered list with the same items in another order',
      kind: 'Service',
      before: { spec: { ports: [http, https] } },
      after: { spec: { ports: [https, http] } },
      changes: ['spec.ports: ["80,TCP","443,TCP"] -> ["443,TCP","80,TCP"] (reordered)'],
    },
    {
      name: 'a list whose order means nothing, in another order: no change',
      kind: 'Service',
      before: { spec: { externalIPs: ['192.0.2.2', '192.0.2.1'] } },
      after: { spec: { externalIPs: ['192.0.2.1', '192.0.2.2'] } },
      changes: [],
    },
    {
      name: 'an entry of a map, its key in quotes where it is no plain word',
      kind: 'Service',
      before: { spec: { selector: { app: 'web' } } },
      after: { spec: { selector: { app: 'shop', 'app.kubernetes.io/part-of': 'shop' } } },
      changes: ['spec.selector.app: "web" -> "shop"', 'spec.selector[\'app.kubernetes.io/part-of\']: nothing -> "shop"'],
    },
    {
      name: 'a struct that was not there before, as a whole',
      kind: 'Ingress',
      before: { spec: {} },
      after: { spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } },
      changes: ['spec.defaultBackend: nothing -> {"service":{"name":"web","port":{"number":80}}}'],
    },
    {
      name: 'an item put first in a list without keys: the others did not change',
      kind: 'HTTPRoute',
      before: { spec: { rules: [route('/a'), route('/b')] } },
      after: { spec: { rules: [route('/new'), route('/a'), route('/b')] } },
      changes: [expect.stringMatching(/^spec.rules\[0\]: nothing -> .*"[/]new"/) as string],
    },
    {
      name: 'a change deep within an item of a list without keys',
      kind: 'HTTPRoute',
      before: { spec: { rules: [route('/a'), route('/b')] } },
      after: { spec: { rules: [route('/a'), route('/c')] } },
      changes: ['spec.rules[1].matches[0].path.value: "/b" -> "/c"'],
    },
    {
      name: 'the rule of one host among others, which were put in another order',
      kind: 'Ingress',
      before: { spec: { rules: [rule('a.example'), rule('b.example')] } },
      after: { spec: { rules: [rule('b.example', 'cart'), rule('new.example'), rule('a.example')] } },
      changes: [
        'spec.rules[b.example].http.paths[/,Prefix].backend.service.name: "web" -> "cart"',
        `spec.rules[new.example]: nothing -> ${JSON.stringify(rule('new.example'))}`,
        'spec.rules: ["a.example","b.example"] -> ["b.example","a.example"] (reordered)',
      ],
    },
    {
      name: 'the second of several rules of one host, and the one without a host',
      kind: 'Ingress',
      before: { spec: { rules: [rule('a.example'), rule('a.example', 'cart'), { http: rule('').http }] } },
      after: { spec: { rules: [rule('a.example'), rule('a.example', 'shop'), { http: rule('', 'cart').http }] } },
      changes: [
        'spec.rules[a.example#2].http.paths[/,Prefix].backend.service.name: "cart" -> "shop"',
        'spec.rules[].http.paths[/,Prefix].backend.service.name: "web" -> "cart"',
      ],
    },
    {
      name: 'the one item that differs in a list without keys and order',
      kind: 'NetworkPolicy',
      before: { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }, { ports: [{ port: 53, protocol: 'UDP' }] }] } },
      after: { spec: { podSelector: {}, ingress: [{ ports: [{ port: 53, protocol: 'UDP' }] }, { ports: [{ port: 8080 }] }] } },
      changes: ['spec.ingress[].ports[].port: 80 -> 8080'],
    },
    {
      name: 'two items of one name are told apart',
      kind: 'Pod',
      before: { spec: { containers: [{ name: 'web', ports: [{ containerPort: 80 }, { containerPort: 80, name: 'again' }] }] } },
      after: { spec: { containers: [{ name: 'web', ports: [{ containerPort: 80 }, { containerPort: 80, name: 'twice' }] }] } },
      changes: ['spec.containers[web].ports[80,TCP#2].name: "again" -> "twice"'],
    },
    {
      name: 'a list of words, as a whole',
      kind: 'Pod',
      before: { spec: { dnsConfig: { searches: ['a', 'b'] } } },
      after: { spec: { dnsConfig: { searches: ['b', 'a'] } } },
      changes: ['spec.dnsConfig.searches: ["a","b"] -> ["b","a"]'],
    },
  ])('$name', ({ kind, before, after, changes }) => {
    expect(compareManifests(kind, before, after)).toEqual(changes);
  });

  const form: Form = {
    type: 'struct',
    fields: {
      phase: { type: 'scalar' },
      words: { type: 'list', item: { type: 'scalar' }, key: [], ordered: true },
      set: { type: 'list', item: { type: 'scalar' }, key: [], ordered: false },
      labels: { type: 'dict', value: { type: 'scalar' } },
      ports: { type: 'list', key: ['name'], ordered: true, item: { type: 'struct', fields: { name: { type: 'scalar' }, port: { type: 'scalar' } } } },
      conditions: { type: 'list', key: ['name'], ordered: false, item: { type: 'struct', fields: { name: { type: 'scalar' }, port: { type: 'scalar' } } } },
      rules: { type: 'list', key: [], ordered: true, item: { type: 'struct', fields: { port: { type: 'scalar' } } } },
      peers: { type: 'list', key: [], ordered: false, item: { type: 'struct', fields: { port: { type: 'scalar' } } } },
    },
  };
  const word = fc.constantFrom('a', 'b', '__proto__', '');
  const named = fc.array(fc.record({ name: word, port: fc.nat(2) }), { maxLength: 4 });
  const nameless = fc.array(fc.record({ port: fc.nat(2) }), { maxLength: 4 });
  const sorted = <T>(lists: fc.Arbitrary<T[]>) => lists.map((list) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
  /** In normal form: lists whose order means nothing are sorted, as the shapes sort them. */
  const value = fc.record(
    {
      phase: word,
      words: fc.array(word, { maxLength: 3 }),
      set: sorted(fc.array(word, { maxLength: 3 })),
      labels: sorted(fc.uniqueArray(fc.tuple(word, word), { selector: ([key]) => key, maxLength: 3 })).map((entries) => Object.fromEntries(entries)),
      ports: named,
      conditions: sorted(named),
      rules: nameless,
      peers: sorted(nameless),
    },
    { requiredKeys: [] },
  );

  it('is empty exactly between equal values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(compareFields(form, a, structuredClone(a))).toEqual([]);
        expect(compareFields(form, a, b).length === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('says of b against a what it says of a against b, the other way round', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const swapped = compareFields(form, b, a).map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before }));
        expect(notes(swapped).sort()).toEqual(notes(compareFields(form, a, b)).sort());
      }),
      { numRuns: 2000 },
    );
  });
});
