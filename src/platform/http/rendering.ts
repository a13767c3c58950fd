import { InputError } from '../../core/errors.js';

/** The renderings that an answer may have: the word for `?format=`, and the media type for `Accept`. In order of preference. */
export const renderings = {
  json: { format: 'json', mediaType: 'application/json' },
  markdown: { format: 'md', mediaType: 'text/markdown' },
  text: { format: 'txt', mediaType: 'text/plain' },
  zoneFile: { format: 'zone', mediaType: 'text/dns' },
  jsonPatch: { format: 'json-patch', mediaType: 'application/json-patch+json' },
  svg: { format: 'svg', mediaType: 'image/svg+xml' },
  png: { format: 'png', mediaType: 'image/png' },
  events: { format: 'events', mediaType: 'text/event-stream' },
} as const satisfies Record<string, { format: string; mediaType: string }>;

/** A key of {@link renderings}. */
export type RenderingName = keyof typeof renderings;

/**
 * The rendering to answer in.
 *
 * @param offered what the route can render, best first; not empty
 * @param accept the `Accept` header, if there is one. Source: RFC 9110 section 12.5.1: the most specific range decides the weight of a type, weight 0 excludes it.
 * @param format the `?format=` parameter, which wins over `accept`
 * @throws InputError `invalid-request` for a format, `not-acceptable` for an Accept, that is none of `offered`
 */
export function chooseRendering(offered: readonly RenderingName[], accept: string | undefined, format: unknown): RenderingName {
  return format === undefined ? byAccept(offered, accept) : byFormat(offered, format);
}

function byFormat(offered: readonly RenderingName[], format: unknown): RenderingName {
  const chosen = offered.find((name) => renderings[name].format === format);
  if (chosen !== undefined) return chosen;
  const detail = `format is one of ${offered.map((name) => renderings[name].format).join(', ')}, not ${JSON.stringify(format)}`;
  throw new InputError('invalid-request', detail, [{ pointer: '?format', detail }]);
}

function byAccept(offered: readonly RenderingName[], accept: string | undefined): RenderingName {
  const ranges = parseAccept(accept?.trim() || '*/*');
  let best: { name: RenderingName; weight: number } | undefined;
  for (const name of offered) {
    const weight = weightOf(renderings[name].mediaType, ranges);
    if (weight > (best?.weight ?? 0)) best = { name, weight };
  }
  if (best !== undefined) return best.name;
  const types = offered.map((name) => renderings[name].mediaType).join(', ');
  throw new InputError('not-acceptable', `this is rendered as ${types}; Accept asks for ${JSON.stringify(accept)}`);
}

interface MediaRange {
  readonly range: string;
  readonly weight: number;
}

function parseAccept(accept: string): MediaRange[] {
  return accept.split(',').flatMap((part) => {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (range === '') return [];
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    return [{ range, weight: weight >= 0 && weight <= 1 ? weight : 0 }];
  });
}

function weightOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const inclusive = [mediaType, `${mediaType.split('/')[0]}/*`, '*/*'];
  for (const candidate of inclusive) {
    const match = ranges.find(({ range }) => range === candidate);
    if (match !== undefined) return match.weight;
  }
  return 0;
}
