export { slicedKinds, withSlices, type SlicedView, type SliceSource } from './derived-slices.js';
export { declaredPorts, endpointPods, findPort, hasEnded, hasSelector, isHeadless, isTerminating, portLabel, readinessOf, selectedPods, unreadyReason, type SpecPort } from './endpoint-pods.js';
export { nearPods, tellDifferences, tellLabels, type LabelDifference, type NearPod } from './near-pods.js';
export type { IpFamily } from './go-address.js';
export type { ProgrammedChain, ProgrammedRule, ProgrammedTable } from './mode.js';
export { renderRulesText, rulesSteps, type RulesAnswer, type RulesOutcome, type RulesQuestion, type ToldSetting } from './rules/rules.js';
export type { ProxyModeName } from './settings.js';
