import { kindNames, specOf, type KindName } from './kinds/catalogue.js';
import { compareText } from './shape.js';
import type { Coverage, KindCoverage } from './state.js';

/** Takes down which kinds a source was seen to hold, and whether whole. */
export class CoverageLedger {
  readonly #whole = new Set<KindName>();
  readonly #namespaces = new Map<KindName, Set<string>>();
  readonly #unreadable = new Set<KindName>();

  /** An object or a list of `kind` was there; with `namespace`, it speaks for that namespace only. */
  collected(kind: KindName, namespace?: string): void {
    if (namespace === undefined || !specOf(kind).namespaced) {
      this.#whole.add(kind);
      return;
    }
    const namespaces = this.#namespaces.get(kind) ?? new Set();
    this.#namespaces.set(kind, namespaces.add(namespace));
  }

  /** Something of `kind` was there that could not be read, or that the source had cut off. */
  unreadable(kind: KindName): void {
    this.#unreadable.add(kind);
  }

  get coverage(): Coverage {
    return Object.fromEntries(kindNames.map((kind) => [kind, this.#of(kind)])) as Coverage;
  }

  #of(kind: KindName): KindCoverage {
    if (this.#unreadable.has(kind)) return { state: 'unreadable' };
    if (this.#whole.has(kind)) return { state: 'collected' };
    const namespaces = this.#namespaces.get(kind);
    return namespaces === undefined ? { state: 'absent' } : { state: 'collected', namespaces: [...namespaces].sort(compareText) };
  }
}
