import { defineKind } from '../kind.js';
import { conditions, metadata } from '../metadata.js';
import { podSpec } from '../pod-spec.js';
import { address, choice, defaulted, derived, integer, list, needed, bool, struct, text, type Owner } from '../shape.js';

/** The newer plural of an address field holds at least the older singular. Source: pkg/apis/core/v1/conversion.go, Convert_v1_PodStatus_To_core_PodStatus. */
const plural = (singular: string) =>
  derived(list(struct({ ip: needed(address) }), { key: ['ip'] }), ({ [singular]: ip }: Owner) => (typeof ip === 'string' && ip !== '' ? [{ ip }] : undefined));

const containerStatuses = list(
  struct({
    name: needed(text),
    ready: defaulted(bool, false),
    state: struct({
      waiting: struct({ reason: text }),
      running: struct({}),
      terminated: struct({ reason: text, exitCode: integer }),
    }),
  }),
  { key: ['name'], ordered: false },
);

export const pod = defineKind({
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  apiVersion: 'v1',
  namespaced: true,
  parts: {
    metadata,
    spec: needed(podSpec),
    status: struct({
      phase: choice('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'),
      reason: text,
      hostIP: address,
      hostIPs: plural('hostIP'),
      podIP: address,
      podIPs: plural('podIP'),
      conditions,
      initContainerStatuses: containerStatuses,
      containerStatuses,
    }),
    /** Present on the stand-in of a workload whose pods the source does not hold; such a pod has no status. */
    derivedFrom: struct({ kind: needed(text), name: needed(text), replicas: needed(integer) }),
  },
  varying: {
    metadata: { name: true, uid: true, creationTimestamp: true, deletionTimestamp: true, annotations: true },
    spec: { nodeName: true, hostname: true },
    status: { hostIP: true, hostIPs: [{ ip: true }], podIP: true, podIPs: [{ ip: true }] },
  },
});
