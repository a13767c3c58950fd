import fc from 'fast-check';

/** The part of an OpenAPI 3 document that the generator reads. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

/** One request as it goes on the wire. `template` and `method` name the operation of the document. */
export interface FuzzRequest {
  readonly template: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const oddText = fc.oneof(
  fc.constantFrom('', '..', '%', '%00', '%2e%2e%2f', '\u202e', '💥', "'; drop table snapshot; --", '-1', '0', '1e9', '9'.repeat(30), 'latest~', 'latest~99', 'NaN', '__proto__', 'constructor', '*', 'null', 'x'.repeat(3000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

const oddJson = fc.oneof(
  fc.json(),
  fc.constantFrom('', '{', '[]', 'null', '""', '{"__proto__":{"x":1}}', '[[[[[[[[[[[[', '{"a":1}{"a":2}', '\u0000', '{"text":null}', `${'['.repeat(500)}${']'.repeat(500)}`),
);

const accepts = fc.constantFrom('application/json', 'text/markdown', 'text/plain', 'application/json-patch+json', 'text/event-stream', '*/*', 'image/png', 'text/*;q=0.5, application/json;q=0.1', ';;;', '');

/**
 * Requests against every operation of the document: well-formed ones, and ones broken in their path, query, headers or body.
 *
 * @param settings.places values that exist, by parameter name, so that a good part of the requests gets past "no such thing"
 * @param settings.expendable the same, for operations that delete
 */
export function requestsOf(
  document: OpenApiDocument,
  settings: { readonly places: Readonly<Record<string, readonly string[]>>; readonly expendable: Readonly<Record<string, readonly string[]>> },
): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(document.paths).flatMap(([template, item]) =>
    Object.entries(item)
      .filter(([, operation]) => typeof operation === 'object' && 'operationId' in operation)
      .map(([method, operation]) => ({ template, method: method.toUpperCase(), operation })),
  );
  return fc.oneof(...operations.map(({ template, method, operation }) => {
    const places = method === 'DELETE' ? settings.expendable : settings.places;
    return requestOf(document, template, method, operation, places);
  }));
}

function requestOf(
  document: OpenApiDocument,
  template: string,
  method: string,
  operation: Operation,
  places: Readonly<Record<string, readonly string[]>>,
): fc.Arbitrary<FuzzRequest> {
  const parameters = operation.parameters ?? [];
  const inPath = parameters.filter((p) => p.in === 'path');
  const inQuery = parameters.filter((p) => p.in === 'query');
  return fc
    .record({
      path: fc.tuple(...inPath.map((p) => parameterValue(document, p, places))),
      query: fc.tuple(...inQuery.map((p) => sometimes(parameterValue(document, p, places), p.required === true ? 20 : 0.5))),
      surplus: sometimes(fc.tuple(fc.constantFrom('surplus', 'limit', '__proto__', 'format'), oddText), 0.05),
      headers: headersOf(operation),
      body: bodyOf(document, operation),
    })
    .map(({ path, query, surplus, headers, body }) => {
      const filled = inPath.reduce((so, p, i) => so.replace(`{${p.name}}`, encodeURIComponent(wellFormed(path[i] ?? ''))), template);
      const asked = inQuery.map((p, i): readonly [string, string | null] => [p.name, query[i] ?? null]);
      const pairs = [...asked, ...(surplus === null ? [] : [surplus])].filter((pair): pair is [string, string] => pair[1] !== null);
      const search = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(value))}`).join('&');
      return {
        template,
        method,
        path: search === '' ? filled : `${filled}?${search}`,
        headers: { ...headers, ...(body === null ? {} : { 'content-type': body.type }) },
        ...(body === null ? {} : { body: body.bytes }),
      };
    });
}

/** Present in `odds` cases for each in which it is not. */
function sometimes<T>(arbitrary: fc.Arbitrary<T>, odds: number): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: Math.ceil(odds * 20), arbitrary }, { weight: 20, arbitrary: fc.constant(null) });
}

/** encodeURIComponent refuses lone surrogates, and no client could send them. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function parameterValue(document: OpenApiDocument, parameter: Parameter, places: Readonly<Record<string, readonly string[]>>): fc.Arbitrary<string> {
  const known = places[parameter.name] ?? [];
  const shown = [parameter.example, ...Object.values(parameter.examples ?? {}).map((e) => e.value)].filter((v) => v !== undefined);
  const real = [...known, ...(known.length > 0 ? [] : shown.map(asText))];
  const branches: fc.MaybeWeightedArbitrary<string>[] = [{ weight: 1, arbitrary: oddText }];
  if (parameter.schema !== undefined) branches.push({ weight: 1, arbitrary: fromSchema(document, parameter.schema).map(asText) });
  if (real.length > 0) branches.push({ weight: 18, arbitrary: fc.constantFrom(...real) });
  return fc.oneof(...branches);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value) ?? '';
}

function headersOf(operation: Operation): fc.Arbitrary<Record<string, string>> {
  const offered = Object.values(operation.responses).flatMap((r) => Object.keys(r.content ?? {})).filter((type) => type !== 'text/event-stream');
  const accept = offered.length === 0 ? accepts : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...offered) }, { weight: 1, arbitrary: accepts });
  return fc
    .record({
      accept: sometimes(accept, 1),
      'if-none-match': sometimes(fc.constantFrom('*', '"x"', 'W/"x"', '"', 'x'), 0.1),
      'idempotency-key': sometimes(fc.constantFrom('one', 'two', '', '"three"', 'k'.repeat(300)), 0.1),
      prefer: sometimes(fc.constantFrom('respond-async', 'wait=0', ';', 'respond-async, wait=10'), 0.1),
      authorization: sometimes(fc.constantFrom('Bearer x', 'Basic eDp5', 'Bearer', ''), 0.1),
      'x-request-id': sometimes(fc.constantFrom('abc', 'x'.repeat(500), '<script>'), 0.1),
    })
    .map((headers) => Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null)));
}

interface Body {
  readonly type: string;
  readonly bytes: string | Uint8Array;
}

function bodyOf(document: OpenApiDocument, operation: Operation): fc.Arbitrary<Body | null> {
  const content = Object.entries(operation.requestBody?.content ?? {});
  const garbage = fc.record({
    type: fc.constantFrom('application/json', 'application/yaml', 'application/gzip', 'application/x-tar', 'text/plain', 'multipart/form-data', 'nonsense', 'application/json; charset=utf-16'),
    bytes: fc.oneof(oddJson, fc.uint8Array({ maxLength: 200 })),
  });
  if (content.length === 0) return fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: garbage });
  const valid = content.flatMap(([type, media]) => {
    const shown = [media.example, media.schema?.example, ...Object.values(media.examples ?? {}).map((e) => e.value)].filter((v) => v !== undefined);
    const isJson = type.includes('json');
    const texts = shown.map((value) => (typeof value === 'string' && !isJson ? value : JSON.stringify(value)));
    const fromExample = texts.length > 0 ? [fc.constantFrom(...texts)] : [];
    const generated = media.schema === undefined || !isJson ? [] : [fromSchema(document, media.schema).map((v) => JSON.stringify(v) ?? ''), broken(fromSchema(document, media.schema))];
    return [...fromExample, ...generated].map((bytes) => bytes.map((text): Body => ({ type, bytes: text })));
  });
  return fc.oneof(...valid.map((arbitrary) => ({ weight: 6, arbitrary })), { weight: 3, arbitrary: garbage }, { weight: 1, arbitrary: fc.constant(null) });
}

/** A valid value with one thing wrong: a field missing, of another type, or too many. */
function broken(valid: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.tuple(valid, fc.nat(), fc.constantFrom('drop', 'retype', 'surplus', 'truncate', 'wrap'), oddText, fc.jsonValue()).map(([value, at, how, text, other]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify([value, other]);
    const fields = Object.entries(value);
    const chosen = fields.length === 0 ? -1 : at % fields.length;
    switch (how) {
      case 'drop':
        return JSON.stringify(Object.fromEntries(fields.filter((_, i) => i !== chosen)));
      case 'retype':
        return JSON.stringify(Object.fromEntries(fields.map(([k, v], i): [string, unknown] => [k, i === chosen ? other : v])));
      case 'surplus':
        return JSON.stringify(Object.fromEntries([...fields, [text, other]]));
      case 'truncate':
        return JSON.stringify(value).slice(0, -1);
      case 'wrap':
        return JSON.stringify([value]);
    }
  });
}

/** Values that fit the schema (lengths and patterns only roughly: a near miss is as welcome as a hit). */
function fromSchema(document: OpenApiDocument, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) {
    const target = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
    return target === undefined || depth > 6 ? fc.constant(null) : fromSchema(document, target, depth + 1);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => fromSchema(document, choice, depth + 1)));
  if (schema.allOf !== undefined) {
    return fc.tuple(...schema.allOf.map((part) => fromSchema(document, part, depth + 1))).map((parts) => Object.assign({}, ...(parts as object[])) as unknown);
  }
  const value = byType(document, schema, depth);
  return schema.example === undefined ? value : fc.oneof({ weight: 3, arbitrary: fc.constant(schema.example) }, { weight: 1, arbitrary: value });
}

function byType(document: OpenApiDocument, schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 2 ** 31 });
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(depth > 6 ? fc.constant(null) : fromSchema(document, schema.items ?? {}, depth + 1), { maxLength: 3 });
    case 'object': {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, fromSchema(document, field, depth + 1)] as const);
      if (fields.length > 0) return fc.record(Object.fromEntries(fields), { requiredKeys: [...(schema.required ?? [])] });
      return fc.dictionary(oddText, fc.jsonValue(), { maxKeys: 3 });
    }
    case 'string':
      return schema.format === 'date-time' ? fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((d) => d.toISOString()) : oddText;
    default:
      return fc.jsonValue();
  }
}
