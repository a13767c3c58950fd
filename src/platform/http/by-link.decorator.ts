import 'reflect-metadata';
import { Get } from '@nestjs/common';
import { HTTP_CODE_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import { InputError } from '../../core/errors.js';
import { linkParameters, LinkedQuestion, type LinkParameter } from './linked-question.js';

/** Metadata key: set on a route whose question stands in the query, in the names of {@link linkParameters}. */
export const BY_LINK = 'foretrace:by-link';

/** Where swagger keeps what a method was told; it exports no reader of it. */
const OPERATION = 'swagger/apiOperation';
const PARAMETERS = 'swagger/apiParameters';

type Arguments = Record<string, { readonly index: number; readonly data?: unknown; readonly pipes?: readonly unknown[] }>;

/**
 * Gives a `POST` whose question is small a `GET` twin on the same path, with the question in the query string, so that a link reproduces the answer:
 * the same DTO, role, renderings and handler. A field of an object within is named with a dot (`from.pod`), a list repeats its name, an entry of a map
 * is `name:value`. It has to stand above all other decorators of the method, as it takes over what they have said.
 */
export function AlsoByLink(): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as unknown as (...given: unknown[]) => unknown;
    const name = `${String(key)}ByLink`;
    const types = Reflect.getMetadata('design:paramtypes', target, key) as (new () => object)[];
    const given = (Reflect.getMetadata(ROUTE_ARGS_METADATA, target.constructor, key) ?? {}) as Arguments;
    const [, body] = Object.entries(given).find(([place]) => place.startsWith(`${RouteParamtypes.BODY}:`)) ?? [];
    const question = body === undefined ? undefined : types[body.index];
    if (body === undefined || question === undefined) throw new TypeError(`${String(key)} takes no body, so there is no question to put into a link`);
    const twin = twinOf(handler, String(key), name);
    Object.defineProperty(target, name, { value: twin, writable: true, enumerable: false, configurable: true });
    for (const kind of Reflect.getMetadataKeys(handler)) if (kind !== HTTP_CODE_METADATA) Reflect.defineMetadata(kind, Reflect.getMetadata(kind, handler), twin);
    Reflect.defineMetadata('design:paramtypes', types, target, name);
    const others = Object.fromEntries(Object.entries(given).filter(([place]) => !place.startsWith(`${RouteParamtypes.BODY}:`)));
    Reflect.defineMetadata(ROUTE_ARGS_METADATA, others, target.constructor, name);
    LinkedQuestion(question)(target, name, body.index);
    Reflect.defineMetadata(BY_LINK, true, twin);
    Get(Reflect.getMetadata(PATH_METADATA, handler) as string)(target, name, { value: twin });
    document(target, name, twin, linkParameters(question));
  };
}

/** The handler itself, asked from a link: what its errors point at stands in the query. */
function twinOf(handler: (...given: unknown[]) => unknown, key: string, name: string): () => unknown {
  const twin = async function (this: Record<string, (...given: unknown[]) => unknown>, ...given: unknown[]): Promise<unknown> {
    try {
      return await (this[key] ?? handler).apply(this, given);
    } catch (error) {
      throw error instanceof InputError ? inQuery(error) : error;
    }
  };
  return Object.defineProperty(twin, 'name', { value: name });
}

/** The same error of a question that stands in the query: `/from/pod` is `?from.pod`. */
function inQuery({ code, message, faults }: InputError): InputError {
  return new InputError(code, message, faults.map(({ pointer, detail }) => ({ pointer: pointer.startsWith('/') ? `?${pointer.slice(1).replaceAll('/', '.')}` : pointer, detail })));
}

function document(target: object, name: string, twin: () => unknown, parameters: readonly LinkParameter[]): void {
  const told = Reflect.getMetadata(OPERATION, twin) as { readonly operationId?: string; readonly summary?: string; readonly description?: string };
  const inBody = (Reflect.getMetadata(PARAMETERS, twin) ?? []) as readonly { readonly in?: string }[];
  Reflect.defineMetadata(PARAMETERS, inBody.filter((parameter) => parameter.in !== 'body'), twin);
  const descriptor = { value: twin };
  ApiOperation({
    ...told,
    operationId: `${told.operationId ?? name}ByLink`,
    summary: `${told.summary ?? ''}, by a link`,
    description: `The same as the \`POST\` of this path, with the question in the query, so that a link reproduces the answer.\n\n${told.description ?? ''}`,
  })(target, name, descriptor);
  for (const { name: parameter, isRequired, description, schema, example } of parameters) {
    ApiQuery({ name: parameter, required: isRequired, description, schema: { ...schema, ...(example !== undefined && { example }) } })(target, name, descriptor);
  }
}
