import { kindNames, specOf, type KindName } from './kinds/catalogue.js';
import { compareText } from './shape.js';
import type { Coverage, KindCoverage } from './state.js';

/**
 * Takes down which kinds a source was seen to hold, and whether whole. What is not there can only be told where something vouches for the whole,
 * so in doubt nothing does:
 * - a list vouches for what it was asked for: all namespaces, one, or, where that cannot be known, none ({@link CoverageLedger.listed});
 * - an object of a cluster that stands outside any list vouches for nothing but itself;
 * - manifests are a statement of intent and the whole of what is judged, unless the source holds objects of a cluster beside them.
 */
export class CoverageLedger {
  readonly #whole = new Set<KindName>();
  readonly #declared = new Set<KindName>();
  readonly #namespaces = new Map<KindName, Set<string>>();
  readonly #unreadable = new Set<KindName>();
  readonly #forbidden = new Set<KindName>();
  #isOfCluster = false;

  /** A list of `kind` ended that was asked for `namespaces`; undefined: for all. A list of a cluster-scoped kind is always whole. */
  listed(kind: KindName, namespaces: readonly string[] | undefined): void {
    if (namespaces === undefined || !specOf(kind).namespaced) this.#whole.add(kind);
    else this.#seen(kind, namespaces);
  }

  /** An object of a cluster was there. */
  found(kind: KindName): void {
    this.#isOfCluster = true;
    this.#seen(kind);
  }

  /** A manifest was there, or what follows from one. */
  declared(kind: KindName): void {
    this.#declared.add(kind);
    this.#seen(kind);
  }

  /** Something of `kind` was there that could not be read, or that the source had cut off. */
  unreadable(kind: KindName): void {
    this.#unreadable.add(kind);
  }

  /** The API server refused to list or show any object of `kind`. */
  forbidden(kind: KindName): void {
    this.#forbidden.add(kind);
  }

  get coverage(): Coverage {
    return Object.fromEntries(kindNames.map((kind) => [kind, this.#of(kind)])) as Coverage;
  }

  #seen(kind: KindName, namespaces: readonly string[] = []): void {
    const seen = this.#namespaces.get(kind) ?? new Set();
    for (const namespace of namespaces) seen.add(namespace);
    this.#namespaces.set(kind, seen);
  }

  #of(kind: KindName): KindCoverage {
    if (this.#unreadable.has(kind)) return { state: 'unreadable' };
    if (this.#whole.has(kind) || (this.#declared.has(kind) && !this.#isOfCluster)) return { state: 'collected' };
    const namespaces = this.#namespaces.get(kind);
    if (namespaces === undefined && this.#forbidden.has(kind)) return { state: 'forbidden' };
    return namespaces === undefined ? { state: 'absent' } : { state: 'collected', namespaces: [...namespaces].sort(compareText) };
  }
}
