import { registerDecorator } from 'class-validator';

/** Takes an object whose values are texts or lists of texts: at most `most` names, no text longer than `longest` characters. */
export function IsHeaderMap(most: number, longest: number): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isHeaderMap',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => isHeaderMap(value, most, longest),
        defaultMessage: () => `must be an object of at most ${most} headers by name, each a text of at most ${longest} characters or a list of such`,
      },
    });
  };
}

function isHeaderMap(value: unknown, most: number, longest: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value as Record<string, unknown>);
  return entries.length <= most && entries.every(([, written]) => (Array.isArray(written) ? written.length > 0 && written.length <= most && written.every((each) => isText(each, longest)) : isText(written, longest)));
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length <= longest;
}
