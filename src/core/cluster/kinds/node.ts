import { isRecord } from '../../record.js';
import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, adapted, derived, flag, list, needed, quantity, struct, text, type Owner } from '../shape.js';

const resources = struct({ pods: quantity });

/** The conditions that say whether pods of this node get a network. */
const networkConditions = adapted(
  /** The message of Ready names the network plugin where that is at fault. */
  list(struct({ type: needed(text), status: needed(text), reason: text, message: text }), { key: ['type'], ordered: false }),
  (raw) => (Array.isArray(raw) ? raw.filter((each) => isRecord(each) && (each['type'] === 'Ready' || each['type'] === 'NetworkUnavailable')) : raw),
);

/** Source: pkg/apis/core/v1/conversion.go, Convert_v1_NodeSpec_To_core_NodeSpec: `podCIDR` alone stands for a list of one. */
const podCIDRs = derived(list(address), ({ podCIDR }: Owner) => (typeof podCIDR === 'string' && podCIDR !== '' ? [podCIDR] : undefined));

export const node = defineKind({
  kind: 'Node',
  plural: 'nodes',
  shortNames: ['no'],
  apiVersion: 'v1',
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: struct({
      podCIDR: address,
      podCIDRs,
      providerID: text,
      unschedulable: flag,
      taints: list(struct({ key: needed(text), value: text, effect: needed(text) }), { key: ['key', 'effect'], ordered: false }),
    }),
    status: struct({
      /** Of one type the first is that of the node. Source: pkg/util/node/node.go, GetNodeHostIPs. */
      addresses: list(struct({ type: needed(text), address: needed(address) }), { key: ['type', 'address'] }),
      capacity: resources,
      allocatable: resources,
      conditions: networkConditions,
      nodeInfo: struct({
        kubeletVersion: text,
        kubeProxyVersion: text,
        containerRuntimeVersion: text,
        kernelVersion: text,
        osImage: text,
        operatingSystem: text,
        architecture: text,
      }),
    }),
  },
});
