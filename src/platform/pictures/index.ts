export { Painter } from './painter.js';
export { leastScale, mostScale, readScale } from './scale.js';
