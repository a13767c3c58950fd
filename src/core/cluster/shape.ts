/**
 * A shape says which fields of a Kubernetes object are kept, in which order, and with which default.
 * One declaration serves three readers: `read` projects a raw object, {@link Infer} gives its TypeScript type,
 * and `form` tells the diff which lists are paired by a key and in which the order is noise.
 */
export interface Shape<T> {
  /** The kept part of `raw`, or undefined where nothing is to be kept. Never throws: what does not fit goes to `notes`. */
  read(raw: unknown, notes: Notes): T | undefined;
  readonly form: Form;
}

/** The type of what a shape keeps. */
export type Infer<S> = S extends Shape<infer T> ? T : never;

/** What a diff must know of a field. */
export type Form =
  | { readonly type: 'scalar' }
  | { readonly type: 'struct'; readonly fields: Readonly<Record<string, Form>> }
  /** `key`: the item's fields that name it within the list. `ordered` false: `read` has sorted it, position means nothing. */
  | { readonly type: 'list'; readonly item: Form; readonly key: readonly string[]; readonly ordered: boolean }
  | { readonly type: 'dict'; readonly value: Form };

/** Collects what a reading could not use, with the field at which it stood. */
export class Notes {
  readonly #path: (string | number)[] = [];
  readonly #found: { field: string; detail: string }[] = [];

  within<T>(step: string | number, act: () => T): T {
    this.#path.push(step);
    try {
      return act();
    } finally {
      this.#path.pop();
    }
  }

  add(detail: string): void {
    this.#found.push({ field: formatField(this.#path), detail });
  }

  /** In the order in which they were met; `field` as in `spec.ports[0].port`. */
  get all(): readonly { readonly field: string; readonly detail: string }[] {
    return this.#found;
  }
}

function formatField(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}
