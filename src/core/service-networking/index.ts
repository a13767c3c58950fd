export { allocationsOf, type AllocationsAnswer, type AllocationsOutcome } from './allocations/allocations.js';
export type { BandUse } from './allocations/band.js';
export type { ClusterIPRange } from './allocations/cluster-ips.js';
export type { Clash, Outside, RecordFault } from './allocations/faults.js';
export { readPortRange, type NodePortRange } from './allocations/node-ports.js';
export { renderAllocationsMarkdown, renderAllocationsText } from './allocations/render.js';
export { withSlices, type SlicedView, type SliceSource } from './derived-slices.js';
export { declaredPorts, endpointPods, findPort, hasEnded, hasSelector, isHeadless, isTerminating, portLabel, readinessOf, selectedPods, unreadyReason, type SpecPort } from './endpoint-pods.js';
export { hintsOf, type HintEffect } from './hints.js';
export { nearPods, tellDifferences, tellLabels, type LabelDifference, type NearPod } from './near-pods.js';
export type { IpFamily } from './go-address.js';
export type { ProgrammedChain, ProgrammedRule, ProgrammedTable } from './mode.js';
export { renderRulesText, rulesSteps, type RulesAnswer, type RulesOutcome, type RulesQuestion, type ToldSetting } from './rules/rules.js';
export type { ProxyModeName } from './settings.js';
export { explainService, explainSteps, type ServiceQuestion } from './explain/explain.js';
export type {
  EndpointUse,
  ExplainedEndpoint,
  ExplainedNearPod,
  ExplainedPod,
  ExplainedPort,
  ExplainedUse,
  Reach,
  ReachWay,
  ServiceExplanation,
  ServiceForm,
  ServiceOutcome,
} from './explain/explanation.js';
export { renderServiceMarkdown, renderServiceText } from './explain/render.js';
export type { ProxyHealth, ProxyLog, ProxyOnNode } from './proxy/nodes.js';
export { proxyOf, proxySteps, type LocalDetection, type ProxyAnswer, type ProxyDaemonSet, type ProxyOutcome, type ReadProxySetting } from './proxy/proxy.js';
export { renderProxyMarkdown, renderProxyText } from './proxy/render.js';
export type { Replacement } from './proxy/replacement.js';
export { rangesOf, type JudgedOverlap, type NodeAddresses, type NodeRangeFault, type RangesAnswer, type RangesOutcome } from './ranges/ranges.js';
export { renderRangesMarkdown, renderRangesText } from './ranges/render.js';
export { serviceRangeSources, type ServiceRange, type ServiceRangeSource } from './ranges/service-ranges.js';
export { driftSteps } from './drift/drift.js';
export type { DifferentRule, DriftAnswer, DriftedRule, DriftedService, DriftOutcome, DriftQuestion, StaleChain } from './drift/answer.js';
export { renderDriftMarkdown, renderDriftText } from './drift/render.js';
export type { Hop } from './packet.js';
export type { Protocol } from './service-ports.js';
export { trace } from './trace/trace.js';
export type { TraceAnswer, TracedEndpoint, TracedPacket, TraceOutcome, TraceReason, TraceSuggestion } from './trace/answer.js';
export type { TraceDestination, TraceQuestion, TraceSource } from './trace/question.js';
export { renderTraceMarkdown, renderTraceText } from './trace/render.js';
