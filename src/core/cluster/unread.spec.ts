import { describe, expect, it } from 'vitest';
import { catalogue } from './kinds/catalogue.js';
import { normalizeObject } from './normalize.js';
import type { Form } from './shape.js';
import { unreadFields, type UnreadFields } from './unread.js';

const paths = (fields: UnreadFields, at: readonly string[] = []): string[][] => Object.entries(fields).flatMap(([field, below]) => (below === true ? [[...at, field]] : paths(below, [...at, field])));

/** What is kept at a path: nothing, or a form, which may be of one of the fields above it. */
function keptAt(form: Form | undefined, path: readonly string[]): Form | undefined {
  if (form?.type === 'list') return keptAt(form.item, path);
  const [field, ...rest] = path;
  return field === undefined || form?.type !== 'struct' ? form : keptAt(form.fields[field], rest);
}

describe('unreadFields', () => {
  it.each(paths(unreadFields).map((path) => [path.join('.'), path] as const))('%s is kept of no kind', (_, path) => {
    expect(catalogue.filter(({ shape }) => keptAt(shape.form, path) !== undefined).map(({ kind }) => kind)).toEqual([]);
  });

  /** With a text, an object and a list of such in every place that is not read. */
  const filled = (fields: UnreadFields | true, inside: boolean): unknown => {
    if (fields === true) return inside ? { name: 'x', containers: [{ image: 'coredns', env: [{ name: 'A_HOST', value: 'db.example.com' }] }], hostPath: { path: '/etc' } } : {};
    return Object.fromEntries(Object.entries(fields).map(([field, below]) => [field, filled(below, inside)]));
  };

  it.each(catalogue.map(({ kind, apiVersion }) => [kind, apiVersion] as const))('what stands there changes nothing of a %s', (kind, apiVersion) => {
    const object = (inside: boolean) => {
      const { metadata, spec, status } = filled(unreadFields, inside) as Record<'metadata' | 'spec' | 'status', Record<string, unknown>>;
      const containers = [{ ...(spec['containers'] as object), name: 'a', image: 'registry.example.com/kube-proxy:v1.33.0', volumeMounts: [{ name: 'v', mountPath: '/v' }], readinessProbe: { exec: {} } }];
      const volumes = [{ ...(spec['volumes'] as object), name: 'v', configMap: { name: 'c' } }, { name: 'w', ...(spec['volumes'] as object) }];
      const podSpec = { ...spec, containers, initContainers: containers, volumes };
      const template = { metadata: (spec['template'] as Record<string, unknown>)['metadata'], spec: podSpec };
      const containerStatuses = [{ ...(status['containerStatuses'] as object), name: 'a', state: { running: {} } }];
      const about = { metadata: { ...metadata, name: 'a', namespace: 'n', uid: 'u' }, status: { ...status, containerStatuses, initContainerStatuses: containerStatuses } };
      return normalizeObject({ apiVersion, kind, ...about, spec: { ...podSpec, template } });
    };
    expect(object(true)).toEqual(object(false));
  });
});
