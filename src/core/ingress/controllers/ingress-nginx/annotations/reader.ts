import { readGoBool, readGoInt } from './go-values.js';
import { isValidAnnotation } from './validators.js';

/** What the controller does about a value that it refuses: forgets the annotation, leaves the whole Ingress out, or answers 503 for its paths. */
export type OnInvalid = 'ignore' | 'drop' | 'deny';

/** The value of an annotation, and why there is none. `blank`: it is there and holds nothing but blanks. */
export type ReadAnnotation = { readonly kind: 'missing' | 'blank' | 'invalid' } | { readonly kind: 'text'; readonly text: string };

const aliases: Readonly<Record<string, string>> = { 'allowlist-source-range': 'whitelist-source-range', 'limit-allowlist': 'limit-whitelist' };

export interface ReaderOptions {
  /** `nginx.ingress.kubernetes.io`, unless --annotations-prefix says otherwise. */
  readonly prefix: string;
  /** False with --enable-annotation-validation=false. */
  readonly validates: boolean;
}

/** Reads the annotations of one Ingress, and remembers what becomes of it for those that are refused. Source: internal/ingress/annotations/parser/{main,validators}.go, controller-v1.15.1 */
export class AnnotationReader {
  /** Why the controller leaves the Ingress out. */
  dropped: string | undefined;
  /** Why its paths answer 503. */
  denied: string | undefined;

  /** By name, without the prefix. */
  readonly #written: ReadonlyMap<string, string>;

  constructor(
    annotations: Readonly<Record<string, string>>,
    readonly options: ReaderOptions,
  ) {
    const start = `${options.prefix}/`;
    this.#written = new Map(Object.entries(annotations).flatMap(([key, value]) => (key.startsWith(start) ? [[key.slice(start.length), value] as const] : [])));
  }

  /** Whether none of the controller's annotations is there. */
  get isEmpty(): boolean {
    return this.#written.size === 0;
  }

  read(name: string): ReadAnnotation {
    const value = this.#written.get(this.#nameOf(name));
    if (value !== undefined && value !== '' && this.options.validates && !isValidAnnotation(name, value)) return { kind: 'invalid' };
    if (value === undefined) return { kind: 'missing' };
    const text = value.split('\n').map((line) => line.trim()).join('\n');
    return text === '' ? { kind: 'blank' } : { kind: 'text', text };
  }

  /** '' where it is missing, blank or refused. */
  text(name: string, onInvalid: OnInvalid = 'ignore'): string {
    const read = this.read(name);
    if (read.kind === 'invalid') this.#refuse(name, onInvalid);
    return read.kind === 'text' ? read.text : '';
  }

  /** Undefined where it is missing, blank or refused. */
  bool(name: string, onInvalid: OnInvalid = 'ignore'): boolean | undefined {
    return this.#parsed(name, readGoBool, onInvalid);
  }

  int(name: string, onInvalid: OnInvalid = 'ignore'): number | undefined {
    return this.#parsed(name, readGoInt, onInvalid);
  }

  has(name: string): boolean {
    return this.read(name).kind !== 'missing';
  }

  deny(reason: string): void {
    this.denied ??= reason;
  }

  /** As it stands in the Ingress, without blanks cut. */
  #parsed<T>(name: string, parse: (text: string) => T | undefined, onInvalid: OnInvalid): T | undefined {
    const { kind } = this.read(name);
    if (kind === 'invalid') this.#refuse(name, onInvalid);
    return kind === 'text' ? parse(this.#written.get(this.#nameOf(name)) ?? '') : undefined;
  }

  #refuse(name: string, onInvalid: OnInvalid): void {
    const written = this.#nameOf(name);
    const key = `${this.options.prefix}/${written}`;
    const value = JSON.stringify((this.#written.get(written) ?? '').slice(0, 80));
    if (onInvalid === 'drop') this.dropped ??= `the controller refuses the value ${value} of ${key}, and with it the whole Ingress`;
    if (onInvalid === 'deny') this.deny(`the controller refuses the value ${value} of ${key}`);
  }

  /** Under which of its two names an annotation is written. */
  #nameOf(name: string): string {
    const alias = aliases[name];
    return alias !== undefined && (this.#written.get(name) ?? '') === '' && (this.#written.get(alias) ?? '') !== '' ? alias : name;
  }
}
