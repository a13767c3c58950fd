import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate, type ValidationError } from 'class-validator';
import { InputError, type Fault } from '../../core/errors.js';
import { escapePointer } from './body.js';

/** Turns a body or a query into its DTO, or tells every field that does not fit. Where no field is needed, no body will do. Fields that the DTO does not know are refused. Nothing is converted that the DTO does not convert. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || metatype === undefined || !isDto(metatype)) return value;
    if (type === 'body' && value !== undefined) requireObject(value);
    return validated(metatype, value, type);
  }
}

/** Where a value stands, by which its faults are pointed at: `/from/pod` in a body, `?from` in a query, `?from.pod` in a question by link. */
type Whereabouts = 'body' | 'query' | 'link';

const pointers: Readonly<Record<Whereabouts, { readonly first: string; readonly next: string }>> = { body: { first: '/', next: '/' }, query: { first: '?', next: '/' }, link: { first: '?', next: '.' } };

/** The DTO that `value` makes. @throws InputError `invalid-request` with every field that does not fit */
export async function validated(metatype: Type, value: unknown, where: Whereabouts): Promise<object> {
  const dto = plainToInstance(metatype, { ...(value as object | undefined) }) as object;
  const errors = await validate(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: false });
  if (errors.length === 0) return dto;
  if (where === 'body') requireObject(value);
  const faults = errors.flatMap((error) => faultsOf(error, pointers[where].first, pointers[where].next));
  throw new InputError('invalid-request', faults.map(({ pointer, detail }) => `${pointer.replace(/^\?/, '')}: ${detail}`).slice(0, 5).join('; '), faults);
}

function isDto(metatype: Type): boolean {
  return ![Object, String, Number, Boolean, Array].some((builtin) => builtin === metatype);
}

function requireObject(body: unknown): void {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return;
  const found = body === undefined ? 'there is none' : `this is ${Array.isArray(body) ? 'an array' : JSON.stringify(body).slice(0, 40)}`;
  throw new InputError('invalid-body', `the body must be a JSON object; ${found}`, [{ pointer: '', detail: 'must be a JSON object' }]);
}

function faultsOf(error: ValidationError, prefix: string, next: string): Fault[] {
  const pointer = `${prefix}${escapePointer(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, detail]): Fault => ({
    pointer,
    detail: constraint === 'whitelistValidation' ? unknownField(error) : detail,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, `${pointer}${next}`, next))];
}

function unknownField({ target }: ValidationError): string {
  const known = target === undefined ? [] : fieldsOf(target.constructor);
  return known.length === 0 ? 'unknown field' : `unknown field; known here: ${known.join(', ')}`;
}

function fieldsOf(dto: object): string[] {
  const constraints = getMetadataStorage().getTargetValidationMetadatas(dto as never, '', false, false);
  return [...new Set(constraints.map(({ propertyName }) => propertyName))];
}
