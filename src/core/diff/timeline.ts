import { count, formatRef, maxLines, renderMarkdown, renderText, sectionsOf, type Answer, type Item, type Section, type Sheet } from '../analysis/index.js';
import { formOf, refOf, type KindName, type KubeObject } from '../cluster/index.js';
import { compareFields, type FieldChange } from './fields.js';
import { layOutFields, tellFields } from './tell.js';

/** An object as it stood, unchanged, in the kept snapshots from number `from` until before number `to`; null where the newest has it so. */
export interface Version {
  readonly from: number;
  readonly to: number | null;
  /** When snapshot `from` was taken: RFC 3339, UTC. */
  readonly takenAt: string;
  readonly uid: string | null;
  readonly object: KubeObject;
}

export interface VersionChange extends Version {
  /** What differs from the version before, in the order of the object's fields. Empty for the first, and where nothing that means anything differs. */
  readonly fields: readonly FieldChange[];
}

/** How one object changed over time. */
export interface VersionsTimeline extends Answer {
  readonly view: 'versions';
  /** Oldest first; at least one. */
  readonly items: readonly VersionChange[];
}

/** How many objects a snapshot changed against the kept one before it. */
export interface SnapshotCounts {
  readonly number: number;
  readonly takenAt: string;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** How a cluster changed over time. */
export interface SnapshotsTimeline extends Answer {
  readonly view: 'snapshots';
  /** Newest first. */
  readonly items: readonly SnapshotCounts[];
}

export type Timeline = VersionsTimeline | SnapshotsTimeline;

/** Tells the versions of one object: at least one, oldest first. */
export function tellVersions(kind: KindName, versions: readonly Version[]): VersionsTimeline {
  const items = versions.map((version, i) => ({ ...version, fields: i === 0 ? [] : compareFields(formOf(kind), versions[i - 1]!.object, version.object) }));
  return { view: 'versions', summary: summariseVersions(items), items, steps: [], warnings: [] };
}

/**
 * Tells how much each snapshot changed.
 *
 * @param snapshots newest first, each beside the kept one before it
 * @param isWhole whether the last is the first that is kept, which holds all its objects as new
 */
export function tellSnapshots(snapshots: readonly SnapshotCounts[], isWhole: boolean): SnapshotsTimeline {
  return { view: 'snapshots', summary: summariseSnapshots(snapshots, isWhole), items: snapshots, steps: [], warnings: [] };
}

/** The summary, then each version or snapshot, newest first. */
export function renderTimelineMarkdown(timeline: Timeline): string {
  return renderMarkdown(layOut(timeline));
}

/** As {@link renderTimelineMarkdown}, in plain text. */
export function renderTimelineText(timeline: Timeline): string {
  return renderText(layOut(timeline));
}

function summariseVersions(items: readonly VersionChange[]): string {
  const last = items.at(-1)!;
  const name = formatRef(refOf(last.object));
  if (last.to !== null) return `${name} is not in snapshot ${last.to} or later; before, it had ${count(items.length, 'version')}, the last from ${place(last)}.`;
  if (items.length === 1) return `${name} has not changed since ${place(last)}, the first that has it.`;
  return `${name} has ${count(items.length, 'version')}; the last change, in ${place(last)}: ${tellChange(last, items.at(-2)!)}.`;
}

function tellChange(version: VersionChange, before: Version): string {
  return eventOf(version, before) ?? (version.fields.length === 0 ? nothing : `it ${tellFields(version.fields)}`);
}

const nothing = 'nothing that means anything';

function eventOf(version: Version, before: Version): string | undefined {
  if (before.to !== version.from) return `it is back, after snapshot ${before.to} did not have it`;
  return before.uid !== null && version.uid !== null && before.uid !== version.uid ? 'it was deleted and made anew' : undefined;
}

function summariseSnapshots(snapshots: readonly SnapshotCounts[], isWhole: boolean): string {
  const [newest, ...older] = snapshots;
  if (newest === undefined) return 'No snapshot is kept.';
  const oldest = older.at(-1);
  if (oldest === undefined) return `Snapshot ${newest.number}, taken at ${newest.takenAt}: ${tellCounts(newest)}.`;
  const compared = isWhole ? snapshots.slice(0, -1) : snapshots;
  const most = compared.reduce((a, b) => (total(b) > total(a) ? b : a));
  const range = `Snapshots ${oldest.number} to ${newest.number}`;
  return total(most) === 0 ? `${range}: nothing changed from one to the next.` : `${range}: the most changed with ${most.number}, taken at ${most.takenAt}: ${tellCounts(most)}.`;
}

function layOut(timeline: Timeline): Sheet {
  const section = timeline.view === 'versions' ? versionsSection(timeline.items) : snapshotsSection(timeline.items);
  return { verdict: timeline.summary, sections: [section, ...sectionsOf(timeline)], rest: 'The JSON rendering holds all of them.' };
}

function versionsSection(versions: readonly VersionChange[]): Section {
  const omitted = Math.max(0, versions.length - maxLines);
  const items = versions.slice(omitted).map((version, i) => versionItem(version, versions[omitted + i - 1]));
  return { title: 'Versions, newest first', noun: 'version', items: items.reverse(), omitted };
}

function versionItem(version: VersionChange, before: Version | undefined): Item {
  const until = version.to === null ? 'until now' : `until snapshot ${version.to}`;
  const event = before === undefined ? undefined : eventOf(version, before);
  const { notes, ...rest } = layOutFields(version.fields);
  const told = event === undefined ? notes : [[event], ...notes];
  return { text: [`from ${place(version)} ${until}`], notes: told.length === 0 && before !== undefined ? [[nothing]] : told, ...rest };
}

function snapshotsSection(snapshots: readonly SnapshotCounts[]): Section {
  const items = snapshots.slice(0, maxLines).map((each): Item => ({ text: [`${each.number}, taken at ${each.takenAt}: ${tellCounts(each)}`] }));
  return { title: 'Snapshots, newest first', noun: 'snapshot', items, omitted: snapshots.length - items.length };
}

function tellCounts({ added, removed, changed }: SnapshotCounts): string {
  const told = Object.entries({ added, removed, changed }).filter(([, n]) => n > 0);
  return told.length === 0 ? 'nothing changed' : `${told.map(([change, n], i) => (i === 0 ? `${count(n, 'object')} ${change}` : `${n} ${change}`)).join(', ')}`;
}

function total({ added, removed, changed }: SnapshotCounts): number {
  return added + removed + changed;
}

function place({ from, takenAt }: Version): string {
  return `snapshot ${from} (${takenAt})`;
}
