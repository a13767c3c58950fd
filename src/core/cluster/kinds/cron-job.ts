import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { flag, needed, struct, text } from '../shape.js';
import { jobSpec } from './job.js';

export const cronJob = defineKind({
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  apiVersion: 'batch/v1',
  otherVersions: ['batch/v1beta1', 'batch/v2alpha1'],
  namespaced: true,
  parts: {
    metadata,
    spec: needed(struct({ schedule: text, suspend: flag, jobTemplate: needed(struct({ spec: needed(jobSpec) })) })),
  },
});
