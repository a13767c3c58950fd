export { DraftReader } from './draft-reader.js';
export { normalisePhase } from './task.js';
