import { dict, text } from './shape.js';

export const keptData = dict(text);
