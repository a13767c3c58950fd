import type { AnnotationReader } from './reader.js';

/** The origins whose preflight requests nginx answers itself; undefined where it does not. */
export type CorsOrigins = readonly RegExp[] | 'any' | undefined;

const wellFormed = /^(?:[a-z]+:\/\/(?:\*\.)?[A-Za-z0-9\-.]*(?::\d+)?|\*|null)?$/;

/** Source: internal/ingress/annotations/cors/main.go, Parse; controller/template/template.go, buildCorsOriginRegex, controller-v1.15.1 */
export function readCors(reader: AnnotationReader): CorsOrigins {
  if (reader.bool('enable-cors') !== true) return undefined;
  const written = reader.text('cors-allow-origin');
  const origins = written === '' ? ['*'] : written.split(',').map((each) => each.trim()).filter((each) => each !== '');
  if (origins.includes('*')) return 'any';
  return origins.filter((each) => wellFormed.test(each)).map(originRegex);
}

/** The template anchors only the end. */
function originRegex(origin: string): RegExp {
  return new RegExp(`${origin.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(String.raw`\*`, String.raw`[A-Za-z0-9\-]+`)}$`, 'i');
}
