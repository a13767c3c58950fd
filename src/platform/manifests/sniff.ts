/** What the bytes of a file are. */
export type Format = 'gzip' | 'tar' | 'zip' | 'packed' | 'binary' | 'json' | 'yaml' | 'markdown' | 'text';

/** Bytes that {@link sniff} looks at. */
export const sniffBytes = 64 * 1024;

const declared: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/x-yaml': 'yaml',
  'text/yaml': 'yaml',
  'text/x-yaml': 'yaml',
  'text/markdown': 'markdown',
};

const extensions: Readonly<Record<string, Format>> = { json: 'json', yaml: 'yaml', yml: 'yaml', md: 'markdown', markdown: 'markdown' };

/** The format that a content type or a file name claims; undefined where they claim none that helps. */
export function claimedFormat(contentType: string | undefined, file: string | undefined): Format | undefined {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const extension = /[.](json|ya?ml|md|markdown)(?:[.](?:j2|tmpl|tpl|gotmpl|sed|in|gz))?$/i.exec(file ?? '')?.[1]?.toLowerCase() ?? '';
  return declared[type] ?? extensions[extension];
}

/**
 * The format of a file by its first bytes, {@link sniffBytes} of them or all that there are. What they show counts; `claimed` decides only where they leave it open.
 * Source of the magic numbers: RFC 1952 §2.3.1 (gzip), POSIX.1-2017 pax “ustar Interchange Format”, APPNOTE.TXT 4.3.7 (zip),
 * RFC 8878 §3.1.1 (zstd), the xz file format 1.2.1 §2.1.1.1, and bzip2's `BZh`.
 */
export function sniff(head: Buffer, claimed: Format | undefined): Format {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06')) return 'zip';
  if (startsWith(head, 'BZh') || startsWith(head, '\xfd7zXZ\0') || startsWith(head, '\x28\xb5\x2f\xfd')) return 'packed';
  if (isTar(head)) return 'tar';
  const isUtf16 = startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff');
  if (!isUtf16 && head.includes(0)) return 'binary';
  return sniffText(isUtf16 ? head.toString('utf16le') : head.toString('utf8'), claimed);
}

function startsWith(head: Buffer, magic: string): boolean {
  return head.subarray(0, magic.length).equals(Buffer.from(magic, 'latin1'));
}

/** The checksum of the first header, so that the tar of before POSIX, which has no magic, is known as well. */
function isTar(head: Buffer): boolean {
  if (head.length < 512) return false;
  const told = parseInt(head.toString('latin1', 148, 156).replace(/\0.*$/s, ''), 8);
  let sum = 8 * 0x20;
  for (let i = 0; i < 512; i += 1) if (i < 148 || i >= 156) sum += head[i] ?? 0;
  return sum === told && head[0] !== 0;
}

const jsonStart = /^(?:[{]\s*(?:$|["}])|[[]\s*(?:$|[{["\]])|==== START logs )/;
const yamlStart = /^(?:---\s+)?(?:- |[{]\s*)?["']?(?:apiVersion|kind|metadata|items|spec|data)["']?\s*:(?:\s|$)/;

function sniffText(text: string, claimed: Format | undefined): Format {
  if (claimed === 'markdown') return 'markdown';
  // White space without end in sight: JSON may begin with any amount of it, and nothing else that is read here does.
  if (claimed === undefined && text.length >= sniffBytes / 2 && text.trim() === '') return 'json';
  let isMarked = false;
  for (const [index, line] of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/).entries()) {
    if (jsonStart.test(index === 0 ? line.trimStart() : line)) return isMarked ? 'yaml' : 'json';
    if (yamlStart.test(line)) return 'yaml';
    if (/^\s*(?:```|~~~)ya?ml\b/.test(line)) return 'markdown';
    isMarked ||= /^---(?:\s|$)/.test(line);
  }
  return claimed === 'yaml' || claimed === 'json' ? claimed : 'text';
}
