import type { Hint, KindName, ListEnd, ObjectSink, PlainObject } from '../../core/cluster/index.js';
import { InputError } from '../../core/errors.js';
import type { Budget } from './budget.js';

/** What one upload held. */
export interface UploadReport {
  /** Objects handed on. */
  readonly documents: number;
  /** Files in archives; 1 for an upload that is no archive. */
  readonly files: number;
  /** Bytes once unpacked. */
  readonly bytes: number;
}

const filesTold = 3;
const faultsTold = 3;

/** Hands on what one upload holds, keeps count, and gathers what is to be told once for many files. */
export class Intake {
  #files = 0;
  #lists = 0;
  #contradicted = false;
  readonly #claims: ListEnd[] = [];
  readonly #folders = new Map<string, ListEnd>();
  readonly #faults: string[] = [];
  readonly #tallies = new Map<string, { count: number; files: Set<string> }>();

  constructor(
    readonly sink: ObjectSink,
    readonly budget: Budget,
  ) {}

  /** A file of an archive. */
  countFile(): void {
    this.#files += 1;
  }

  object(raw: unknown, hint: Hint): void {
    this.budget.spendObject();
    this.sink.object(raw, hint);
  }

  plain(object: PlainObject, hint: Hint): void {
    this.budget.spendObject();
    this.sink.plain(object, hint);
  }

  list(end: ListEnd): void {
    if (end.kind !== undefined) this.#lists += 1;
    this.sink.list(end);
  }

  /** A list whose namespace only the path tells: handed on at the end, when it is known whether paths of this upload tell the truth. */
  claimList(end: ListEnd): void {
    if (end.kind !== undefined) this.#lists += 1;
    this.#claims.push(end);
  }

  /** A file in a folder that holds one kind whole, one object a file: the folder is a list. `namespace` is '' for a cluster-scoped kind. */
  addToFolder(kind: KindName, namespace: string, isReadable: boolean): void {
    const id = `${namespace}/${kind}`;
    const { count, unreadable } = this.#folders.get(id) ?? { count: 0, unreadable: 0 };
    const end = { kind, namespace, kinds: [], namespaces: [] };
    this.#folders.set(id, { ...end, count: count + (isReadable ? 1 : 0), unreadable: unreadable + (isReadable ? 0 : 1) });
  }

  /** An object below a folder that should be its namespace lives in another one. */
  contradict(): void {
    this.#contradicted = true;
  }

  warn(file: string | undefined, detail: string): void {
    if (this.#faults.length < faultsTold) this.#faults.push(file === undefined ? detail : `${file}: ${detail}`);
    this.sink.warn({ detail, ...(file !== undefined && { file }) });
  }

  /** Counts `count` of something to be told once, as `detail: number`. */
  tally(detail: string, file: string | undefined, count = 1): void {
    const tally = this.#tallies.get(detail) ?? { count: 0, files: new Set<string>() };
    tally.count += count;
    if (file !== undefined && tally.files.size <= filesTold) tally.files.add(file);
    this.#tallies.set(detail, tally);
  }

  finish(): UploadReport {
    for (const { namespace, ...end } of [...this.#claims, ...this.#folders.values()]) {
      this.sink.list(this.#contradicted || namespace === undefined ? end : { ...end, namespace });
    }
    for (const [detail, { count, files }] of this.#tallies) this.sink.warn({ detail: `${detail}: ${count}${toldFiles(files)}` });
    if (this.budget.objects === 0 && this.#lists === 0) {
      throw new InputError(
        'unreadable-upload',
        `no Kubernetes object was found in it${this.#why()}. Readable are JSON and YAML as kubectl prints them, plain, gzipped, or in a tar archive`,
      );
    }
    return { documents: this.budget.objects, files: Math.max(1, this.#files), bytes: this.budget.bytes };
  }

  #why(): string {
    const reasons = [...this.#faults, ...[...this.#tallies].map(([detail, { count }]) => `${detail}: ${count}`)];
    return reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  }
}

function toldFiles(files: ReadonlySet<string>): string {
  if (files.size === 0) return '';
  const told = [...files].slice(0, filesTold).join(', ');
  return ` (${told}${files.size > filesTold ? ', …' : ''})`;
}
