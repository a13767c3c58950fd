export { tellPeer, whyNobodyMayCall, type ClosedPolicy, type PossibleCaller } from './callers.js';
export { isolatingPolicies, type Direction } from './isolation.js';
export { judge, type PolicyJudgement, type PolicyVerdict } from './judge.js';
export type { Party } from './peers.js';
export { rulesOf, type PolicyPeer, type PolicyPort, type PolicyRule } from './policy-rule.js';
export type { TargetPort } from './ports.js';
