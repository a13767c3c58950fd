import { ageOf, pathOf, type AskedSnapshot } from '../chat/index.js';
import { count } from '../analysis/index.js';
import { texts, whole, type Argument, type Arguments } from './argument.js';
import type { Asking, Heard } from './asking.js';
import { Misasked } from './misasked.js';
import { placeArguments, placeOf, type Place } from './place.js';
import { project } from './project.js';
import { readArguments } from './read-arguments.js';
import { refusedBy } from './refused.js';
import type { Query, Tool } from './tool.js';

/** What a call is answered with. */
export interface ToolResult {
  readonly isError: boolean;
  /** The summary first, then all that `structured` has: some clients show a model only this. */
  readonly text: string;
  readonly structured: ToolAnswer | ToolError;
}

export interface ToolAnswer {
  /** One sentence that a person can act on. */
  readonly summary: string;
  /** The snapshot that was asked; null where none was. */
  readonly snapshot: AskedSnapshot | null;
  /** Where the whole answer is: the path of the REST operation, pinned to its snapshot, behind PUBLIC_URL where that is known. */
  readonly link: string;
  /** The chosen fields, each exactly as the REST operation answers it, its lists cut. */
  readonly answer: unknown;
  /** How many entries there are of each list that was cut. */
  readonly cut?: Readonly<Record<string, number>>;
  /** Fields that were not chosen. */
  readonly omitted?: readonly string[];
  /** Chosen fields that the answer does not have. */
  readonly absent?: readonly string[];
}

export interface ToolError {
  /** A code of the service's error table. */
  readonly code: string;
  readonly detail: string;
  /** What the caller can do. */
  readonly remedy: string;
  readonly faults: readonly { readonly argument: string; readonly detail: string }[];
  /** Arguments that work, for a call that was not understood. */
  readonly example?: Readonly<Record<string, unknown>>;
}

/** Where and when a call is answered. */
export interface CallSurroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What stands before a path to make it a URL, without a slash at its end; '' where it is not known. */
  readonly baseUrl: string;
}

const longestList = 1000;

/** All arguments of a tool, in the order in which they are shown. */
export function argumentsOf({ about, arguments: own, limit, effect }: Tool): Readonly<Record<string, Argument>> {
  const budget = effect === undefined ? { fields: { schema: texts() }, limit: { schema: { ...whole(), default: limit } } } : {};
  return { ...placeArguments[about], ...own, ...budget };
}

/** Answers a call of a tool. Whatever is given is answered; what it asks of the service it yields, a path at a time. */
export function* callTool(tool: Tool, given: unknown, surroundings: CallSurroundings): Asking<ToolResult> {
  try {
    const read = readArguments(given, argumentsOf(tool), tool.required);
    const place = yield* placeOf(tool, read);
    const limit = limitIn(read, tool);
    const query = queryOf(tool, read, limit);
    const path = pathOf(tool.path(place.path, read), tool.effect === undefined ? query : []);
    const heard = yield tool.effect === undefined ? { kind: 'read', path } : { kind: 'capture', path, body: Object.fromEntries(query) };
    if (heard.status >= 300) throw refusedBy(heard.body, (parameter) => argumentFor(tool, read, parameter));
    return answered(tool, read, limit, place, heard, path, surroundings);
  } catch (error) {
    if (error instanceof Misasked) return misasked(tool, error);
    throw error;
  }
}

function limitIn(given: Arguments, { limit }: Tool): number {
  const asked = given['limit'];
  if (typeof asked !== 'number') return limit;
  if (asked >= 1 && asked <= longestList) return asked;
  const detail = `must be 1 to ${longestList}, not ${asked}`;
  throw new Misasked(`limit ${detail}.`, [{ argument: 'limit', detail }]);
}

function queryOf(tool: Tool, given: Arguments, limit: number): Query {
  const asked = tool.query?.(given) ?? Object.entries(tool.arguments).map(([name, { parameters }]) => [parameters?.[0] ?? name, plainValue(given[name])] as const);
  return tool.isPaged === true ? [...asked, ['limit', limit]] : asked;
}

function plainValue(value: Arguments[string]): string | number | readonly string[] | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? undefined : (value as string | number | readonly string[] | undefined);
}

/** The argument that became `parameter`: one that was given, before any other. */
function argumentFor(tool: Tool, given: Arguments, parameter: string): string | undefined {
  const names = Object.entries(argumentsOf(tool)).filter(([name, { parameters = [name] }]) => parameters.includes(parameter)).map(([name]) => name);
  return names.find((name) => given[name] !== undefined) ?? names[0];
}

function answered(tool: Tool, given: Arguments, limit: number, { snapshot }: Place, { body, location }: Heard, path: string, { now, baseUrl }: CallSurroundings): ToolResult {
  const chosen = given['fields'] as readonly string[] | undefined;
  const fields = chosen ?? tool.fields(given);
  const { answer, cut, omitted, absent } = project(body, fields, limit);
  const summary = summaryIn(body) ?? tool.summaryOf?.(body, given) ?? tool.title;
  const structured: ToolAnswer = {
    summary,
    snapshot,
    link: `${baseUrl}${location ?? path}`,
    answer,
    ...(Object.keys(cut).length > 0 && { cut }),
    ...(omitted.length > 0 && { omitted }),
    ...(chosen !== undefined && absent.length > 0 && { absent }),
  };
  return { isError: false, structured, text: textOfAnswer(structured, now) };
}

function summaryIn(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'summary' in body && typeof body.summary === 'string' ? body.summary : undefined;
}

function textOfAnswer({ summary, snapshot, link, answer, cut = {}, omitted = [], absent = [] }: ToolAnswer, now: number): string {
  const where = snapshot === null ? '' : `${snapshot.cluster}, snapshot ${snapshot.number}, taken at ${snapshot.takenAt} (${ageOf(snapshot.takenAt, now)}): `;
  const cuts = Object.entries(cut).map(([path, total]) => `${path} has ${count(total, 'entry', 'entries')} in all`);
  const notes = [
    ...(cuts.length === 0 ? [] : [`Cut short: ${cuts.join(', ')}.`]),
    ...(omitted.length === 0 ? [] : [`Other fields: ${omitted.join(', ')}.`]),
    ...(absent.length === 0 ? [] : [`The answer has no ${absent.join(', ')}.`]),
  ];
  return [summary, `${where}${link}`, JSON.stringify(answer), ...notes].join('\n');
}

function misasked({ examples: [example] }: Tool, { detail, faults, refusal: { code, remedy } }: Misasked): ToolResult {
  const isMisunderstood = code === 'invalid-request';
  const told = faults.filter((fault) => fault.detail !== detail || faults.length > 1).map((fault) => `${fault.argument}: ${fault.detail}`);
  const named = told.length > 0 || faults.length === 0 ? told : [`The argument is ${faults.map(({ argument }) => argument).join(', ')}.`];
  const lines = [detail, ...named, ...(remedy === '' ? [] : [`What to do: ${remedy}`]), ...(isMisunderstood ? [`Arguments that work: ${JSON.stringify(example)}`] : [])];
  return { isError: true, text: lines.join('\n'), structured: { code, detail, remedy, faults, ...(isMisunderstood && { example }) } };
}
