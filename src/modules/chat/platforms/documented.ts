import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';

/** A message in the form of the platform. */
export const anyMessage = { description: 'What the platform shows, in its own form.', schema: { type: 'object', additionalProperties: true } } as const;

/** Documents a body that a platform signs: only the platform can send it. */
export function signedBody(example: string): MethodDecorator {
  const isJson = example.startsWith('{');
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return applyDecorators(ApiConsumes(type), ApiBody({ description: 'As the platform sends it, signed.', schema: { type: isJson ? 'object' : 'string', additionalProperties: true, example: isJson ? (JSON.parse(example) as unknown) : example } }));
}
