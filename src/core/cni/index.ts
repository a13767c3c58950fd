export * from './config/index.js';
export * from './simulation/index.js';
