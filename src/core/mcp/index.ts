export type { Asking, Heard } from './asking.js';
export { callTool, type ToolResult } from './call.js';
export { instructions, listingOf } from './listing.js';
export { tools } from './tools/catalogue.js';
export type { Tool } from './tool.js';
