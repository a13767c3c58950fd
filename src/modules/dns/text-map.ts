import { registerDecorator } from 'class-validator';

/** Takes an object whose values are texts: at most `most` of them, none longer than `longest` characters, names of at most 255. */
export function IsTextMap(most: number, longest: number): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isTextMap',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => isTextMap(value, most, longest),
        defaultMessage: () => `must be an object of at most ${most} texts, each of at most ${longest} characters, by names of at most 255`,
      },
    });
  };
}

function isTextMap(value: unknown, most: number, longest: number): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  return entries.length <= most && entries.every(([name, text]) => name.length <= 255 && typeof text === 'string' && text.length <= longest);
}
