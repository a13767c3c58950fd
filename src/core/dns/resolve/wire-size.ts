import { parseIp } from '../go/net.js';
import type { Reply, ResourceRecord } from '../message.js';
import { labelsOf } from '../name.js';

/** Octets of a header, RFC 1035 §4.1.1. */
const header = 12;
/** A pointer reaches no further. RFC 1035 §4.1.4. */
const farthest = 0x3fff;
/** What a client takes over UDP that does not say otherwise. RFC 1035 §4.2.1. */
const plainLimit = 512;

/** Types whose names may be written as pointers. RFC 3597 §4. */
const compressed = new Set(['CNAME', 'NS', 'PTR', 'SOA', 'MX', 'MD', 'MF', 'MB', 'MG', 'MR']);

/** Whether a reply to a client without EDNS is cut, so that it asks again over TCP. Source: coredns 1.14.7 request/request.go Scrub; miekg/dns msg_truncate.go. */
export function isCutOverUdp(name: string, reply: Reply): boolean {
  return wireSize(name, reply) > plainLimit;
}

/** Octets of a reply with one question, names written as pointers where that is allowed. What is not an address or a name counts as its text. */
export function wireSize(question: string, { answers, authority, additional }: Pick<Reply, 'answers' | 'authority' | 'additional'>): number {
  const writer = new Writer();
  writer.name(question, true);
  writer.size += 4;
  for (const record of [...answers, ...authority, ...additional]) writer.record(record);
  return writer.size;
}

class Writer {
  size = header;
  readonly #written = new Set<string>();

  record({ name, type, data }: ResourceRecord): void {
    this.name(name, true);
    this.size += 10;
    if (type === 'A' || type === 'AAAA') {
      this.size += parseIp(data)?.family === 4 ? 4 : 16;
      return;
    }
    const words = data.split(' ');
    const names = words.filter((word) => word.endsWith('.'));
    for (const each of names) this.name(each, compressed.has(type));
    if (names.length > 0) this.size += type === 'SOA' ? 20 : 2 * (words.length - names.length);
    else this.size += data.length;
  }

  name(text: string, compress: boolean): void {
    const labels = labelsOf(text);
    for (let i = 0; i < labels.length; i++) {
      const rest = labels.slice(i).join('.').toLowerCase();
      if (compress && this.#written.has(rest)) {
        this.size += 2;
        return;
      }
      if (this.size <= farthest) this.#written.add(rest);
      this.size += 1 + (labels[i]?.length ?? 0);
    }
    this.size += 1;
  }
}
