import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffObjects, nameChange, type ObjectsDiff } from './objects.js';
import { abridgedPairs, known, pairsOf, service, slice, wholeCoverage } from './pairs.table.js';
import { renderDiffMarkdown, renderDiffText } from './render-objects.js';
import { tellField } from './tell.js';

/** Each change in a line: `changed Service shop/web: field…; field…`. */
function told({ changes }: ObjectsDiff): string[] {
  return changes.map((change) => `${change.change} ${nameChange(change)}${change.fields.length === 0 ? '' : `: ${change.fields.map(tellField).join('; ')}`}`);
}

function diff(before: readonly object[], after: readonly object[]): ObjectsDiff {
  return diffObjects(pairsOf(before, after), known);
}

describe('diffObjects', () => {
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: '.:53 {\n}\n' } };
  const deployment = (name: string, readyReplicas: number, spec: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image: name }] } }, ...spec },
    status: { readyReplicas },
  });
  const node = (name: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { podCIDR: '10.244.1.0/24' } });

  it.each<{ name: string; before: object[]; after: object[]; changes: string[] }>([
    { name: 'nothing', before: [service('web')], after: [service('web')], changes: [] },
    { name: 'an object that is new', before: [], after: [service('web')], changes: ['added Service shop/web'] },
    { name: 'an object that is gone', before: [node('worker-1')], after: [], changes: ['removed Node worker-1'] },
    {
      name: 'a field',
      before: [service('web')],
      after: [service('web', { ports: [{ port: 80, targetPort: 8080 }] })],
      changes: ['changed Service shop/web: changed spec.ports[80,TCP].targetPort from 80 to 8080'],
    },
    {
      name: 'an object that was deleted and made anew',
      before: [service('web', {}, { uid: 'first' })],
      after: [service('web', { publishNotReadyAddresses: true }, { uid: 'second' })],
      changes: ['replaced Service shop/web: changed metadata.uid from first to second; gained spec.publishNotReadyAddresses true'],
    },
    {
      name: 'a uid that only one side knows is no replacement',
      before: [service('web')],
      after: [service('web', {}, { uid: 'second' })],
      changes: ['changed Service shop/web: gained metadata.uid second'],
    },
    {
      name: 'objects by kind, namespace and name',
      before: [],
      after: [service('b'), service('a'), service('c', {}, { namespace: 'data' }), node('worker-1')],
      changes: ['added Node worker-1', 'added Service data/c', 'added Service shop/a', 'added Service shop/b'],
    },
    {
      name: 'endpoints that were packed into other slices: nothing',
      before: [slice('web-a', ['10.0.0.1', '10.0.0.2']), slice('web-b', ['10.0.0.3'])],
      after: [slice('web-c', ['10.0.0.3', '10.0.0.1']), slice('web-a', ['10.0.0.2'])],
      changes: [],
    },
    { name: 'an empty slice that is gone: nothing', before: [slice('web-a', ['10.0.0.1']), slice('web-b', [])], after: [slice('web-a', ['10.0.0.1'])], changes: [] },
    { name: 'an empty slice that was only a place: nothing', before: [slice('web-a', [], { ports: [] })], after: [slice('web-a', [])], changes: [] },
    {
      name: 'an endpoint that is gone while others moved',
      before: [slice('web-a', ['10.0.0.1', '10.0.0.2'])],
      after: [slice('web-b', ['10.0.0.2'])],
      changes: ['changed EndpointSlices of Service shop/web: lost endpoints[10.0.0.1]'],
    },
    {
      name: 'an endpoint that is no longer ready',
      before: [slice('web-a', ['10.0.0.1'])],
      after: [slice('web-a', ['!10.0.0.1'])],
      changes: ['changed EndpointSlices of Service shop/web: changed endpoints[10.0.0.1].conditions.ready from true to false'],
    },
    {
      name: 'a port that all endpoints share, told once',
      before: [slice('web-a', ['10.0.0.1', '10.0.0.2'])],
      after: [slice('web-a', ['10.0.0.1', '10.0.0.2'], { ports: [{ name: 'http', port: 9090 }] })],
      changes: ['changed EndpointSlices of Service shop/web: changed ports[http,TCP].port from 8080 to 9090'],
    },
    {
      name: 'a port of some endpoints only',
      before: [slice('web-a', ['10.0.0.1']), slice('web-b', ['10.0.0.2'], { ports: [{ name: 'http', port: 9090 }] })],
      after: [slice('web-a', ['10.0.0.1']), slice('web-b', ['10.0.0.2'])].reverse(),
      changes: ['changed EndpointSlices of Service shop/web: changed ports[http,TCP].port from 9090 to 8080'],
    },
    {
      name: 'the first endpoints of a Service: the ports are no news',
      before: [slice('web-a', [], { ports: [] })],
      after: [slice('web-a', ['10.0.0.1'])],
      changes: ['changed EndpointSlices of Service shop/web: gained endpoints[10.0.0.1]'],
    },
    {
      name: 'a label of one slice',
      before: [slice('web-a', ['10.0.0.1'])],
      after: [slice('web-a', ['10.0.0.1'], { labels: { 'service.kubernetes.io/headless': '' } })],
      changes: ['changed EndpointSlice shop/web-a: gained metadata.labels[\'service.kubernetes.io/headless\'] ""'],
    },
    {
      name: 'endpoints of two Services are not mixed',
      before: [slice('web-a', ['10.0.0.1'])],
      after: [slice('cart-a', ['10.0.0.1'], { service: 'cart' })],
      changes: ['changed EndpointSlices of Service shop/cart: gained endpoints[10.0.0.1]', 'changed EndpointSlices of Service shop/web: lost endpoints[10.0.0.1]'],
    },
  ])('tells $name', ({ before, after, changes }) => {
    expect(told(diff(before, after))).toEqual(changes);
  });

  it('counts, and groups by kind and namespace', () => {
    const { counts, groups } = diff([service('a'), service('b')], [service('b', { publishNotReadyAddresses: true }), service('c'), node('worker-1')]);
    expect(counts).toEqual({ added: 2, removed: 1, replaced: 0, changed: 1 });
    expect(groups).toEqual([
      { kind: 'Node', added: 1, removed: 0, replaced: 0, changed: 0 },
      { kind: 'Service', namespace: 'shop', added: 1, removed: 1, replaced: 0, changed: 1 },
    ]);
  });

  it.each<{ name: string; before: object[]; after: object[]; summary: string }>([
    { name: 'nothing', before: [], after: [], summary: 'Nothing changed.' },
    {
      name: 'causes before consequences',
      before: [service('web', { ports: [{ port: 80 }, { port: 8080 }] }), slice('web-a', ['10.0.0.1'])],
      after: [service('web'), slice('web-a', ['!10.0.0.1']), service('cart', {}, { namespace: 'data' })],
      summary:
        '3 objects changed in 2 namespaces: Service shop/web lost spec.ports[8080,TCP]; Service data/cart is new; EndpointSlices of Service shop/web changed endpoints[10.0.0.1].conditions.ready from true to false.',
    },
    {
      name: 'what somebody did before what came of it, though that is of the same kind',
      before: [deployment('cart', 3), deployment('web', 3)],
      after: [deployment('cart', 2), deployment('web', 3, { replicas: 2 })],
      summary: '2 objects changed in 1 namespace: Deployment shop/web changed spec.replicas from 3 to 2; Deployment shop/cart changed status.readyReplicas from 3 to 2.',
    },
    {
      name: 'what steers traffic before what runs',
      before: [deployment('web', 3)],
      after: [deployment('web', 3, { replicas: 2 }), configMap],
      summary: '2 objects changed in 2 namespaces: ConfigMap kube-system/coredns is new; Deployment shop/web changed spec.replicas from 3 to 2.',
    },
    {
      name: 'two fields of one object, and how many more there are',
      before: [service('a'), service('b', { sessionAffinity: 'None' })],
      after: [service('a', { ports: [{ port: 81 }] }), service('b', { ports: [{ port: 81 }], sessionAffinity: 'ClientIP', publishNotReadyAddresses: true })],
      summary:
        '2 objects changed in 1 namespace: Service shop/a lost spec.ports[80,TCP] and gained spec.ports[81,TCP]; Service shop/b lost spec.ports[80,TCP] and 4 more fields.',
    },
    { name: 'more than can be said', before: ['a', 'b', 'c', 'd', 'e'].map((name) => service(name)), after: [], summary: '5 objects changed in 1 namespace: Service shop/a is gone; Service shop/b is gone; Service shop/c is gone; and 2 more.' },
  ])('sums up $name', ({ before, after, summary }) => {
    expect(diff(before, after).summary).toBe(summary);
  });

  it.each<{ name: string; state: object; changes: string[]; warning: string }>([
    {
      name: 'the later snapshot was not allowed to see: nothing is gone',
      state: { state: 'forbidden' },
      changes: [],
      warning: 'The later snapshot does not hold Service whole (forbidden); its objects are not told as removed (2 objects).',
    },
    {
      name: 'the later snapshot holds of one namespace only',
      state: { state: 'collected', namespaces: ['shop'] },
      changes: ['removed Service shop/web'],
      warning: 'The later snapshot does not hold Service whole (some namespaces only); its objects are not told as removed (1 object).',
    },
    {
      name: 'the later snapshot holds one by one, without a list',
      state: { state: 'collected', namespaces: [] },
      changes: [],
      warning: 'The later snapshot does not hold Service whole (single objects only); its objects are not told as removed (2 objects).',
    },
    {
      name: 'the later snapshot has no list of: told, with the doubt',
      state: { state: 'absent' },
      changes: ['removed Service data/db', 'removed Service shop/web'],
      warning: 'The later snapshot does not hold Service at all; its objects are told as removed as if there were none (2 objects).',
    },
  ])('knows what $name', ({ state, changes, warning }) => {
    const pairs = pairsOf([service('web'), service('db', {}, { namespace: 'data' })], []);
    const result = diffObjects(pairs, { before: wholeCoverage, after: { ...wholeCoverage, Service: state as never } });
    expect(told(result)).toEqual(changes);
    expect(result.warnings).toEqual([warning]);
  });

  const packed = fc.dictionary(fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'), fc.record({ slice: fc.constantFrom('a', 'b', 'c'), ready: fc.boolean() }));
  const state = fc.record({
    slices: packed.map((endpoints) => {
      const slices: Record<string, string[]> = {};
      for (const [address, { slice: name, ready }] of Object.entries(endpoints)) (slices[name] ??= []).push(ready ? address : `!${address}`);
      return slices;
    }),
    services: fc.dictionary(fc.constantFrom('web', 'cart'), fc.uniqueArray(fc.constantFrom(80, 443), { maxLength: 2 })),
  });
  const objectsOf = ({ slices, services }: { slices: Record<string, string[]>; services: Record<string, number[]> }): object[] => [
    ...Object.entries(slices).map(([name, addresses]) => slice(`web-${name}`, addresses)),
    ...Object.entries(services).map(([name, ports]) => service(name, { ports: ports.map((port) => ({ port })) })),
  ];
  const mirror = { added: 'removed', removed: 'added', replaced: 'replaced', changed: 'changed' } as const;

  it('is mirrored when the sides are swapped', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const [there, back] = [diff(objectsOf(a), objectsOf(b)), diff(objectsOf(b), objectsOf(a))];
        const fields = (result: ObjectsDiff, swap: boolean) =>
          result.changes.map((change) => ({
            name: nameChange(change),
            change: swap ? mirror[change.change] : change.change,
            fields: change.fields.map(({ field, before, after }) => JSON.stringify([field, swap ? after : before, swap ? before : after].map((each) => each ?? null))).sort(),
          }));
        expect(fields(back, true)).toEqual(fields(there, false));
      }),
    );
  });

  it('tells nothing of endpoints exactly when the slices hold the same ones', () => {
    const held = (slices: Record<string, string[]>) => JSON.stringify(Object.values(slices).flat().sort());
    fc.assert(
      fc.property(state, state, (a, b) => {
        const together = diff(objectsOf(a), objectsOf(b)).changes.filter((change) => change.together);
        expect(together.length === 0).toBe(held(a.slices) === held(b.slices));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('pairs that are abridged', () => {
  it.each<{ name: string; before: object[]; after: object[]; changes: string[] }>([
    {
      name: 'an endpoint that left one slice and stands in another, of which much is left out',
      before: [slice('web-a', ['10.0.0.1', '10.0.0.2', '10.0.0.3']), slice('web-b', ['10.0.0.3', '10.0.0.4', '10.0.0.5'])],
      after: [slice('web-a', ['10.0.0.1', '10.0.0.2']), slice('web-b', ['10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6'])],
      changes: ['changed EndpointSlices of Service shop/web: gained endpoints[10.0.0.6]'],
    },
    {
      name: 'ports that are not the same everywhere',
      before: [slice('web-a', ['10.0.0.1', '10.0.0.2', '10.0.0.3']), slice('web-b', ['10.0.0.2'], { ports: [{ name: 'metrics', port: 9090 }] })],
      after: [slice('web-a', ['10.0.0.1', '10.0.0.2', '10.0.0.4'])],
      changes: ['changed EndpointSlices of Service shop/web: lost endpoints[10.0.0.3]; gained endpoints[10.0.0.4]; lost endpoints[10.0.0.2].ports[metrics,TCP]'],
    },
  ])('tell $name', ({ before, after, changes }) => {
    const pairs = pairsOf(before, after);
    expect(told(diffObjects(abridgedPairs(pairs), known)).map((line) => line.split(': ')[0])).toEqual(changes.map((line) => line.split(': ')[0]));
    expect(diffObjects(abridgedPairs(pairs), known)).toEqual(diffObjects(pairs, known));
  });

  const address = fc.integer({ min: 1, max: 12 }).map((n) => `10.0.0.${n}`);
  const addresses = fc.uniqueArray(fc.tuple(address, fc.constantFrom('', '', '', '!')).map(([text, mark]) => `${mark}${text}`), { maxLength: 8, selector: (text) => text.replace('!', '') });
  const slices = fc.array(
    fc.record({ name: fc.constantFrom('web-a', 'web-b', 'web-c'), addressType: fc.constantFrom('IPv4', 'IPv6'), port: fc.constantFrom(8080, 8080, 8080, 9090), before: addresses, come: addresses, stay: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }) }),
    { maxLength: 4 },
  );

  it('tell the same as whole ones', () => {
    fc.assert(
      fc.property(slices, (all) => {
        const sliceOf = ({ name, addressType, port }: (typeof all)[number], held: readonly string[]) =>
          slice(name, addressType === 'IPv4' ? held : held.map((text) => text.replace('10.0.0.', 'fd00::')), { addressType, ports: [{ name: 'http', port }] });
        const before = all.map((each) => sliceOf(each, each.before));
        const after = all.map((each) => sliceOf(each, [...each.before.filter((_, i) => each.stay[i]), ...each.come]));
        const pairs = pairsOf(before, after);
        expect(diffObjects(abridgedPairs(pairs), known)).toEqual(diffObjects(pairs, known));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the renderings', () => {
  const corefile = (forward: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' }, data: { Corefile: `.:53 {\n  errors\n  forward . ${forward}\n  cache 30\n}\n` } });
  const result = diff([service('web'), corefile('/etc/resolv.conf'), slice('web-a', ['10.0.0.1'])], [service('cart'), service('web', { ports: [{ port: 81 }] }), corefile('9.9.9.9'), slice('web-a', ['10.0.0.2'])]);

  it('are Markdown with causes first and text as a hunk', () => {
    expect(renderDiffMarkdown(result)).toBe(
      [
        '**4 objects changed in 2 namespaces: Service shop/web lost spec.ports\\[80,TCP\\] and gained spec.ports\\[81,TCP\\]; ConfigMap kube-system/coredns changed data.Corefile; Service shop/cart is new; and 1 more.**',
        '',
        '### Service in shop: 1 added, 1 changed',
        '',
        '- \\+ `cart` added',
        '- ~ `web` changed',
        '  - `spec.ports[80,TCP]` removed, was {protocol: TCP, port: 80, targetPort: 80}',
        '  - `spec.ports[81,TCP]` added: {protocol: TCP, port: 81, targetPort: 81}',
        '',
        '### ConfigMap in kube-system: 1 changed',
        '',
        '- ~ `coredns` changed',
        '  - `data.Corefile` changed',
        '  ```diff',
        '  @@ -1,5 +1,5 @@',
        '   .:53 {',
        '     errors',
        '  -  forward . /etc/resolv.conf',
        '  +  forward . 9.9.9.9',
        '     cache 30',
        '   }',
        '  ```',
        '',
        '### EndpointSlice in shop: 1 changed',
        '',
        '- ~ `EndpointSlices of Service shop/web` changed',
        '  - `endpoints[10.0.0.1]` removed, was {addresses: \\[10.0.0.1\\], conditions: {ready: true, serving: true, terminating: false}}',
        '  - `endpoints[10.0.0.2]` added: {addresses: \\[10.0.0.2\\], conditions: {ready: true, serving: true, terminating: false}}',
        '',
      ].join('\n').replaceAll('- ~', '- \\~'),
    );
  });

  it('are text', () => {
    expect(renderDiffText(result).split('\n').slice(0, 9)).toEqual([
      '4 objects changed in 2 namespaces: Service shop/web lost spec.ports[80,TCP] and',
      'gained spec.ports[81,TCP]; ConfigMap kube-system/coredns changed data.Corefile;',
      'Service shop/cart is new; and 1 more.',
      '',
      'Service in shop: 1 added, 1 changed',
      '- + cart added',
      '- ~ web changed',
      '    spec.ports[80,TCP] removed, was {protocol: TCP, port: 80, targetPort: 80}',
      '    spec.ports[81,TCP] added: {protocol: TCP, port: 81, targetPort: 81}',
    ]);
  });
});
