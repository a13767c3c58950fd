import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, integer, list, needed, struct, text } from '../shape.js';

const network = {
  clusterNetwork: list(struct({ cidr: needed(address), hostPrefix: integer }), { key: ['cidr'] }),
  serviceNetwork: list(address),
  networkType: text,
};

/** OpenShift's: the ranges and the CNI plugin of the cluster. */
export const openShiftNetwork = defineKind({
  kind: 'Network',
  plural: 'networks',
  apiVersion: 'config.openshift.io/v1',
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(struct({ ...network, serviceNodePortRange: text }), {}),
    status: struct({ ...network, clusterNetworkMTU: integer }),
  },
});
