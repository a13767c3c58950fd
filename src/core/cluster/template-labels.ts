import { isRecord, type RawRecord } from '../record.js';

/** A Job without labels takes those of its template. Source: pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
export function labelLikeTemplate(raw: RawRecord): RawRecord {
  const labels = labelsOfTemplate(raw);
  const { metadata } = raw;
  if (labels === undefined || !isRecord(metadata) || !isEmpty(metadata['labels'])) return raw;
  return { ...raw, metadata: { ...metadata, labels } };
}

/** A ReplicationController takes them for its selector too. Source: pkg/apis/core/v1/defaults.go, SetDefaults_ReplicationController. */
export function selectAndLabelLikeTemplate(raw: RawRecord): RawRecord {
  const labels = labelsOfTemplate(raw);
  const { spec } = raw;
  if (labels === undefined || !isRecord(spec)) return raw;
  return labelLikeTemplate(isEmpty(spec['selector']) ? { ...raw, spec: { ...spec, selector: labels } } : raw);
}

function labelsOfTemplate({ spec }: RawRecord): RawRecord | undefined {
  const template = isRecord(spec) ? spec['template'] : undefined;
  const metadata = isRecord(template) ? template['metadata'] : undefined;
  const labels = isRecord(metadata) ? metadata['labels'] : undefined;
  return isRecord(labels) ? labels : undefined;
}

function isEmpty(map: unknown): boolean {
  return map === undefined || map === null || (isRecord(map) && Object.keys(map).length === 0);
}
