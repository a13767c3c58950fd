import { defineKind } from '../kind.js';
import { metadata } from '../metadata.js';
import { podTemplate } from '../pod-spec.js';
import { defaulted, dict, integer, needed, positive, struct, text } from '../shape.js';
import { selectAndLabelLikeTemplate } from '../template-labels.js';

/** What came before ReplicaSets; OpenShift still makes them. */
export const replicationController = defineKind({
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  apiVersion: 'v1',
  namespaced: true,
  prepare: selectAndLabelLikeTemplate,
  parts: {
    metadata,
    spec: needed(struct({ replicas: defaulted(integer, 1), selector: dict(text), template: podTemplate })),
    status: struct({ replicas: positive, readyReplicas: positive, availableReplicas: positive }),
  },
});
