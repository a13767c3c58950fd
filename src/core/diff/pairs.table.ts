import { encodeObject, kindNames, normalizeObject, Template, type Coverage, type KubeObject, type ObjectPair } from '../cluster/index.js';

/** Every kind whole. */
export const wholeCoverage = Object.fromEntries(kindNames.map((kind) => [kind, { state: 'collected' }])) as Coverage;
export const known = { before: wholeCoverage, after: wholeCoverage };

/** The pairs of two lists of manifests, as a store would give them: objects that are equal on both sides are left out. */
export function pairsOf(before: readonly object[], after: readonly object[]): ObjectPair[] {
  const [was, is] = [byName(before), byName(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)))
    .map((key) => {
      const [a, b] = [was.get(key), is.get(key)];
      const { kind, metadata } = (a ?? b)!;
      const namespace = 'namespace' in metadata ? metadata.namespace : '';
      return pairOf({ kind, namespace, name: metadata.name }, a, b);
    });
}

/** The sides of one object, of which at least one is there. */
export function pairOf(place: Pick<ObjectPair, 'kind' | 'namespace' | 'name'>, before: KubeObject | undefined, after: KubeObject | undefined): ObjectPair {
  if (before !== undefined && after !== undefined) return { ...place, before, after };
  return { ...place, only: before === undefined ? 'after' : 'before', object: (before ?? after)! };
}

/** The pairs as storage hands them out, abridged where they can be. */
export function abridgedPairs(pairs: readonly ObjectPair[]): ObjectPair[] {
  return pairs.map((pair) => {
    if (pair.only !== undefined) return pair;
    const [was, is] = [encodeObject(pair.before), encodeObject(pair.after)];
    return was.template === is.template && was.template !== '' ? { ...pair, abridged: new Template(was.template).abridge({ before: was.body, after: is.body }) } : pair;
  });
}

function byName(manifests: readonly object[]): Map<string, KubeObject> {
  return new Map(
    manifests.map((manifest) => {
      const normalized = normalizeObject(manifest);
      if (normalized.outcome !== 'kept') throw new Error(`not a manifest: ${JSON.stringify(manifest)}`);
      const { object } = normalized;
      return [`${object.kind}/${'namespace' in object.metadata ? object.metadata.namespace : ''}/${object.metadata.name}`, object];
    }),
  );
}

export function service(name: string, spec: object = {}, metadata: object = {}): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'shop', ...metadata }, spec: { ports: [{ port: 80 }], ...spec } };
}

export interface SliceParts {
  readonly service?: string;
  readonly addressType?: string;
  readonly ports?: readonly object[];
  readonly labels?: object;
}

/** An EndpointSlice of Service `web` that holds these addresses; one with a `!` before it is not ready. */
export function slice(name: string, addresses: readonly string[], { service: of = 'web', addressType = 'IPv4', ports = [{ name: 'http', port: 8080 }], labels = {} }: SliceParts = {}): object {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace: 'shop', uid: `uid-of-${name}`, labels: { 'kubernetes.io/service-name': of, ...labels } },
    addressType,
    ports,
    endpoints: addresses.map((address) => ({ addresses: [address.replace('!', '')], conditions: { ready: !address.startsWith('!') } })),
  };
}
