export { agentsOf, containersOf, flagIn, flagOf, imageTag, imageTail, variableOf, type Agent, type Container, type PlacedContainer } from './agents.js';
export { at, boolIn, countAt, countIn, jsonOf, textAt, yamlOf } from './config-text.js';
export { controlPlaneContainer, controlPlaneFlag, flagValues, type ControlPlaneContainer } from './control-plane.js';
export { catalogue, formOf, isKindName, kindNames, specOf, type KindName, type KindSpec, type KubeObject, type ObjectOf } from './kinds/catalogue.js';
export type {
  Node,
  Namespace,
  Pod,
  Service,
  EndpointSlice,
  Endpoints,
  IngressClass,
  Ingress,
  GatewayClass,
  Gateway,
  HTTPRoute,
  GRPCRoute,
  TLSRoute,
  ReferenceGrant,
  NetworkPolicy,
  Deployment,
  StatefulSet,
  DaemonSet,
  ReplicaSet,
  ReplicationController,
  Job,
  CronJob,
  PodDisruptionBudget,
  ConfigMap,
  Secret,
  Certificate,
  ServiceCIDR,
  IPAddress,
  IPPool,
  IPAMBlock,
  BlockAffinity,
  FelixConfiguration,
  BGPConfiguration,
  BGPPeer,
  Installation,
  CiliumNode,
  CiliumPodIPPool,
  CiliumLoadBalancerIPPool,
  IPAddressPool,
  L2Advertisement,
  NetworkAttachmentDefinition,
  Network,
  CustomResourceDefinition,
} from './kinds/catalogue.js';
export type { DraftAbout, EncodedObject, SnapshotDraft, SnapshotWarning } from './draft.js';
export { DigestTable, type DraftDifference, type ObjectName } from './draft-difference.js';
export type { Form, Json } from './shape.js';
export { compareText } from './shape.js';
export type { ClusterState, Coverage, CoverageState, KindCoverage } from './state.js';
export { decodeObject, encodeObject, Template } from './codec.js';
export type { AbridgedPair, ObjectPair } from './object-pair.js';
export { isEqual } from './is-equal.js';
export { takeUnusual } from './usual.js';
export { DraftBuilder, type ListEnd, type ObjectSink } from './draft-builder.js';
export { findKind } from './find-kind.js';
export type { Hint } from './hint.js';
export { minorOf } from './kubernetes-version.js';
export { namespacesOf, requireNamespace } from './namespaces.js';
export { cataloguedKind, normalizeObject, type Normalized, type Note } from './normalize.js';
export { readPlain, type PlainObject } from './plain-object.js';
export { matchesLabels, matchesSelector, parseLabelSelector, type Labels, type LabelSelector } from './selector.js';
export { changedState, draftToState, readCluster, stateFrom, stateSteps, type ObjectChange, type StateAbout } from './state-from.js';
export { unreadFields } from './unread.js';
export { ClusterView, refOf, viewOf } from './view.js';
