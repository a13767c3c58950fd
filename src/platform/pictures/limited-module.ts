import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Bytes of a page. Source: WebAssembly Core Specification 2.0, section 4.2.8. */
const page = 65_536;
const memorySection = 5;

let compiled: Promise<WebAssembly.Module> | undefined;

/** What paints, compiled once for all threads of the process. The engine itself gives it no more memory than this, which it asks for none of by itself. */
export function compilePainter(mostBytes: number): Promise<WebAssembly.Module> {
  compiled ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then((bytes) => WebAssembly.compile(limitMemory(bytes, mostBytes)));
  return compiled;
}

/**
 * The same module, whose one memory states a maximum, so that growing beyond it fails.
 *
 * Source: WebAssembly Core Specification 2.0, sections 5.3.5 (limits), 5.5.2 (sections) and 5.5.8 (memory section).
 *
 * @throws Error for a module of another form
 */
export function limitMemory(module: Uint8Array, mostBytes: number): Uint8Array {
  for (let at = 8; at < module.length; ) {
    const size = readNumber(module, at + 1);
    const end = size.next + size.value;
    if (module[at] === memorySection) {
      const count = readNumber(module, size.next);
      const least = readNumber(module, count.next + 1);
      if (count.value !== 1 || (module[count.next] ?? 2) > 1) throw new Error('the module has not one plain memory');
      const content = [1, 1, ...writeNumber(least.value), ...writeNumber(Math.max(least.value, Math.floor(mostBytes / page)))];
      return Buffer.concat([module.subarray(0, at), Uint8Array.from([memorySection, ...writeNumber(content.length), ...content]), module.subarray(end)]);
    }
    at = end;
  }
  throw new Error('the module has no memory');
}

/** Unsigned LEB128. Source: section 5.2.2. */
function readNumber(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[at + i] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  throw new Error('a number of the module is too long');
}

function writeNumber(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...writeNumber(value >>> 7)];
}
