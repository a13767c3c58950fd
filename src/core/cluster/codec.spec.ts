import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObject, encodeObject, ObjectDecoder, Template } from './codec.js';
import type { KubeObject } from './kinds/catalogue.js';
import { normalizeObject } from './normalize.js';

function normal(raw: unknown): KubeObject {
  const normalized = normalizeObject(raw);
  if (normalized.outcome !== 'kept') throw new Error(JSON.stringify(normalized));
  return normalized.object;
}

const ip = fc.ipV4();
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const labels = fc.dictionary(fc.constantFrom('app', 'tier', '__proto__', '0', 'constructor'), name);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const rawPod = fc.record({
  kind: fc.constant('Pod'),
  metadata: fc.record({ name, namespace: name, uid: optional(fc.uuid()), labels: optional(labels), annotations: optional(fc.record({ 'cni.projectcalico.org/podIP': ip })) }),
  spec: fc.record({ nodeName: optional(name), hostNetwork: optional(fc.boolean()), hostname: optional(name), containers: fc.array(fc.record({ name, image: name, env: optional(fc.array(fc.record({ name, value: fc.webUrl() }))) }), { maxLength: 3 }) }),
  status: optional(
    fc.record({
      phase: fc.constantFrom('Running', 'Pending'),
      podIP: optional(ip),
      podIPs: optional(fc.array(fc.record({ ip }), { maxLength: 2 })),
      hostIP: optional(ip),
      conditions: optional(fc.array(fc.record({ type: fc.constantFrom('Ready', 'Initialized', 'ContainersReady'), status: fc.constantFrom('True', 'False', 'Unknown'), reason: optional(name) }), { maxLength: 3 })),
      containerStatuses: optional(fc.array(fc.record({ name, ready: optional(fc.boolean()), state: optional(fc.constantFrom({ running: {} }, { waiting: { reason: 'CrashLoopBackOff' } }, { terminated: { reason: 'Error', exitCode: 1 } }, {})) }), { maxLength: 2 })),
    }),
  ),
});

const rawSlice = fc.record({
  kind: fc.constant('EndpointSlice'),
  metadata: fc.record({ name, namespace: name, labels: optional(labels) }),
  addressType: fc.constant('IPv4'),
  endpoints: fc.array(
    fc.record({
      addresses: fc.array(ip, { minLength: 1, maxLength: 2 }),
      conditions: optional(fc.record({ ready: optional(fc.boolean()), terminating: optional(fc.boolean()) })),
      nodeName: optional(name),
      targetRef: optional(fc.record({ kind: fc.constant('Pod'), name, namespace: name, uid: optional(fc.uuid()) })),
      hints: optional(fc.record({ forZones: fc.array(fc.record({ name }), { maxLength: 2 }) })),
    }),
    { maxLength: 8 },
  ),
  ports: fc.array(fc.record({ name: optional(name), port: fc.integer({ min: 1, max: 65535 }) }), { maxLength: 2 }),
});

const rawService = fc.record({ kind: fc.constant('Service'), metadata: fc.record({ name, namespace: name, labels: optional(labels) }), spec: fc.record({ selector: optional(labels) }) });

const object = fc.oneof(rawPod, rawSlice, rawService).map(normal);

describe('the stored form', () => {
  it('decodes to what was encoded, in the same order of fields', () => {
    fc.assert(
      fc.property(object, (given) => {
        const { kind, template, body } = encodeObject(given);
        const back = decodeObject(kind, template, body);
        expect(back).toEqual(given);
        expect(JSON.stringify(back)).toBe(JSON.stringify(given));
      }),
    );
  });

  it('gives the same by a template that is read once, whatever shapes came before', () => {
    fc.assert(
      fc.property(fc.oneof(rawPod, rawSlice).map(normal), (given) => {
        const { template, body } = encodeObject(given);
        const read = new Template(template);
        const [one, two] = [0, 1].map(() => read.objectOf(JSON.parse(body) as unknown[])) as [KubeObject, KubeObject];
        expect(JSON.stringify(one)).toBe(JSON.stringify(given));
        expect(JSON.stringify(two)).toBe(JSON.stringify(given));
        expect(one.metadata).not.toBe(two.metadata);
      }),
    );
  });

  it('is the same for what was written in another order', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).reverse().map(([key, each]) => [key, shuffled(each)]));
    };
    fc.assert(
      fc.property(rawSlice, (raw) => {
        const other = { ...(shuffled(raw) as typeof raw), endpoints: [...raw.endpoints].reverse() };
        expect(encodeObject(normal(other))).toEqual(encodeObject(normal(raw)));
      }),
    );
  });

  it('is a fixed point: normalising what was normalised changes nothing', () => {
    fc.assert(
      fc.property(object, (given) => {
        expect(JSON.stringify(normal(given))).toBe(JSON.stringify(given));
      }),
    );
  });

  it('shares the template of pods that are replicas', () => {
    const pod = (i: number) => normal({ kind: 'Pod', metadata: { name: `web-${i}`, namespace: 'shop', uid: `u${i}`, labels: { app: 'web' } }, spec: { nodeName: `n${i}`, containers: [{ name: 'web', image: 'web:1' }] }, status: { phase: 'Running', podIP: `10.0.0.${i}` } });
    const [a, b] = [encodeObject(pod(1)), encodeObject(pod(2))];
    expect(a.template).toBe(b.template);
    expect(a.body).toBe('["web-1","u1","n1","10.0.0.1",["10.0.0.1"]]');
    expect(a).toMatchObject({ kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'u1' });
    const decoder = new ObjectDecoder();
    const [one, two] = [a, b].map(({ kind, template, body }) => decoder.decode(kind, template, body)) as [KubeObject & { kind: 'Pod' }, KubeObject & { kind: 'Pod' }];
    expect(one.metadata.labels).toBe(two.metadata.labels);
    expect(one.metadata.name).toBe('web-1');
  });

  const endpoint = (i: number, more: object = {}) => ({ addresses: [`10.0.0.${i}`], nodeName: 'n', ...more });
  const slice = (...endpoints: object[]) => encodeObject(normal({ kind: 'EndpointSlice', metadata: { name: 's', namespace: 'shop' }, addressType: 'IPv4', endpoints }));

  it('tells endpoints of different likeness apart, and those of one by their values alone', () => {
    expect(slice(endpoint(1), endpoint(2)).body).toBe('["s",[["10.0.0.1"],"n",["10.0.0.2"],"n"]]');
    expect(slice(endpoint(1), endpoint(2, { targetRef: { kind: 'Node' } })).body).toBe('["s",[0,["10.0.0.1"],"n",1,["10.0.0.2"],"n"]]');
    expect(slice(endpoint(1)).template).toBe(slice(endpoint(1), endpoint(2)).template);
  });

  it('keeps the template of an object of which something is not as usual', () => {
    const [usual, other] = [slice(endpoint(1), endpoint(2)), slice(endpoint(1), endpoint(2, { conditions: { ready: false, serving: true } }))];
    expect(other.template).toBe(usual.template);
    expect(other.body).toBe('[{"3":false},"s",[["10.0.0.1"],"n",["10.0.0.2"],"n"]]');
    const pod = (status: object) => encodeObject(normal({ kind: 'Pod', metadata: { name: 'web-1', namespace: 'shop' }, spec: { containers: [{ name: 'web' }] }, status }));
    const running = pod({ conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [{ name: 'web', ready: true, state: { running: {} } }] });
    const crashed = pod({ conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }], containerStatuses: [{ name: 'web', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }] });
    expect(crashed.template).toBe(running.template);
    expect(running.body).toBe('["web-1"]');
    expect(crashed.body).toBe('[{"0":"False","1":"ContainersNotReady","2":false,"3":{"waiting":{"reason":"CrashLoopBackOff"}}},"web-1"]');
  });

  it('still reads what was stored when such an object had a template of its own', () => {
    const { template } = slice(endpoint(1, { conditions: { ready: true } }));
    const items = template.replace('"endpoints":[', '"endpoints":[{"addresses":null,"conditions":{"ready":false,"serving":true,"terminating":false},"nodeName":null},');
    const read = decodeObject('EndpointSlice', items, '["s",[1,["10.0.0.1"],"n",0,["10.0.0.2"],"n"]]');
    expect(read).toEqual(normal({ kind: 'EndpointSlice', metadata: { name: 's', namespace: 'shop' }, addressType: 'IPv4', endpoints: [endpoint(1), endpoint(2, { conditions: { ready: false, serving: true } })] }));
  });

  it('has no template for a kind without replicas, and no namespace for one of the cluster', () => {
    expect(encodeObject(normal({ kind: 'Node', metadata: { name: 'n' } }))).toEqual({ kind: 'Node', namespace: '', name: 'n', uid: null, template: '', body: '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"}}', digest: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  });
});
