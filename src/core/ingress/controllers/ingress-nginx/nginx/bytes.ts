/**
 * nginx and PCRE see bytes. Here a text of bytes has one character for each: ASCII as it is, and the others in the private use area,
 * where no case folding and no class of a regular expression reaches them, just as PCRE without UTF treats them.
 */
const highBytes = 0xf700;

/** The character that stands for a byte, 0 to 255. */
export function byteChar(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : highBytes + byte);
}

/** The byte that a character stands for. */
export function byteOf(char: string): number {
  const code = char.charCodeAt(0);
  return code < 0x80 ? code : code - highBytes;
}

/** A text of an object as the bytes of its UTF-8. */
export function toBytes(text: string): string {
  if (isAscii(text)) return text;
  return [...text].map((char) => (char.codePointAt(0)! < 0x80 ? char : utf8(char.codePointAt(0)!))).join('');
}

function utf8(code: number): string {
  if (code < 0x800) return byteChar(0xc0 | (code >> 6)) + tail(code);
  if (code < 0x1_0000) return byteChar(0xe0 | (code >> 12)) + tail(code >> 6) + tail(code);
  return byteChar(0xf0 | (code >> 18)) + tail(code >> 12) + tail(code >> 6) + tail(code);
}

function tail(code: number): string {
  return byteChar(0x80 | (code & 0x3f));
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}
