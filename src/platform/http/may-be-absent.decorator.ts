import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike class-validator's `IsOptional`, null is a value, which the other decorators check. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
