import type { Kind } from '../kind.js';
import type { Form, Infer } from '../shape.js';
import { bgpConfiguration } from './bgp-configuration.js';
import { bgpPeer } from './bgp-peer.js';
import { blockAffinity } from './block-affinity.js';
import { certificate } from './certificate.js';
import { ciliumLoadBalancerIPPool } from './cilium-load-balancer-ip-pool.js';
import { ciliumNode } from './cilium-node.js';
import { ciliumPodIPPool } from './cilium-pod-ip-pool.js';
import { configMap } from './config-map.js';
import { cronJob } from './cron-job.js';
import { customResourceDefinition } from './custom-resource-definition.js';
import { daemonSet } from './daemon-set.js';
import { deployment } from './deployment.js';
import { endpointSlice } from './endpoint-slice.js';
import { endpoints } from './endpoints.js';
import { felixConfiguration } from './felix-configuration.js';
import { gateway } from './gateway.js';
import { gatewayClass } from './gateway-class.js';
import { grpcRoute } from './grpc-route.js';
import { httpRoute } from './http-route.js';
import { ingress } from './ingress.js';
import { ingressClass } from './ingress-class.js';
import { installation } from './installation.js';
import { ipAddress } from './ip-address.js';
import { ipAddressPool } from './ip-address-pool.js';
import { ipPool } from './ip-pool.js';
import { ipamBlock } from './ipam-block.js';
import { job } from './job.js';
import { l2Advertisement } from './l2-advertisement.js';
import { namespace } from './namespace.js';
import { openShiftNetwork } from './network.js';
import { networkAttachmentDefinition } from './network-attachment-definition.js';
import { networkPolicy } from './network-policy.js';
import { node } from './node.js';
import { pod } from './pod.js';
import { podDisruptionBudget } from './pod-disruption-budget.js';
import { referenceGrant } from './reference-grant.js';
import { replicaSet } from './replica-set.js';
import { replicationController } from './replication-controller.js';
import { secret } from './secret.js';
import { service } from './service.js';
import { serviceCIDR } from './service-cidr.js';
import { statefulSet } from './stateful-set.js';
import { tlsRoute } from './tls-route.js';

const kinds = {
  Node: node,
  Namespace: namespace,
  Pod: pod,
  Service: service,
  EndpointSlice: endpointSlice,
  Endpoints: endpoints,
  IngressClass: ingressClass,
  Ingress: ingress,
  GatewayClass: gatewayClass,
  Gateway: gateway,
  HTTPRoute: httpRoute,
  GRPCRoute: grpcRoute,
  TLSRoute: tlsRoute,
  ReferenceGrant: referenceGrant,
  NetworkPolicy: networkPolicy,
  Deployment: deployment,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  ReplicaSet: replicaSet,
  ReplicationController: replicationController,
  Job: job,
  CronJob: cronJob,
  PodDisruptionBudget: podDisruptionBudget,
  ConfigMap: configMap,
  Secret: secret,
  Certificate: certificate,
  ServiceCIDR: serviceCIDR,
  IPAddress: ipAddress,
  IPPool: ipPool,
  IPAMBlock: ipamBlock,
  BlockAffinity: blockAffinity,
  FelixConfiguration: felixConfiguration,
  BGPConfiguration: bgpConfiguration,
  BGPPeer: bgpPeer,
  Installation: installation,
  CiliumNode: ciliumNode,
  CiliumPodIPPool: ciliumPodIPPool,
  CiliumLoadBalancerIPPool: ciliumLoadBalancerIPPool,
  IPAddressPool: ipAddressPool,
  L2Advertisement: l2Advertisement,
  NetworkAttachmentDefinition: networkAttachmentDefinition,
  Network: openShiftNetwork,
  CustomResourceDefinition: customResourceDefinition,
} as const;

/** Every kind that some analysis reads. Its name alone says which API group is meant: see its `apiVersion`. */
export type KindName = keyof typeof kinds;

/** The normal form of an object of kind `K`. */
export type ObjectOf<K extends KindName> = Infer<(typeof kinds)[K]['shape']>;

/** The normal form of any object. */
export type KubeObject = { [K in KindName]: ObjectOf<K> }[KindName];

export type KindSpec<K extends KindName = KindName> = Kind<K, ObjectOf<K>>;

/** All kinds, in the order in which objects are listed: from nodes and pods outward to the extensions. */
export const catalogue: readonly KindSpec[] = Object.values(kinds) as readonly unknown[] as readonly KindSpec[];

/** The names of `catalogue`, in its order. */
export const kindNames: readonly KindName[] = catalogue.map(({ kind }) => kind);

export function isKindName(name: string): name is KindName {
  return Object.hasOwn(kinds, name);
}

export function specOf<K extends KindName>(kind: K): KindSpec<K> {
  return kinds[kind] as unknown as KindSpec<K>;
}

/** What a diff must know of the fields of a kind. */
export function formOf(kind: KindName): Form {
  return specOf(kind).shape.form;
}

export type Node = ObjectOf<'Node'>;
export type Namespace = ObjectOf<'Namespace'>;
export type Pod = ObjectOf<'Pod'>;
export type Service = ObjectOf<'Service'>;
export type EndpointSlice = ObjectOf<'EndpointSlice'>;
export type Endpoints = ObjectOf<'Endpoints'>;
export type IngressClass = ObjectOf<'IngressClass'>;
export type Ingress = ObjectOf<'Ingress'>;
export type GatewayClass = ObjectOf<'GatewayClass'>;
export type Gateway = ObjectOf<'Gateway'>;
export type HTTPRoute = ObjectOf<'HTTPRoute'>;
export type GRPCRoute = ObjectOf<'GRPCRoute'>;
export type TLSRoute = ObjectOf<'TLSRoute'>;
export type ReferenceGrant = ObjectOf<'ReferenceGrant'>;
export type NetworkPolicy = ObjectOf<'NetworkPolicy'>;
export type Deployment = ObjectOf<'Deployment'>;
export type StatefulSet = ObjectOf<'StatefulSet'>;
export type DaemonSet = ObjectOf<'DaemonSet'>;
export type ReplicaSet = ObjectOf<'ReplicaSet'>;
export type ReplicationController = ObjectOf<'ReplicationController'>;
export type Job = ObjectOf<'Job'>;
export type CronJob = ObjectOf<'CronJob'>;
export type PodDisruptionBudget = ObjectOf<'PodDisruptionBudget'>;
export type ConfigMap = ObjectOf<'ConfigMap'>;
export type Secret = ObjectOf<'Secret'>;
export type Certificate = ObjectOf<'Certificate'>;
export type ServiceCIDR = ObjectOf<'ServiceCIDR'>;
export type IPAddress = ObjectOf<'IPAddress'>;
export type IPPool = ObjectOf<'IPPool'>;
export type IPAMBlock = ObjectOf<'IPAMBlock'>;
export type BlockAffinity = ObjectOf<'BlockAffinity'>;
export type FelixConfiguration = ObjectOf<'FelixConfiguration'>;
export type BGPConfiguration = ObjectOf<'BGPConfiguration'>;
export type BGPPeer = ObjectOf<'BGPPeer'>;
export type Installation = ObjectOf<'Installation'>;
export type CiliumNode = ObjectOf<'CiliumNode'>;
export type CiliumPodIPPool = ObjectOf<'CiliumPodIPPool'>;
export type CiliumLoadBalancerIPPool = ObjectOf<'CiliumLoadBalancerIPPool'>;
export type IPAddressPool = ObjectOf<'IPAddressPool'>;
export type L2Advertisement = ObjectOf<'L2Advertisement'>;
export type NetworkAttachmentDefinition = ObjectOf<'NetworkAttachmentDefinition'>;
export type Network = ObjectOf<'Network'>;
export type CustomResourceDefinition = ObjectOf<'CustomResourceDefinition'>;
