import type { Evidence } from '../../analysis/index.js';

/** What is known of one setting of a plugin, and how. */
export type Setting<T> =
  /** Written in the cluster. */
  | { readonly known: 'configured'; readonly value: T; readonly evidence: readonly Evidence[] }
  /** Not written, and the plugin then does this. `source` is its file and version. */
  | { readonly known: 'default'; readonly value: T; readonly source: string }
  | { readonly known: 'no'; readonly why: string };

export function configured<T>(value: T, ...evidence: readonly Evidence[]): Setting<T> {
  return { known: 'configured', value, evidence };
}

/** @param source the plugin's file and its version, as in `flannel pkg/subnet/config.go v0.26.1` */
export function byDefault<T>(value: T, source: string): Setting<T> {
  return { known: 'default', value, source };
}

/** @param why a sentence: what the snapshot lacks */
export function unknown<T>(why: string): Setting<T> {
  return { known: 'no', why };
}

/** `change` of the value, known as before. */
export function mapped<A, B>(setting: Setting<A>, change: (value: A) => B): Setting<B> {
  return setting.known === 'no' ? setting : { ...setting, value: change(setting.value) };
}

export function valueOf<T>(setting: Setting<T>): T | null {
  return setting.known === 'no' ? null : setting.value;
}
