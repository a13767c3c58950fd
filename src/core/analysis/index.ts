export type { Answer, Step } from './answer.js';
export { formatRef, type Evidence, type ObjectRef } from './evidence.js';
export { Journal } from './journal.js';
