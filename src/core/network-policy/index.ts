export { PossibleCallers, whyNobodyMayCall, type ClosedPolicy, type PossibleCaller } from './callers.js';
export { isolatingPolicies, type Direction } from './isolation.js';
export { judge, type PolicyJudgement, type PolicyVerdict } from './judge.js';
export type { Party } from './peers.js';
export type { TargetPort } from './ports.js';
