import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { address, defaulted, flag, integer, list, struct, text } from '../shape.js';

/** Calico's. Defaults: calico libcalico-go/lib/clientv3/ippool.go, IPPools.validateAndSetDefaults. */
export const ipPool = defineKind({
  kind: 'IPPool',
  plural: 'ippools',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({
        cidr: address,
        blockSize: integer,
        ipipMode: defaulted(text, 'Never'),
        vxlanMode: defaulted(text, 'Never'),
        natOutgoing: flag,
        disabled: flag,
        nodeSelector: defaulted(text, 'all()'),
        namespaceSelector: text,
        assignmentMode: text,
        allowedUses: list(text, { ordered: false }),
      }),
      { ipipMode: 'Never', vxlanMode: 'Never', nodeSelector: 'all()' },
    ),
  },
});
