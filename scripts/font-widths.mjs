// Reads from the font that pictures are drawn in how wide its characters are; npm run gen writes what it finds to src/core/pictures/font-widths.ts.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import opentype from 'opentype.js';

const require = createRequire(import.meta.url);
const faces = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };
/** Latin with its extensions, Greek and Cyrillic, dashes and quotes, arrows: what is not here is taken for the widest. */
const blocks = [[0x20, 0x7e], [0xa0, 0x17f], [0x370, 0x45f], [0x2010, 0x2027], [0x2190, 0x2194]];

export async function fontWidths() {
  const tables = await Promise.all(Object.entries(faces).map(async ([name, file]) => {
    const font = opentype.parse(toArrayBuffer(await readFile(require.resolve(`dejavu-fonts-ttf/ttf/${file}`))));
    const runs = blocks.map(([first, last]) => `    [0x${first.toString(16)}, [${Array.from({ length: last - first + 1 }, (_, i) => widthOf(font, first + i)).join(', ')}]],`);
    return `  ${name}: [\n${runs.join('\n')}\n  ],`;
  }));
  return `/**
 * How wide the characters of DejaVu Sans 2.37 are, in thousandths of the font size: for each run its first code point, and the widths from there on.
 * Written by npm run gen, from the font itself.
 */
export const fontWidths: Readonly<Record<'regular' | 'bold', readonly (readonly [first: number, widths: readonly number[]])[]>> = {
${tables.join('\n')}
};
`;
}

function widthOf(font, codePoint) {
  return Math.ceil((font.charToGlyph(String.fromCodePoint(codePoint)).advanceWidth * 1000) / font.unitsPerEm);
}

function toArrayBuffer(bytes) {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
