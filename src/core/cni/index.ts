export * from './config/index.js';
export * from './simulation/index.js';
export * from './detection/index.js';
export * from './ipam/index.js';
export { parseCalicoSelector, type LabelTest } from './calico-selector.js';
