import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { defaulted, integer, needed, positive, struct } from '../shape.js';
import { selectTemplateLabels } from '../workload-versions.js';

export const replicaSet = defineKind({
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  apiVersion: 'apps/v1',
  otherVersions: ['extensions/v1beta1', 'apps/v1beta2'],
  namespaced: true,
  prepare: selectTemplateLabels,
  parts: {
    metadata,
    spec: needed(struct({ replicas: defaulted(integer, 1), ...workloadSpec })),
    status: struct({ replicas: positive, readyReplicas: positive, availableReplicas: positive }),
  },
});
