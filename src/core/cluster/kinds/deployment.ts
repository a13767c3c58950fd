import { defineKind } from '../kind.js';
import { conditions, metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { defaulted, integer, needed, positive, struct } from '../shape.js';
import { selectTemplateLabels } from '../workload-versions.js';

export const deployment = defineKind({
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  apiVersion: 'apps/v1',
  otherVersions: ['extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2'],
  namespaced: true,
  prepare: selectTemplateLabels,
  parts: {
    metadata,
    spec: needed(struct({ replicas: defaulted(integer, 1), ...workloadSpec })),
    status: struct({ replicas: positive, updatedReplicas: positive, readyReplicas: positive, availableReplicas: positive, unavailableReplicas: positive, conditions }),
  },
});
