/** One argument of a tool. */
export interface Argument {
  /** Its part of the tool's JSON schema; without `description` where the name says enough. */
  readonly schema: ArgumentSchema;
  /** The parameters of the REST operation that it becomes, which errors point at; left out where that is one of the same name. */
  readonly parameters?: readonly string[];
}

/** The few forms that arguments have. Whatever else holds of a value is for the REST operation to check. */
export interface ArgumentSchema {
  /** `object`: of lists of texts. */
  readonly type: 'string' | 'integer' | 'array' | 'object' | readonly ['string', 'integer'];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: string | number;
  readonly items?: { readonly type: 'string' };
}

/** A value of an argument, once it is known to have its form. */
export type Value = string | number | readonly string[] | Readonly<Record<string, readonly string[]>>;

/** The arguments of one call, each of the form that its schema says. */
export type Arguments = Readonly<Partial<Record<string, Value>>>;

/** A text, or a number as a text; undefined where the argument was left out. */
export function textOf(given: Arguments, name: string): string | undefined {
  const value = given[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function text(description?: string, more: Pick<ArgumentSchema, 'enum' | 'default'> = {}): ArgumentSchema {
  return { type: 'string', ...(description !== undefined && { description }), ...more };
}

export function texts(description?: string): ArgumentSchema {
  return { type: 'array', items: { type: 'string' }, ...(description !== undefined && { description }) };
}

export function whole(description?: string): ArgumentSchema {
  return { type: 'integer', ...(description !== undefined && { description }) };
}
