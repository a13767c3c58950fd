import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** The part of an OpenAPI 3 document that a response is held against. */
export interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>>; readonly responses?: Readonly<Record<string, ContractResponse>> };
}

export interface ContractOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly ContractParameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Readonly<Record<string, ContractMedia>> };
  readonly responses: Readonly<Record<string, ContractResponse>>;
}

export interface ContractResponse {
  /** A response that several operations share. */
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, ContractMedia>>;
}

export interface ContractParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

export interface ContractMedia {
  readonly schema?: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** A response as it came off the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface NamedOperation extends ContractOperation {
  readonly method: string;
  readonly template: string;
}

/** Holds responses against the OpenAPI document: a status, a content type and fields that it does not name are faults. */
export class Contract {
  readonly operations: readonly NamedOperation[];
  readonly #ajv: Ajv;
  readonly #shared: Readonly<Record<string, ContractResponse>>;
  readonly #compiled = new Map<object, ValidateFunction>();

  constructor(document: ContractDocument) {
    this.#shared = document.components?.responses ?? {};
    this.operations = Object.entries(document.paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), template })),
    );
    this.#ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema({ $id: 'document', components: closed(document.components ?? {}) });
  }

  /** The operation that answers `method url`; undefined where the document has none. A template without parameters goes first. */
  operationAt(method: string, url: string): NamedOperation | undefined {
    const path = url.split('?')[0] ?? '';
    return this.operations
      .filter((operation) => operation.method === method && matches(operation.template, path))
      .sort((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
  }

  operation(operationId: string): NamedOperation {
    const found = this.operations.find((operation) => operation.operationId === operationId);
    if (found === undefined) throw new Error(`the document has no operation ${operationId}`);
    return found;
  }

  /** What the exchange does that the document does not say; empty where it keeps the contract. */
  faults({ method, url, status, contentType, body }: Exchange): string[] {
    const operation = this.operationAt(method, url);
    if (operation === undefined) return status >= 400 && status < 500 ? [] : [`${method} ${url} is not documented and answers ${status}`];
    const where = `${operation.operationId} ${status}`;
    const told = operation.responses[String(status)];
    const response = told?.$ref === undefined ? told : this.#shared[told.$ref.split('/').at(-1) ?? ''];
    if (response === undefined) return [`${where}: the status is not documented (${Object.keys(operation.responses).join(', ')} are)`];
    const type = contentType?.split(';')[0]?.trim();
    if (response.content === undefined) return body === '' ? [] : [`${where}: a body is not documented`];
    const media = response.content[type ?? ''];
    if (media === undefined) return [`${where}: content type ${type ?? '(none)'} is not documented`];
    return this.schemaFaults(media, type ?? '', body).map((fault) => `${where}: ${fault}`);
  }

  schemaFaults(media: ContractMedia, type: string, body: string): string[] {
    if (media.schema === undefined) return ['the content type has no schema'];
    if (!/[/+]json$/.test(type)) return [];
    return this.valueFaults(media.schema, JSON.parse(body));
  }

  /** Why `value` does not fit a schema of the document. */
  valueFaults(schema: object, value: unknown): string[] {
    const validate = this.#compiled.get(schema) ?? this.#ajv.compile(closed(rooted(schema)) as object);
    this.#compiled.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`);
  }
}

function matches(template: string, path: string): boolean {
  const pattern = template.split(/\{[^}]+\}/).map((text) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&')).join('[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

/** The same schema with the references of a document that Ajv knows as `document`. */
function rooted(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(rooted);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? value.replace(/^#/, 'document#') : rooted(value)]),
  );
}

/** The same schema, where an object that names its properties has no others, and `nullable` (OpenAPI 3.0) holds beside a reference too. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== 'example' && key !== 'examples')
      .map(([key, value]) => [key, key === 'properties' ? closedEach(value as object) : closed(value)]),
  );
  if ('properties' in parts && !('additionalProperties' in parts)) parts['additionalProperties'] = false;
  if (parts['nullable'] === true && !('type' in parts)) {
    delete parts['nullable'];
    return { anyOf: [{ type: 'null' }, parts] };
  }
  return parts;
}

function closedEach(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, closed(schema)]));
}
