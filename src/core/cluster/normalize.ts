import { isRecord, type RawRecord } from '../record.js';
import type { Hint } from './hint.js';
import { apiForm, recognise } from './internal-form.js';
import { isKindName, specOf, type KindName, type KubeObject } from './kinds/catalogue.js';
import { parseSelfLink } from './self-link.js';
import { Notes } from './shape.js';

/** What could not be used of an object, and at which field it stood (`spec.ports[0].port`). */
export interface Note {
  readonly field: string;
  readonly detail: string;
}

export type Normalized =
  | { readonly outcome: 'kept'; readonly object: KubeObject; readonly notes: readonly Note[] }
  /** No analysis reads this kind, or this `object` of it. `kind` carries its group where the bare name would mean another. */
  | { readonly outcome: 'ignored'; readonly kind: string; readonly object?: KubeObject }
  /** `kind` and `name` as far as they are known. */
  | { readonly outcome: 'unreadable'; readonly detail: string; readonly kind?: string; readonly namespace?: string; readonly name?: string };

const kindForm = /^[A-Za-z][\w-]{0,62}$/;

/** Names of the kinds that are kept, and their namespaces. Wider than Kubernetes checks, narrower than a template's hole. */
const nameForm = /^[A-Za-z0-9][\w.:-]{0,252}$/;

/**
 * The normal form of an object as a source wrote it: its canonical API version, only the fields that some analysis reads,
 * in fixed order, with the defaults of the API server filled in. Normalising twice changes nothing. Never throws.
 */
export function normalizeObject(written: unknown, hint: Hint = {}): Normalized {
  if (!isRecord(written)) return unreadable(`found ${Array.isArray(written) ? 'a list' : typeof written} in the place of a Kubernetes object`);
  const raw = apiForm(written);
  const { kind, apiVersion } = identify(raw, hint);
  if (kind === undefined) return unreadable('an object without a kind');
  if (!kindForm.test(kind)) return unreadable('an object of a kind that Kubernetes would not take');
  const known = cataloguedKind(kind, apiVersion);
  if (known !== undefined) return project(known, raw, hint);
  return { outcome: 'ignored', kind: isKindName(kind) && apiVersion !== undefined ? `${kind}.${groupOf(apiVersion)}` : kind };
}

/**
 * The kind of the catalogue that a source means by these two; undefined where no analysis reads it.
 * Any version of the group is taken; one that is newer than this program is read as the newest that it knows.
 */
export function cataloguedKind(kind: string, apiVersion?: string): KindName | undefined {
  return isKindName(kind) && (apiVersion === undefined || isOfGroup(kind, apiVersion)) ? kind : undefined;
}

/** What an object says of its own kind goes before what it says between the lines, and that before its place. */
function identify(raw: RawRecord, hint: Hint): Hint {
  const kind = textOf(raw['kind']);
  if (kind !== undefined) return { kind, ...apiVersionOf(textOf(raw['apiVersion']) ?? (hint.kind === kind ? hint.apiVersion : undefined)) };
  const metadata = raw['metadata'];
  if (!isRecord(metadata)) return {};
  const link = parseSelfLink(metadata['selfLink']);
  const managers: readonly unknown[] = Array.isArray(metadata['managedFields']) ? metadata['managedFields'] : [];
  const managed = managers.map((each) => isRecord(each) && textOf(each['apiVersion'])).find((each) => typeof each === 'string');
  const found = kindOfLink(link, hint) ?? hint.kind ?? recognise(raw);
  return { ...(found !== undefined && { kind: found }), ...apiVersionOf(textOf(raw['apiVersion']) ?? link.apiVersion ?? (managed || undefined) ?? hint.apiVersion) };
}

/** A link does not tell where capitals stand in a kind; what its list says may. */
function kindOfLink({ kind }: Hint, hint: Hint): string | undefined {
  return kind?.toLowerCase() === hint.kind?.toLowerCase() ? hint.kind : kind;
}

function apiVersionOf(apiVersion: string | undefined): Hint {
  return apiVersion === undefined ? {} : { apiVersion };
}

function project(kind: KindName, raw: RawRecord, hint: Hint): Normalized {
  const { namespaced, prepare, shape, isKept } = specOf(kind);
  const written = isRecord(raw['metadata']) ? raw['metadata'] : {};
  const name = textOf(written['name']) ?? hint.name;
  const namespace = namespaced ? (textOf(written['namespace']) ?? hint.namespace) : undefined;
  const about = { kind, ...(namespace !== undefined && { namespace }), ...(name !== undefined && { name }) };
  if (name === undefined) return unreadable('an object without a name', about);
  if (!nameForm.test(name) || (namespace !== undefined && !nameForm.test(namespace))) {
    return unreadable('a name or namespace that Kubernetes would not take; is it a template that was not rendered?', { kind });
  }
  const metadata = { ...written, name, ...(namespace !== undefined && { namespace }) };
  const whole = { ...raw, metadata };
  const notes = new Notes();
  const object = shape.read(prepare === undefined ? whole : prepare(whole), notes);
  if (object === undefined) {
    const cause = notes.all.at(-1);
    return unreadable(cause === undefined ? 'an object that says nothing' : `${cause.field} ${cause.detail}`, about);
  }
  return isKept?.(object) === false ? { outcome: 'ignored', kind, object } : { outcome: 'kept', object, notes: notes.all };
}

function unreadable(detail: string, about: { readonly kind?: string; readonly namespace?: string; readonly name?: string } = {}): Normalized {
  return { outcome: 'unreadable', detail, ...about };
}

function isOfGroup(kind: KindName, apiVersion: string): boolean {
  const { apiVersion: canonical, otherVersions } = specOf(kind);
  const group = groupOf(apiVersion);
  return group === groupOf(canonical) || otherVersions.some((other) => groupOf(other) === group);
}

/** `networking.k8s.io` of `networking.k8s.io/v1`; `core` of `v1`. */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? 'core' : apiVersion.slice(0, slash);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
