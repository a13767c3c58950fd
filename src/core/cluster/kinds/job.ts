import { isRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { adapted, defaulted, flag, integer, needed, positive, struct } from '../shape.js';
import { labelLikeTemplate } from '../template-labels.js';

/** One pod that completes, unless either number is written. Source: pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
function completeOnce(raw: unknown): unknown {
  return isRecord(raw) && (raw['completions'] ?? raw['parallelism'] ?? null) === null ? { ...raw, completions: 1 } : raw;
}

export const jobSpec = adapted(struct({ parallelism: defaulted(integer, 1), completions: integer, suspend: flag, ...workloadSpec }), completeOnce);

export const job = defineKind({
  kind: 'Job',
  plural: 'jobs',
  apiVersion: 'batch/v1',
  namespaced: true,
  prepare: labelLikeTemplate,
  parts: {
    metadata,
    spec: needed(jobSpec),
    status: struct({ active: positive, ready: positive, succeeded: positive, failed: positive }),
  },
});
