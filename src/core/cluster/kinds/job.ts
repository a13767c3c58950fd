import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { defaulted, flag, integer, needed, positive, struct } from '../shape.js';

/** Defaults: pkg/apis/batch/v1/defaults.go, SetDefaults_Job. */
export const jobSpec = struct({ parallelism: defaulted(integer, 1), completions: integer, suspend: flag, ...workloadSpec });

export const job = defineKind({
  kind: 'Job',
  plural: 'jobs',
  apiVersion: 'batch/v1',
  namespaced: true,
  parts: {
    metadata,
    spec: needed(jobSpec),
    status: struct({ active: positive, ready: positive, succeeded: positive, failed: positive }),
  },
});
