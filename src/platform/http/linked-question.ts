import 'reflect-metadata';
import { createParamDecorator, type ExecutionContext, type Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { InputError, type Fault } from '../../core/errors.js';
import { validated } from './validation.pipe.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type SchemaObject = Exclude<Schemas[string], { readonly $ref: string }>;

/** A field of a question as a parameter of a query. */
export interface LinkParameter {
  /** Its path in the question, with dots. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly description: string;
  readonly schema: SchemaObject;
  readonly example: unknown;
  /** The values of the parameter, in their order, as the field has them. */
  readonly decode: (texts: readonly string[]) => unknown;
}

/** What swagger was told of a field, as far as it matters here. */
interface FieldMeta {
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly items?: SchemaObject;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly SchemaObject[];
  readonly additionalProperties?: { readonly type?: string; readonly oneOf?: readonly { readonly type?: string }[] };
  readonly required?: boolean;
  readonly description?: string;
  readonly example?: unknown;
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where swagger keeps what a class was told; it exports no reader of it. */
const FIELDS = 'swagger/apiModelPropertiesArray';
const FIELD = 'swagger/apiModelProperties';

/** Parameters that the platform itself takes. */
const controls = ['format', 'limit', 'cursor', 'scale', 'exp', 'sig'];
/** Names by which JavaScript reaches an object's class. */
const reservedNames = new Set(['__proto__', 'constructor']);

/** The parameters of a question: its fields, those of objects within behind a dot. Lists of objects are too large for a link and have none. */
export function linkParameters(question: Type): readonly LinkParameter[] {
  const parameters = parametersOf(question, { prefix: '', isRequired: true, example: undefined });
  const clash = parameters.find(({ name }) => controls.includes(name));
  if (clash !== undefined) throw new TypeError(`${question.name} has a field ${clash.name}, which is a parameter of the platform`);
  return parameters;
}

interface Parent {
  readonly prefix: string;
  readonly isRequired: boolean;
  /** Of the whole object, where it has one; then its fields have no others. `null` shows the object without. */
  readonly example: Readonly<Record<string, unknown>> | null | undefined;
}

function parametersOf(dto: Type, { prefix, isRequired: isParentRequired, example: whole }: Parent): LinkParameter[] {
  const prototype = dto.prototype as object;
  const fields = (Reflect.getMetadata(FIELDS, prototype) ?? []) as readonly string[];
  return fields.flatMap((field) => {
    const key = field.slice(1);
    const meta = Reflect.getMetadata(FIELD, prototype, key) as FieldMeta;
    const isRequired = isParentRequired && meta.required !== false;
    const example = whole === undefined ? meta.example : whole?.[key];
    const name = `${prefix}${key}`;
    if (isClass(meta.type)) return meta.isArray === true ? [] : parametersOf(meta.type, { prefix: `${name}.`, isRequired, example: whole === undefined ? wholeOf(meta.example) : (wholeOf(example) ?? null) });
    return [{ name, isRequired, description: meta.description ?? '', ...formOf(meta, example) }];
  });
}

function wholeOf(example: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof example === 'object' && example !== null ? (example as Readonly<Record<string, unknown>>) : undefined;
}

function isClass(type: unknown): type is Type {
  return typeof type === 'function' && ![String, Number, Boolean, Object, Array].some((builtin) => builtin === type);
}

type Form = Pick<LinkParameter, 'schema' | 'example' | 'decode'>;

function formOf(meta: FieldMeta, example: unknown): Form {
  if (meta.additionalProperties !== undefined) return mapForm(meta.additionalProperties, example);
  if (meta.isArray === true || meta.type === 'array') {
    const items = meta.items ?? { type: typeName(meta.type) };
    return { schema: { type: 'array', items }, example, decode: (texts) => texts.map(decoderOf(items)) };
  }
  const schema: SchemaObject = meta.oneOf === undefined ? { type: typeName(meta.type), ...(meta.enum !== undefined && { enum: [...meta.enum] }) } : { oneOf: [...meta.oneOf] };
  const decode = decoderOf(schema);
  return { schema, example, decode: (texts) => (texts.length === 1 ? decode(texts[0] as string) : texts) };
}

/** `name:value`, once for each value. */
function mapForm({ type, oneOf = [] }: NonNullable<FieldMeta['additionalProperties']>, example: unknown): Form {
  const entries = Object.entries((example ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) => [value].flat().map((one) => `${name}:${String(one)}`));
  const several = type === 'array' ? 'a list' : oneOf.some((each) => each.type === 'array') ? 'a list of several' : 'the last';
  return {
    schema: { type: 'array', items: { type: 'string', pattern: '^[^:]+:' }, description: 'Each `name:value`.' },
    example: entries.length === 0 ? undefined : entries,
    decode: (texts) => mapOf(texts, several),
  };
}

/** @param several what the values of one name are: always a list, a list where there are several, or the last of them */
function mapOf(texts: readonly string[], several: 'a list' | 'a list of several' | 'the last'): unknown {
  const map = new Map<string, string[]>();
  for (const text of texts) {
    const colon = text.indexOf(':');
    const name = text.slice(0, Math.max(colon, 0)).trim();
    if (name === '' || reservedNames.has(name)) return `no name stands before a colon in ${JSON.stringify(text.slice(0, 80))}`;
    map.set(name, [...(map.get(name) ?? []), text.slice(colon + 1).trim()]);
  }
  return Object.fromEntries([...map].map(([name, values]) => [name, several === 'a list' || (several === 'a list of several' && values.length > 1) ? values : values.at(-1)]));
}

function typeName(type: unknown): 'string' | 'number' | 'integer' | 'boolean' {
  if (type === Number || type === 'number') return 'number';
  if (type === Boolean || type === 'boolean') return 'boolean';
  return type === 'integer' ? 'integer' : 'string';
}

/** A text that is no value of its type stays one, for the DTO to refuse. */
function decoderOf({ type, oneOf }: SchemaObject): (text: string) => unknown {
  const types = oneOf === undefined ? [type] : oneOf.map((one) => ('type' in one ? one.type : undefined));
  if (types.includes('integer') || types.includes('number')) return (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text);
  if (types.includes('boolean')) return (text) => (text === 'true' || text === 'false' ? text === 'true' : text);
  return (text) => text;
}

/** The question that a query asks. @throws InputError `invalid-request` for a parameter that is none of its */
export function questionIn(query: Query, parameters: readonly LinkParameter[]): object {
  const known = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const faults = Object.keys(query).filter((name) => !known.has(name)).map((name): Fault => ({ pointer: `?${name}`, detail: `unknown; known here: ${[...known.keys()].join(', ')}` }));
  if (faults.length > 0) throw new InputError('invalid-request', `the query has unknown parameters: ${faults.map(({ pointer }) => pointer.slice(1)).join(', ')}`, faults);
  const question: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) put(question, name.split('.'), known.get(name)?.decode([value].flat()));
  }
  return question;
}

function put(object: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) object[key] = value;
  else put((object[key] ??= {}) as Record<string, unknown>, rest, value);
}

const take = createParamDecorator((parameters: readonly LinkParameter[], context: ExecutionContext) => questionIn(context.switchToHttp().getRequest<FastifyRequest>().query as Query, parameters));

/** Parameter: the question of this class that the query asks. */
export function LinkedQuestion(question: Type): ParameterDecorator {
  return take(linkParameters(question), { transform: (value: object) => validated(question, value, 'link') });
}
