import { defineKind } from '../kind.js';
import { labelSelector, steeredMetadata } from '../metadata.js';
import { address, choice, defaulted, integer, intOrString, list, needed, struct, type Owner } from '../shape.js';

/** Defaults: pkg/apis/networking/v1/defaults.go. A port that is absent means every port of the protocol. */
const ports = list(struct({ protocol: defaulted(choice('TCP', 'UDP', 'SCTP'), 'TCP'), port: intOrString, endPort: integer }), { ordered: false });

const peers = list(
  struct({
    podSelector: labelSelector,
    namespaceSelector: labelSelector,
    ipBlock: struct({ cidr: needed(address), except: list(address, { ordered: false }) }),
  }),
  { ordered: false },
);

/** Ingress always, Egress where there is an egress rule. Source: pkg/apis/networking/v1/defaults.go, SetDefaults_NetworkPolicy. */
const policyTypes = defaulted(list(choice('Egress', 'Ingress'), { ordered: false }), ({ egress }: Owner) =>
  egress === undefined ? (['Ingress'] as const) : (['Egress', 'Ingress'] as const),
);

export const networkPolicy = defineKind({
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  shortNames: ['netpol'],
  apiVersion: 'networking.k8s.io/v1',
  otherVersions: ['extensions/v1beta1'],
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: defaulted(
      struct({
        podSelector: defaulted(labelSelector, {}),
        ingress: list(struct({ from: peers, ports }), { ordered: false }),
        egress: list(struct({ to: peers, ports }), { ordered: false }),
        policyTypes,
      }),
      { podSelector: {}, policyTypes: ['Ingress'] },
    ),
  },
});
