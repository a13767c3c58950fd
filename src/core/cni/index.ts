export * from './detection/index.js';
export * from './ipam/index.js';
