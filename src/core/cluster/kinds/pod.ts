import { isRecord, type RawRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { conditions, metadata } from '../metadata.js';
import { podSpec } from '../pod-spec.js';
import { address, choice, defaulted, derived, integer, list, needed, bool, struct, text, type Owner } from '../shape.js';
import { usually } from '../usual.js';

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

/** On the network of its node a container's ports are the node's. So for pods, not for templates. Source: pkg/apis/core/v1/defaults.go, SetDefaults_Pod. */
function takeHostPorts(raw: RawRecord): RawRecord {
  const { spec } = raw;
  if (!isRecord(spec) || spec['hostNetwork'] !== true) return raw;
  return { ...raw, spec: { ...spec, containers: withHostPorts(spec['containers']), initContainers: withHostPorts(spec['initContainers']) } };
}

function withHostPorts(containers: unknown): unknown {
  return eachRecord(containers, (container) => ({ ...container, ports: eachRecord(container['ports'], (port) => ({ ...port, hostPort: port['hostPort'] || port['containerPort'] })) }));
}

function eachRecord(list: unknown, change: (item: RawRecord) => RawRecord): unknown {
  return Array.isArray(list) ? list.map((item: unknown) => (isRecord(item) ? change(item) : item)) : list;
}

export const pod = defineKind({
  kind: 'Pod',
  plural: 'pods',
  shortNames: ['po'],
  apiVersion: 'v1',
  namespaced: true,
  prepare: takeHostPorts,
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
  usual: {
    status: {
      conditions: [{ status: usually('True'), reason: usually(undefined) }],
      containerStatuses: [{ ready: usually(true), state: usually({ running: {} }) }],
    },
  },
});
