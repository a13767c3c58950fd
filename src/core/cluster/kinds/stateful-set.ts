import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { workloadSpec } from '../pod-spec.js';
import { defaulted, integer, needed, positive, struct, text } from '../shape.js';
import { selectTemplateLabels } from '../workload-versions.js';

export const statefulSet = defineKind({
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  apiVersion: 'apps/v1',
  otherVersions: ['apps/v1beta1', 'apps/v1beta2'],
  namespaced: true,
  prepare: selectTemplateLabels,
  parts: {
    metadata,
    spec: needed(
      struct({
        serviceName: text,
        replicas: defaulted(integer, 1),
        podManagementPolicy: defaulted(text, 'OrderedReady'),
        ordinals: struct({ start: integer }),
        ...workloadSpec,
      }),
    ),
    status: struct({ replicas: positive, readyReplicas: positive, currentReplicas: positive, updatedReplicas: positive }),
  },
});
