import { matchesSelector, parseLabelSelector, type ClusterView, type LabelSelector } from '../../cluster/index.js';
import { InputError } from '../../errors.js';

/** Whether a controller that watches only some namespaces watches this one; with why not. */
export type Watch = { readonly watched: true; readonly doubt?: string } | { readonly watched: false; readonly reason: string };

const watched: Watch = { watched: true };

/** @param names empty: all */
export function watchesNamed(flag: string, names: readonly string[], namespace: string): Watch {
  return names.length === 0 || names.includes(namespace) ? watched : { watched: false, reason: `--${flag}=${names.join(',')} leaves out namespace ${namespace}` };
}

/** A selector of labels over namespaces, as `--watch-namespace-selector` has it. A namespace whose labels are not known is taken to match. */
export function watchesSelected(view: ClusterView, flag: string, written: string, namespace: string): Watch {
  const selector = selectorIn(written);
  if (selector === undefined) return { watched: true, doubt: `--${flag}=${written} cannot be read: every namespace was taken to be watched` };
  if (selector.matchExpressions === undefined) return watched;
  const labels = view.namespaceLabels(namespace);
  // Every API server since 1.21 writes this label; a manifest does not have it yet.
  const known = labels === undefined ? undefined : { 'kubernetes.io/metadata.name': namespace, ...labels };
  if (known !== undefined) return matchesSelector(selector, known) ? watched : { watched: false, reason: `namespace ${namespace} does not match --${flag}=${written}` };
  return { watched: true, doubt: `the snapshot does not hold Namespace ${namespace}: it was taken to match --${flag}=${written}` };
}

function selectorIn(written: string): LabelSelector | undefined {
  try {
    return parseLabelSelector(written);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** `a,b` as a list; empty for no value. */
export function listIn(written: string | undefined): string[] {
  return (written ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '');
}
