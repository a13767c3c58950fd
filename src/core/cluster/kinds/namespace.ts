import { isRecord, type RawRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { struct, text } from '../shape.js';

/** What no API server has seen yet it will label. Source: pkg/apis/core/v1/defaults.go, SetDefaults_Namespace (since 1.21). */
function labelByName(raw: RawRecord): RawRecord {
  const { metadata } = raw;
  if (!isRecord(metadata) || metadata['uid'] !== undefined) return raw;
  const labels = isRecord(metadata['labels']) ? metadata['labels'] : {};
  return { ...raw, metadata: { ...metadata, labels: { ...labels, 'kubernetes.io/metadata.name': metadata['name'] } } };
}

export const namespace = defineKind({
  kind: 'Namespace',
  plural: 'namespaces',
  shortNames: ['ns'],
  apiVersion: 'v1',
  namespaced: false,
  prepare: labelByName,
  parts: { metadata: clusterMetadata, status: struct({ phase: text }) },
});
