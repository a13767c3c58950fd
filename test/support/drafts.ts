import { DraftBuilder, type SnapshotDraft } from '../../src/core/cluster/index.js';

/** The draft of objects as somebody wrote them. */
export function draftOf(objects: Iterable<unknown>): SnapshotDraft {
  const builder = new DraftBuilder();
  for (const object of objects) builder.object(object, {});
  return builder.finish();
}

export function pod(namespace: string, name: string, more: { uid?: string; ip?: string; labels?: Record<string, string> } = {}): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, uid: more.uid ?? `uid-of-${name}`, labels: more.labels ?? { app: 'web' } },
    spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'web:1', ports: [{ containerPort: 8080 }] }] },
    status: { phase: 'Running', podIP: more.ip ?? '10.0.0.1', podIPs: [{ ip: more.ip ?? '10.0.0.1' }] },
  };
}

export function service(namespace: string, name: string, port = 80, labels: Record<string, string> = {}): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name, uid: `uid-of-${name}`, labels },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.10', selector: { app: 'web' }, ports: [{ port }] },
  };
}

export function namespace(name: string): unknown {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: `uid-of-${name}` } };
}
