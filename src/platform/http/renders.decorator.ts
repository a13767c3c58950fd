import { SetMetadata, applyDecorators, createParamDecorator, type ExecutionContext, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Located } from './located.js';
import type { Pinned } from './pinned.js';
import { leastScale, mostScale } from '../pictures/index.js';
import { Problems } from './problems.decorator.js';
import { renderings, type RenderingName } from './rendering.js';

/** Metadata key: the {@link Renderers} of a route. */
export const RENDERERS = 'foretrace:renderers';

/** How an answer of type `T` is rendered besides JSON. What has a picture as `svg` has it as PNG too. `events` has no function: the handler itself answers with the stream, see {@link Rendering}. */
export interface Renderers<T> {
  readonly markdown?: (answer: T) => string;
  readonly text?: (answer: T) => string;
  readonly zoneFile?: (answer: T) => string;
  readonly jsonPatch?: (answer: T) => string;
  readonly svg?: (answer: T) => string;
  readonly events?: 'by-handler';
}

type Handler<T> = (...given: never[]) => Answered<T> | Promise<Answered<T>>;
type Answered<T> = T | Located<T> | Pinned<T> | StreamableFile;

/** Metadata key: set on a route where `?format=` is a parameter of its own and chooses no rendering. */
export const BY_ACCEPT_ALONE = 'foretrace:by-accept-alone';

/**
 * The route answers, besides JSON, in these renderings, chosen by `Accept` or `?format=`. Documents both.
 *
 * @param choice `accept`: by `Accept` alone, as the route's own question has a parameter `format`
 */
export function Renders<T>(renderers: Renderers<T>, choice: 'accept-or-format' | 'accept' = 'accept-or-format') {
  const offered = offeredBy(renderers);
  const scale = ApiQuery({ name: 'scale', required: false, schema: { type: 'number', minimum: leastScale, maximum: mostScale, default: 1 }, description: 'Of a PNG: pixels for each of the SVG.' });
  const pictures = offered.includes('png') ? [scale, Problems('picture-too-large')] : [];
  const byFormat = ApiQuery({ name: 'format', required: false, enum: offered.map((name) => renderings[name].format), description: 'The rendering; wins over `Accept`.' });
  return applyDecorators(
    SetMetadata(RENDERERS, renderers),
    ApiProduces(...offered.map((name) => renderings[name].mediaType)),
    choice === 'accept' ? SetMetadata(BY_ACCEPT_ALONE, true) : byFormat,
    ...pictures,
  ) as <H extends Handler<T>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<H>) => void;
}

/** JSON first, then the others in the order of {@link renderings}. */
export function offeredBy(renderers: Renderers<never> | undefined): RenderingName[] {
  const extra: Partial<Record<RenderingName, unknown>> = renderers ?? {};
  return (Object.keys(renderings) as RenderingName[]).filter((name) => name === 'json' || extra[name === 'png' ? 'svg' : name] !== undefined);
}

/** Parameter: the {@link RenderingName} that was chosen for the answer. */
export const Rendering = createParamDecorator((_: unknown, context: ExecutionContext): RenderingName => context.switchToHttp().getRequest<FastifyRequest>().rendering ?? 'json');
