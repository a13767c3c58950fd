import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { integer, needed, struct } from '../shape.js';
import { selectTemplateLabels } from '../workload-versions.js';

export const daemonSet = defineKind({
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  apiVersion: 'apps/v1',
  otherVersions: ['extensions/v1beta1', 'apps/v1beta2'],
  namespaced: true,
  prepare: selectTemplateLabels,
  parts: {
    metadata,
    spec: needed(struct({ ...workloadSpec })),
    status: struct({
      currentNumberScheduled: integer,
      desiredNumberScheduled: integer,
      numberMisscheduled: integer,
      numberReady: integer,
      numberAvailable: integer,
      numberUnavailable: integer,
      updatedNumberScheduled: integer,
    }),
  },
});
