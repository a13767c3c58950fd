import type { ClusterView } from '../../../../cluster/index.js';

/** What the snapshot knows of a Secret: the names of its keys; `absent` where there is none; undefined where it does not tell. */
export function secretKeys(view: ClusterView, namespace: string, name: string): readonly string[] | 'absent' | undefined {
  const secret = view.get('Secret', namespace, name);
  if (secret !== undefined) return secret.keys.length === 0 ? undefined : secret.keys;
  return view.covers('Secret', namespace) ? 'absent' : undefined;
}

/** Whether it holds a pair or a CA, so that the controller can load it; undefined where that is not known. */
export function isLoadable(view: ClusterView, namespace: string, name: string): boolean | undefined {
  const keys = secretKeys(view, namespace, name);
  if (keys === undefined) return undefined;
  return keys !== 'absent' && ((keys.includes('tls.crt') && keys.includes('tls.key')) || keys.includes('ca.crt'));
}
