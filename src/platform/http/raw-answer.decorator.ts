import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';

/** Metadata key: the content type of an answer that is sent as the handler made it; null where it has one of its own. */
export const RAW_ANSWER = 'foretrace:raw-answer';

/** The handler gives the answer as a text of this content type; nothing is negotiated. */
export function RawAnswer(contentType: string): MethodDecorator {
  return applyDecorators(SetMetadata(RAW_ANSWER, contentType), ApiProduces(contentType.split(';', 1)[0] ?? contentType));
}

/** The handler gives the answer as a `Response`, which has its own status, headers and body; nothing is negotiated. */
export function RawResponse(): MethodDecorator {
  return SetMetadata(RAW_ANSWER, null);
}
