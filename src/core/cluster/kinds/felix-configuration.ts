import { defineKind } from '../kind.js';
import { clusterMetadata } from '../metadata.js';
import { bool, defaulted, integer, struct, text } from '../shape.js';

/** Calico's agent: the settings that change a packet's way. */
export const felixConfiguration = defineKind({
  kind: 'FelixConfiguration',
  plural: 'felixconfigurations',
  apiVersion: 'crd.projectcalico.org/v1',
  otherVersions: ['projectcalico.org/v3'],
  namespaced: false,
  parts: {
    metadata: clusterMetadata,
    spec: defaulted(
      struct({
        bpfEnabled: bool,
        bpfExternalServiceMode: text,
        bpfKubeProxyIptablesCleanupEnabled: bool,
        defaultEndpointToHostAction: text,
        ipipEnabled: bool,
        ipipMTU: integer,
        vxlanEnabled: bool,
        vxlanMTU: integer,
        vxlanPort: integer,
        vxlanVNI: integer,
        wireguardEnabled: bool,
        wireguardMTU: integer,
        mtuIfacePattern: text,
        natOutgoingAddress: text,
      }),
      {},
    ),
  },
});
