export type { Answer, Step } from './answer.js';
export { formatRef, type Evidence, type ObjectRef } from './evidence.js';
export { Journal } from './journal.js';
export { nearest } from './nearest.js';
export { clip, count, enumerate, plainLine } from './plain.js';
export { finish, stepThrough, type Steps } from './steps.js';
export { codeSpan, escapeMarkdown, wrap, maxLines, renderMarkdown, renderText, sectionsOf, type Inline, type Item, type Section, type Sheet } from './render.js';
export { renderMarkdownTables, renderTextTables, type Table, type TableSheet } from './table.js';
