import { defineKind } from '../kind.js';
import { conditions, steeredMetadata } from '../metadata.js';
import { address, bool, choice, defaulted, derived, dict, flag, integer, list, needed, onlyIf, portOrName, positive, struct, text, type Owner } from '../shape.js';

/** Source: pkg/apis/core/v1/defaults.go, SetDefaults_Service. */
const ports = list(
  struct({
    name: text,
    protocol: defaulted(choice('TCP', 'UDP', 'SCTP'), 'TCP'),
    appProtocol: text,
    port: needed(integer),
    targetPort: defaulted(portOrName, ({ port }: Owner) => port as number),
    nodePort: positive,
  }),
  { key: ['port', 'protocol'] },
);

const externalTypes = ['NodePort', 'LoadBalancer'];

/** A Service that was stored before there were two families has neither plural. Source: pkg/registry/core/service/storage/storage.go, defaultOnReadService. */
const clusterIPs = derived(list(address), ({ clusterIP }: Owner) => (typeof clusterIP === 'string' && clusterIP !== '' ? [clusterIP] : undefined));

const ipFamilies = derived(list(choice('IPv4', 'IPv6')), ({ clusterIPs }: Owner) => {
  const addresses = (clusterIPs ?? []) as readonly string[];
  return addresses.length === 0 || addresses[0] === 'None' ? undefined : addresses.map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4'));
});

export const service = defineKind({
  kind: 'Service',
  plural: 'services',
  shortNames: ['svc'],
  apiVersion: 'v1',
  namespaced: true,
  parts: {
    metadata: steeredMetadata,
    spec: needed(
      struct({
        type: defaulted(choice('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'), 'ClusterIP'),
        selector: dict(text),
        /** 'None' for a headless Service; absent where the API server has not given one. */
        clusterIP: address,
        clusterIPs,
        ipFamilies,
        ipFamilyPolicy: text,
        externalName: text,
        externalIPs: list(address, { ordered: false }),
        ports: defaulted(ports, []),
        sessionAffinity: defaulted(choice('None', 'ClientIP'), 'None'),
        sessionAffinityConfig: onlyIf(
          ({ sessionAffinity }) => sessionAffinity === 'ClientIP',
          defaulted(struct({ clientIP: defaulted(struct({ timeoutSeconds: defaulted(integer, 10_800) }), { timeoutSeconds: 10_800 }) }), {
            clientIP: { timeoutSeconds: 10_800 },
          }),
        ),
        internalTrafficPolicy: derived(choice('Cluster', 'Local'), ({ type }: Owner) => (type === 'ExternalName' ? undefined : 'Cluster')),
        externalTrafficPolicy: derived(choice('Cluster', 'Local'), ({ type, externalIPs }: Owner) =>
          externalTypes.includes(type as string) || (type === 'ClusterIP' && externalIPs !== undefined) ? 'Cluster' : undefined,
        ),
        healthCheckNodePort: positive,
        publishNotReadyAddresses: flag,
        loadBalancerIP: address,
        loadBalancerClass: text,
        /** In the order in which kube-proxy writes its rules. */
        loadBalancerSourceRanges: list(address),
        allocateLoadBalancerNodePorts: derived(bool, ({ type }: Owner) => (type === 'LoadBalancer' ? true : undefined)),
        trafficDistribution: text,
      }),
    ),
    status: struct({
      loadBalancer: struct({
        ingress: list(struct({ ip: address, ipMode: text, hostname: text }), { key: ['ip', 'hostname'], ordered: false }),
      }),
      conditions,
    }),
  },
});
