import { enumerate } from '../analysis/index.js';
import { pathOf, segment, type AskedSnapshot } from '../chat/index.js';
import { text, textOf, type Argument, type Arguments } from './argument.js';
import type { Asking, Heard } from './asking.js';
import { Misasked } from './misasked.js';
import { refusedBy } from './refused.js';
import type { Tool } from './tool.js';

/** Where a tool asks. */
export interface Place {
  /** The path of the snapshot or of the cluster; '' of nothing. */
  readonly path: string;
  /** Null where the question is about none. */
  readonly snapshot: AskedSnapshot | null;
}

/** The arguments that say where; `cluster` may be left out where there is only one. */
export const placeArguments: Readonly<Record<Tool['about'], Readonly<Record<string, Argument>>>> = {
  snapshot: { cluster: { schema: text() }, snapshot: { schema: text(undefined, { default: 'latest' }) } },
  cluster: { cluster: { schema: text() } },
  nothing: {},
};

/** The place that the arguments name: its snapshot by number, so that whatever is asked there is of one snapshot. @throws Misasked where there is none */
export function* placeOf({ about }: Tool, given: Arguments): Asking<Place> {
  if (about === 'nothing') return { path: '', snapshot: null };
  const cluster = textOf(given, 'cluster') ?? (yield* onlyCluster());
  const path = `/v1/clusters/${nameSegment(cluster, 'cluster')}`;
  if (about === 'cluster') return { path, snapshot: null };
  const ref = textOf(given, 'snapshot') ?? 'latest';
  if (!/^[\w:~+][\w.:~+-]{0,63}$/.test(ref)) throw notNamed('snapshot', ref, 'its number, latest, latest~1 or an instant as 2026-01-31T12:00:00Z');
  const heard = yield { kind: 'read', path: `${path}/snapshots/${segment(ref)}` };
  const { number, takenAt } = succeeded<{ number: number; takenAt: string }>(heard, ref === 'latest' ? 'cluster' : 'snapshot');
  return { path: `${path}/snapshots/${number}`, snapshot: { cluster, number, takenAt } };
}

function* onlyCluster(): Asking<string> {
  const { items } = succeeded<{ items: readonly { name: string }[] }>(yield { kind: 'read', path: pathOf('/v1/clusters', [['limit', 20]]) }, 'cluster');
  const [only, ...others] = items.map(({ name }) => name);
  if (only === undefined) throw new Misasked('There is no cluster yet: import or capture one first.', []);
  if (others.length > 0) throw new Misasked(`There are several clusters: ${enumerate([only, ...others], 8)}.`, [{ argument: 'cluster', detail: 'is missing, and there are several' }]);
  return only;
}

/** What a path answered. @param argument what is wrong if it refuses @throws Misasked for a refusal */
function succeeded<T>({ status, body }: Heard, argument: string): T {
  if (status >= 300) throw refusedBy(body, () => argument);
  return body as T;
}

/** A name as a segment of a path: no other path can be meant by it. @throws Misasked for what is no name of anything */
export function nameSegment(name: string, argument: string): string {
  if (/^[a-z\d]([-a-z\d.]{0,251}[a-z\d])?$/i.test(name)) return name;
  throw notNamed(argument, name, 'letters, digits, dashes and dots');
}

/** The two parts of `namespace/name`. @throws Misasked for whatever is none */
export function namespacedName(written: string, argument: string, example: string): { readonly namespace: string; readonly name: string } {
  const [namespace = '', name = '', ...rest] = written.split('/');
  if (namespace === '' || name === '' || rest.length > 0) throw notNamed(argument, written, `namespace/name, as in ${example}`);
  return { namespace, name };
}

function notNamed(argument: string, found: string, right: string): Misasked {
  const detail = `must be ${right}, not “${found.slice(0, 100)}”`;
  return new Misasked(`${argument} ${detail}.`, [{ argument, detail }]);
}
