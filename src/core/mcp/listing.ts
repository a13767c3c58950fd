import type { ArgumentSchema } from './argument.js';
import { argumentsOf } from './call.js';
import type { Tool } from './tool.js';

/** A tool as an agent is shown it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolSchema;
  readonly annotations: { readonly readOnlyHint: boolean; readonly destructiveHint: false; readonly openWorldHint: boolean };
}

/** A JSON schema of the arguments. */
export interface ToolSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: string[];
  readonly additionalProperties: false;
  readonly [keyword: string]: unknown;
}

export function listingOf(tool: Tool): ListedTool {
  const { name, title, description, required, effect } = tool;
  const properties = Object.fromEntries(Object.entries(argumentsOf(tool)).map(([argument, { schema }]) => [argument, schema]));
  return {
    name,
    title,
    description,
    inputSchema: { type: 'object', properties, ...(required.length > 0 && { required: [...required] }), additionalProperties: false },
    annotations: { readOnlyHint: effect === undefined, destructiveHint: false, openWorldHint: effect !== undefined },
  };
}

/** What every tool has in common, told once. */
export const instructions = `Foretrace tells what a Kubernetes cluster's network will do, from stored snapshots; it never touches the cluster but to capture.
Every answer is of one snapshot, and says which: look how old it is. cluster may be left out where there is only one; snapshot is a number, latest (the default), latest~1 (the one before) or an instant as 2026-01-31T12:00:00Z.
Answers begin with a summary and are cut short: limit is the most entries of each list (1 to 1000), fields what is shown, as ["outcome", "endpoints.pod"] or ["*"] for all; omitted names what was left out (steps tells why), cut how long the lists are, link is the same answer over REST.
Never guess a name: listObjects has them, and a wrong one is answered with the nearest.`;
