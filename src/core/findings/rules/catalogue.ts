import type { Rule } from '../rule.js';
import { cidrMalformedOrHostBits } from './cni/cidr-malformed-or-host-bits.js';
import { clusterCidrDisagreement } from './cni/cluster-cidr-disagreement.js';
import { cniAgentMissingOnNode } from './cni/cni-agent-missing-on-node.js';
import { dualStackMismatch } from './cni/dual-stack-mismatch.js';
import { duplicatePodIp } from './cni/duplicate-pod-ip.js';
import { maxpodsExceedsRange } from './cni/maxpods-exceeds-range.js';
import { mtuTooLargeForEncap } from './cni/mtu-too-large-for-encap.js';
import { multipleCniConfigs } from './cni/multiple-cni-configs.js';
import { nodeInPodOrServiceCidr } from './cni/node-in-pod-or-service-cidr.js';
import { nodeWithoutPodcidr } from './cni/node-without-podcidr.js';
import { podIpOutsideNodeRange } from './cni/pod-ip-outside-node-range.js';
import { podRangeExhausted } from './cni/pod-range-exhausted.js';
import { podServiceCidrOverlap } from './cni/pod-service-cidr-overlap.js';
import { policyNotEnforced } from './cni/policy-not-enforced.js';
import { routeDistributionBroken } from './cni/route-distribution-broken.js';
import { serviceCidrNearlyFull } from './cni/service-cidr-nearly-full.js';
import { cacheOrTtlExtreme } from './dns/cache-or-ttl-extreme.js';
import { clusterZoneCaptured } from './dns/cluster-zone-captured.js';
import { clusterdnsIpMismatch } from './dns/clusterdns-ip-mismatch.js';
import { corefileRemovedDirective } from './dns/corefile-removed-directive.js';
import { corefileUnreachablePlugin } from './dns/corefile-unreachable-plugin.js';
import { dnsReplicaRisk } from './dns/dns-replica-risk.js';
import { dnspolicyTrap } from './dns/dnspolicy-trap.js';
import { egressPolicyBlocksDns } from './dns/egress-policy-blocks-dns.js';
import { forwardLoop } from './dns/forward-loop.js';
import { ndotsAmplification } from './dns/ndots-amplification.js';
import { peerRecordsMissing } from './dns/peer-records-missing.js';
import { podRecordsInsecure } from './dns/pod-records-insecure.js';
import { resolvconfLimits } from './dns/resolvconf-limits.js';
import { searchWildcardCapture } from './dns/search-wildcard-capture.js';
import { syntheticNxdomain } from './dns/synthetic-nxdomain.js';
import { zoneNotServed } from './dns/zone-not-served.js';
import { addressMissing } from './ingress/address-missing.js';
import { annotationIgnored } from './ingress/annotation-ignored.js';
import { backendUnresolvable } from './ingress/backend-unresolvable.js';
import { classNotFound } from './ingress/class-not-found.js';
import { configurationNotReloadable } from './ingress/configuration-not-reloadable.js';
import { controllerAbsent } from './ingress/controller-absent.js';
import { controllerClassConflict } from './ingress/controller-class-conflict.js';
import { controllerEndOfLife } from './ingress/controller-end-of-life.js';
import { createdBeforeDefault } from './ingress/created-before-default.js';
import { defaultBackendMissing } from './ingress/default-backend-missing.js';
import { duplicateHostPath } from './ingress/duplicate-host-path.js';
import { ingressDroppedByAnnotation } from './ingress/ingress-dropped-by-annotation.js';
import { multipleDefaultClasses } from './ingress/multiple-default-classes.js';
import { noClassNoDefault } from './ingress/no-class-no-default.js';
import { policyBlocksController } from './ingress/policy-blocks-controller.js';
import { prefixSurprise } from './ingress/prefix-surprise.js';
import { regexModeSpread } from './ingress/regex-mode-spread.js';
import { ruleShadowed } from './ingress/rule-shadowed.js';
import { tlsExpiry } from './ingress/tls-expiry.js';
import { tlsSecretUnusable } from './ingress/tls-secret-unusable.js';
import { wildcardHostOverreach } from './ingress/wildcard-host-overreach.js';
import { affinitySkew } from './service-networking/affinity-skew.js';
import { backendsPolicyIsolated } from './service-networking/backends-policy-isolated.js';
import { callsMissingService } from './service-networking/calls-missing-service.js';
import { clusteripOutsideRange } from './service-networking/clusterip-outside-range.js';
import { endpointsAllUnready } from './service-networking/endpoints-all-unready.js';
import { endpointsPartiallyUnready } from './service-networking/endpoints-partially-unready.js';
import { externalLocalBlackhole } from './service-networking/external-local-blackhole.js';
import { externalipUnowned } from './service-networking/externalip-unowned.js';
import { externalnameSuspect } from './service-networking/externalname-suspect.js';
import { hairpinRisk } from './service-networking/hairpin-risk.js';
import { hintsIneffective } from './service-networking/hints-ineffective.js';
import { internalLocalBlackhole } from './service-networking/internal-local-blackhole.js';
import { kubeProxyMissingOrMixed } from './service-networking/kube-proxy-missing-or-mixed.js';
import { lbAddressPending } from './service-networking/lb-address-pending.js';
import { namedTargetportUnresolved } from './service-networking/named-targetport-unresolved.js';
import { nodeportConflictOrRange } from './service-networking/nodeport-conflict-or-range.js';
import { protocolMismatch } from './service-networking/protocol-mismatch.js';
import { selectorMatchesNothing } from './service-networking/selector-matches-nothing.js';
import { selectorSpansWorkloads } from './service-networking/selector-spans-workloads.js';
import { staleEndpoint } from './service-networking/stale-endpoint.js';
import { terminatingOnly } from './service-networking/terminating-only.js';

/** All rules, by code. */
export const rules: readonly Rule[] = [
  podServiceCidrOverlap,
  nodeInPodOrServiceCidr,
  nodeWithoutPodcidr,
  podRangeExhausted,
  maxpodsExceedsRange,
  duplicatePodIp,
  podIpOutsideNodeRange,
  cniAgentMissingOnNode,
  multipleCniConfigs,
  mtuTooLargeForEncap,
  clusterCidrDisagreement,
  serviceCidrNearlyFull,
  dualStackMismatch,
  policyNotEnforced,
  cidrMalformedOrHostBits,
  routeDistributionBroken,
  selectorMatchesNothing,
  endpointsAllUnready,
  endpointsPartiallyUnready,
  namedTargetportUnresolved,
  externalLocalBlackhole,
  internalLocalBlackhole,
  selectorSpansWorkloads,
  lbAddressPending,
  staleEndpoint,
  terminatingOnly,
  hairpinRisk,
  nodeportConflictOrRange,
  clusteripOutsideRange,
  kubeProxyMissingOrMixed,
  affinitySkew,
  hintsIneffective,
  externalnameSuspect,
  externalipUnowned,
  protocolMismatch,
  backendsPolicyIsolated,
  callsMissingService,
  ndotsAmplification,
  searchWildcardCapture,
  clusterdnsIpMismatch,
  dnspolicyTrap,
  forwardLoop,
  egressPolicyBlocksDns,
  corefileUnreachablePlugin,
  zoneNotServed,
  peerRecordsMissing,
  syntheticNxdomain,
  dnsReplicaRisk,
  resolvconfLimits,
  corefileRemovedDirective,
  podRecordsInsecure,
  cacheOrTtlExtreme,
  clusterZoneCaptured,
  classNotFound,
  noClassNoDefault,
  createdBeforeDefault,
  multipleDefaultClasses,
  duplicateHostPath,
  ruleShadowed,
  prefixSurprise,
  backendUnresolvable,
  tlsSecretUnusable,
  tlsExpiry,
  controllerAbsent,
  controllerClassConflict,
  addressMissing,
  policyBlocksController,
  annotationIgnored,
  controllerEndOfLife,
  wildcardHostOverreach,
  defaultBackendMissing,
  ingressDroppedByAnnotation,
  configurationNotReloadable,
  regexModeSpread,
];
