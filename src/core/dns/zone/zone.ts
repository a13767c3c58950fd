import type { ResourceRecord } from '../message.js';
import { isSubDomain, labelsOf } from '../name.js';

/** The records of one zone, by name. Names are in lower case, the owners of SRV records as they are written. */
export class Zone {
  readonly soa: ResourceRecord | undefined;
  readonly ns: readonly ResourceRecord[];
  readonly #names = new Map<string, Map<string, ResourceRecord[]>>();
  /** Names at which nothing is, but below which something is. */
  readonly #above = new Set<string>();

  /**
   * @param keepsServiceCase SRV records stay as they are written, as since 1.12.3
   * Source: coredns 1.14.7, plugin/file/zone.go Insert
   */
  constructor(
    readonly origin: string,
    records: readonly ResourceRecord[],
    keepsServiceCase: boolean,
  ) {
    const ns: ResourceRecord[] = [];
    let soa: ResourceRecord | undefined;
    for (const record of records.map((each) => canonical(each, keepsServiceCase))) {
      if (record.type === 'SOA') soa = record;
      else if (record.type === 'NS' && record.name === origin) ns.push(record);
      else this.#insert(record);
    }
    this.soa = soa;
    this.ns = ns;
  }

  /** Records at a name, by type; undefined where none is. */
  at(name: string): ReadonlyMap<string, readonly ResourceRecord[]> | undefined {
    return this.#names.get(name.toLowerCase());
  }

  /** Whether there is something strictly below a name. */
  hasBelow(name: string): boolean {
    return this.#above.has(name.toLowerCase());
  }

  #insert(record: ResourceRecord): void {
    const key = record.name.toLowerCase();
    const types = this.#names.get(key) ?? new Map<string, ResourceRecord[]>();
    this.#names.set(key, types);
    types.set(record.type, [...(types.get(record.type) ?? []), record]);
    const labels = labelsOf(key);
    for (let i = 1; i < labels.length; i++) this.#above.add(`${labels.slice(i).join('.')}.`);
  }
}

/** What of a record is made lower case. */
function canonical(record: ResourceRecord, keepsServiceCase: boolean): ResourceRecord {
  const name = record.type === 'SRV' && keepsServiceCase ? record.name : record.name.toLowerCase();
  if (['NS', 'CNAME', 'MX', ...(keepsServiceCase ? [] : ['SRV'])].includes(record.type)) return { ...record, name, data: record.data.toLowerCase() };
  if (record.type !== 'SOA') return { ...record, name };
  const [server = '', mailbox = '', ...numbers] = record.data.split(' ');
  return { ...record, name, data: [server.toLowerCase(), mailbox.toLowerCase(), ...numbers].join(' ') };
}

/** The names from the zone's own down to `name`, one label more each. */
export function namesDownTo(origin: string, name: string): string[] {
  if (!isSubDomain(origin, name)) return [];
  const labels = labelsOf(name);
  const depth = labelsOf(origin).length;
  return Array.from({ length: labels.length - depth + 1 }, (_, i) => (i === 0 ? origin : `${labels.slice(labels.length - depth - i).join('.')}.`));
}
