import { isRecord, type RawRecord } from '../record.js';

/** Before apps/v1 a workload without a selector selected the labels of its template. Source: pkg/apis/apps/v1beta1/defaults.go, SetDefaults_Deployment. */
export function selectTemplateLabels(raw: RawRecord): RawRecord {
  const spec = raw['spec'];
  if (!isRecord(spec) || spec['selector'] !== undefined || !isRecord(spec['template'])) return raw;
  const metadata = spec['template']['metadata'];
  if (!isRecord(metadata) || metadata['labels'] === undefined) return raw;
  return { ...raw, spec: { ...spec, selector: { matchLabels: metadata['labels'] } } };
}
