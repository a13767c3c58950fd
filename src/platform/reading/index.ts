export { DraftReader } from './draft-reader.js';
