export type { Ask, Asking, Heard } from './asking.js';
export { callTool, type CallSurroundings, type ToolAnswer, type ToolError, type ToolResult } from './call.js';
export { instructions, listingOf, type ListedTool, type ToolSchema } from './listing.js';
export { tools } from './tools/catalogue.js';
export type { Tool } from './tool.js';
