import { connect } from 'node:net';

/** A reply as it came: the code, whether it is authoritative, and each section’s records, sorted, with the serial of an SOA taken out. */
export interface DnsReply {
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly answers: readonly string[];
  readonly authority: readonly string[];
  readonly additional: readonly string[];
}

const types: Readonly<Record<string, number>> = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, HINFO: 13, MX: 15, TXT: 16, AAAA: 28, SRV: 33, NAPTR: 35, DNAME: 39, DS: 43, HTTPS: 65, ANY: 255, CAA: 257 };
const rcodes = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

interface Asked {
  readonly name: string;
  readonly type: string;
}

/** CoreDNS closes a connection after 128 queries. */
const perConnection = 100;

/** Asks over TCP, each question after the reply to the one before; `none` is the code of one that gets no reply. */
export async function askAll(port: number, questions: readonly Asked[]): Promise<DnsReply[]> {
  const replies: DnsReply[] = [];
  while (replies.length < questions.length) {
    const some = questions.slice(replies.length, replies.length + perConnection);
    const came = await askSome(port, some);
    replies.push(...came);
    // A reply that the server cannot write ends the connection.
    if (came.length < some.length) replies.push({ rcode: 'none', authoritative: false, answers: [], authority: [], additional: [] });
  }
  return replies;
}

async function askSome(port: number, questions: readonly Asked[]): Promise<DnsReply[]> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const replies: DnsReply[] = [];
  let held = Buffer.alloc(0);
  let wake: (() => void) | undefined;
  let isClosed = false;
  socket.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    wake?.();
  });
  for (const event of ['close', 'error'] as const) {
    socket.on(event, () => {
      isClosed = true;
      wake?.();
    });
  }
  try {
    for (const { name, type } of questions) {
      const query = encode(name, type);
      socket.write(Buffer.concat([Buffer.from([query.length >> 8, query.length & 255]), query]));
      while (held.length < 2 || held.length < 2 + held.readUInt16BE(0)) {
        if (isClosed) return replies;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const size = held.readUInt16BE(0);
      replies.push(readable(held.subarray(2, 2 + size)));
      held = held.subarray(2 + size);
    }
  } finally {
    socket.destroy();
  }
  return replies;
}

function encode(name: string, type: string): Buffer {
  const header = Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split('.').filter((label) => label !== '').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]));
  const number = types[type] ?? Number(type.replace('TYPE', ''));
  return Buffer.concat([header, ...labels, Buffer.from([0, number >> 8, number & 255, 0, 1])]);
}

/** `unreadable` is the code of a reply that ends before its records do, as older releases write some. */
function readable(message: Buffer): DnsReply {
  try {
    return decode(message);
  } catch (error) {
    if (error instanceof RangeError) return { rcode: 'unreadable', authoritative: false, answers: [], authority: [], additional: [] };
    throw error;
  }
}

function decode(message: Buffer): DnsReply {
  const counts = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  let at = 12;
  for (let i = 0; i < (counts[0] ?? 0); i++) at = readName(message, at).next + 4;
  const sections = counts.slice(1).map((count) => {
    const records: string[] = [];
    for (let i = 0; i < count; i++) {
      const record = readRecord(message, at);
      at = record.next;
      if (!record.text.includes(' TYPE41 ')) records.push(record.text);
    }
    return records.sort();
  });
  const [answers = [], authority = [], additional = []] = sections;
  return { rcode: rcodes[(message[3] ?? 0) & 15] ?? String((message[3] ?? 0) & 15), authoritative: ((message[2] ?? 0) & 4) !== 0, answers, authority, additional };
}

function readRecord(message: Buffer, from: number): { readonly text: string; readonly next: number } {
  const { name, next } = readName(message, from);
  const type = message.readUInt16BE(next);
  const ttl = message.readUInt32BE(next + 4);
  const length = message.readUInt16BE(next + 8);
  const at = next + 10;
  const word = Object.entries(types).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`;
  return { text: `${name} ${ttl} ${word} ${readData(message, type, at, length)}`, next: at + length };
}

function readData(message: Buffer, type: number, at: number, length: number): string {
  const name = (from: number) => readName(message, from);
  switch (type) {
    case 1:
      return [...message.subarray(at, at + 4)].join('.');
    case 28:
      return compressIPv6(message.subarray(at, at + 16));
    case 2:
    case 5:
    case 12:
      return name(at).name;
    case 33:
      return `${[0, 2, 4].map((offset) => message.readUInt16BE(at + offset)).join(' ')} ${name(at + 6).name}`;
    case 39:
      return name(at).name;
    case 15:
      return `${message.readUInt16BE(at)} ${name(at + 2).name}`;
    case 13:
    case 16:
      return readTexts(message, at, at + length).map((text) => `"${text}"`).join(' ');
    case 35: {
      const texts = readTexts(message, at + 4, at + length).slice(0, 3);
      const end = texts.reduce((place, text) => place + 1 + text.length, at + 4);
      return `${message.readUInt16BE(at)} ${message.readUInt16BE(at + 2)} ${texts.map((text) => `"${text}"`).join(' ')} ${name(end).name}`;
    }
    case 43:
      return `${message.readUInt16BE(at)} ${message[at + 2] ?? 0} ${message[at + 3] ?? 0} ${message.subarray(at + 4, at + length).toString('hex')}`;
    case 257: {
      const [tag = ''] = readTexts(message, at + 1, at + length);
      return `${message[at] ?? 0} ${tag} "${message.subarray(at + 2 + tag.length, at + length).toString('latin1')}"`;
    }
    case 6: {
      const server = name(at);
      const mailbox = name(server.next);
      const [, ...numbers] = [0, 4, 8, 12, 16].map((offset) => message.readUInt32BE(mailbox.next + offset));
      return `${server.name} ${mailbox.name} 0 ${numbers.join(' ')}`;
    }
    default:
      return message.subarray(at, at + length).toString('hex');
  }
}

/** Character strings, one after the other. */
function readTexts(message: Buffer, from: number, end: number): string[] {
  const texts: string[] = [];
  for (let at = from; at < end; at += 1 + (message[at] ?? 0)) texts.push(message.subarray(at + 1, at + 1 + (message[at] ?? 0)).toString('latin1'));
  return texts;
}

function readName(message: Buffer, from: number): { readonly name: string; readonly next: number } {
  let name = '';
  let at = from;
  let next: number | undefined;
  for (let length = message[at] ?? 0; length !== 0; length = message[at] ?? 0) {
    if (length >= 192) {
      next ??= at + 2;
      at = ((length & 63) << 8) | (message[at + 1] ?? 0);
    } else {
      name += `${message.subarray(at + 1, at + 1 + length).toString('latin1')}.`;
      at += 1 + length;
    }
  }
  return { name: name === '' ? '.' : name, next: next ?? at + 1 };
}

function compressIPv6(octets: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, i) => octets.readUInt16BE(2 * i).toString(16));
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?::|$)/g)].map(([run]) => run).sort((a, b) => b.length - a.length)[0];
  return zeros === undefined ? groups.join(':') : groups.join(':').replace(zeros, '::');
}
