import { InputError } from '../../core/errors.js';

/** Pixels of a PNG for each of its SVG. */
export const leastScale = 0.25;
export const mostScale = 4;

/** Of a PNG. */
const mostWidth = 2000;
const mostPixels = 4_000_000;
/** Characters; what is drawn is far below. */
const longestSvg = 1_000_000;

/** @throws InputError `invalid-request` */
export function readScale(text: string): number {
  const scale = /^\d{1,2}(\.\d{1,4})?$/.test(text) ? Number(text) : NaN;
  if (scale >= leastScale && scale <= mostScale) return scale;
  const detail = `scale is a number from ${leastScale} to ${mostScale}, not ${JSON.stringify(text.slice(0, 40))}`;
  throw new InputError('invalid-request', detail, [{ pointer: '?scale', detail }]);
}

/**
 * Holds a picture to what is painted: 2000 pixels wide, 4 million in all.
 *
 * @param svg of the service's own drawing: its first element tells its size
 * @throws InputError `picture-too-large`, which names the scale that would do
 */
export function requireSize(svg: string, scale: number): void {
  const [, width = NaN, height = NaN] = /^<svg [^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg)?.map(Number) ?? [];
  if (!(width > 0 && height > 0)) throw new Error('the SVG does not begin with its size');
  if (svg.length > longestSvg) throw new InputError('picture-too-large', `the picture has ${svg.length} characters as SVG, and a PNG is painted of at most ${longestSvg}; ask for image/svg+xml, or about less`);
  const [across, down] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  if (across <= mostWidth && across * down <= mostPixels) return;
  const fitting = Math.floor(Math.min(mostWidth / width, Math.sqrt(mostPixels / (width * height))) * 100) / 100;
  const detail = `at scale ${scale} the picture has ${across} × ${down} pixels, and a PNG has at most ${mostWidth} across and ${mostPixels} in all; ask with scale=${fitting}, or for image/svg+xml`;
  throw new InputError('picture-too-large', detail, [{ pointer: '?scale', detail }]);
}
