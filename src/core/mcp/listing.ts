import type { ArgumentSchema } from './argument.js';
import { argumentsOf } from './call.js';
import type { Tool } from './tool.js';

/** A tool as an agent is shown it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ToolSchema;
  /** Of what only reads nothing else needs to be said. */
  readonly annotations: { readonly readOnlyHint: true } | { readonly readOnlyHint: false; readonly destructiveHint: false; readonly openWorldHint: true };
}

/** A JSON schema of the arguments. That there are no others goes without saying: whoever gives one is told so. */
export interface ToolSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: string[];
  readonly [keyword: string]: unknown;
}

export function listingOf(tool: Tool): ListedTool {
  const { name, title, description, required, effect } = tool;
  const properties = Object.fromEntries(Object.entries(argumentsOf(tool)).map(([argument, { schema }]) => [argument, schema]));
  return {
    name,
    title,
    description,
    inputSchema: { type: 'object', properties, ...(required.length > 0 && { required: [...required] }) },
    annotations: effect === undefined ? { readOnlyHint: true } : { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
  };
}

/** What every tool has in common, told once. */
export const instructions = `Foretrace tells what a Kubernetes cluster's network will do, from stored snapshots; it never touches the cluster but to capture.
Every answer is of one snapshot, and says which: look how old it is. cluster may be left out where there is only one; snapshot is a number, latest (the default), latest~1 (the one before) or an instant as 2026-01-31T12:00:00Z.
Answers begin with a summary and are cut short: limit is the most entries of each list (1 to 1000), fields what is shown, as ["outcome", "endpoints.pod"] or ["*"] for all; omitted names what was left out (steps tells why), cut how long the lists are, link is the same answer over REST.
Never guess a name: listObjects has them, and a wrong one is answered with the nearest.`;
