export type { FieldChange } from './fields.js';
export { diffFindings, findingsByKey, isDecided, renderFindingsDiffMarkdown, renderFindingsDiffText, type FindingsDiff, type UndecidedFinding } from './findings.js';
export { diffObjects, diffSteps, type ChangeCounts, type ChangeGroup, type ChangeKind, type ObjectChange, type ObjectsDiff } from './objects.js';
export { patchSteps, type PatchOperation } from './patch.js';
export { renderDiffMarkdown, renderDiffText } from './render-objects.js';
export { renderTimelineMarkdown, renderTimelineText, tellSnapshots, tellVersions, type SnapshotsTimeline, type SnapshotCounts, type Timeline, type VersionChange, type VersionsTimeline } from './timeline.js';
